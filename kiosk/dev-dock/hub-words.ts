import type { LocalizedText } from '#config/agreements/language.ts';

/**
 * The words between the dock and whoever keeps the demo's hub (`scripts/start/hub/`), over the control protocol of simulators. The hub is a
 * real one; played are the line between this kiosk and it, a power cut, and the hand at one counter.
 */
export interface HubSimulatorState {
  readonly kind: 'hub';
  readonly program: HubProgram;
  /** The line between this kiosk and its hub. */
  readonly pluggedIn: boolean;
  /** Of this kiosk, on its line. */
  readonly connections: number;
  /** `undefined` until the hub has told it. While the hub is away: what it told last. */
  readonly counter: CounterOfDemo | undefined;
  /** What became of the last act; `undefined`: nothing was asked for yet. */
  readonly lastAct: HubActOutcome | undefined;
  readonly counterUrl: string;
  readonly boardUrl: string;
}

export type HubProgram = 'starting' | 'running' | 'gone';

export interface CounterOfDemo {
  readonly name: LocalizedText;
  /** The number that stands at the counter. */
  readonly serving: string | undefined;
  /** Numbers in the order of their call, the first few. */
  readonly waiting: readonly string[];
  readonly waitingCount: number;
}

export const hubCounterActs = ['call-next', 'recall', 'absent', 'finish'] as const;
export type HubCounterAct = (typeof hubCounterActs)[number];

export interface HubActOutcome {
  /** Grows with each act, so that the same outcome twice is seen twice. */
  readonly nth: number;
  readonly act: HubCounterAct;
  /** A refusal of the hub, or `no-answer`; `undefined`: done. */
  readonly refused?: string;
}

export type HubSimulatorAction =
  | { readonly do: 'counter'; readonly act: HubCounterAct }
  /** Without a word, as in a power cut. */
  | { readonly do: 'kill' }
  | { readonly do: 'start' }
  | { readonly do: 'unplug' }
  | { readonly do: 'plug-in' };

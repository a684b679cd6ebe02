import type { KioskOnTrial } from './kiosk-on-trial.ts';
import type { Tried, Tries } from './tried.ts';
import type { HostOnTrial } from './wire/host-on-trial.ts';

/** One row of the list of ways out of a kiosk. */
export interface Way {
  readonly way: string;
  readonly chromium: Here | NotHere;
  /** Electron's binary cannot be here: the unit test of its shell that covers the row, or why there is nothing to cover. */
  readonly electron: { readonly test: string } | NotHere;
}

/** Rows of one lane are tried one after the other on one kiosk; lanes may run beside each other. */
export type Here =
  | { readonly lane: WindowLane; readonly tryIt: (trial: Trial) => Promise<Tries> }
  | { readonly lane: 'wire'; readonly tryIt: (trial: WireTrial) => Promise<Tries> };

export const windowLanes = ['hands', 'falls', 'scripts'] as const;
export type WindowLane = (typeof windowLanes)[number];

export type Try = (trial: Trial) => Promise<Tries>;

export interface NotHere {
  readonly notHere: string;
}

/** What a row is given to try. */
export interface Trial {
  readonly kiosk: KioskOnTrial;
  /** Fewer tries of each row, and fewer looks between them. */
  readonly isShort: boolean;
  /** What the deeds of a row did on pages that have crashed or could not be loaded; done once, for all rows. */
  readonly onFallenPages: () => Promise<FallenTries>;
}

/** A host without a window, for those who come over the wire. */
export interface WireTrial {
  readonly host: HostOnTrial;
  readonly isShort: boolean;
  /** An address that was asked for at the start of the proof, once it is older than it may become. Not in the short form. */
  readonly oldAddress: (() => Promise<URL>) | undefined;
}

export type FallenTries = ReadonlyMap<number, readonly Tried[]>;

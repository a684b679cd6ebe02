import type { LoggedEvent } from '#kiosk/hub/queue/events.ts';
import type { BoardAccount } from './board-on-wall.ts';
import type { CounterAccount } from './counter-at-work.ts';
import type { HubLogLine } from './hub-process.ts';
import type { Line } from './lines.ts';

/** What everybody of the hospital has seen of one day, each by themselves; `judge.ts` compares. */
export interface HospitalAccount {
  /** What patients read on the kiosks' screens. */
  readonly given: readonly GivenNumber[];
  /** What broke on the way: a store that does not explain its numbers, a message that was never told, a hub that came back too late. */
  readonly troubles: readonly string[];
  /** Raw lines of the database, in order. */
  readonly events: readonly LoggedEvent[];
  /** Raw rows of its table of numbers. */
  readonly numbers: readonly { readonly day: string; readonly series: string; readonly sequence: number }[];
  readonly counters: readonly CounterAccount[];
  /** As they are called in the hall, by their id. */
  readonly counterNames: Readonly<Record<string, string>>;
  readonly boards: readonly (BoardAccount & Pick<Line, 'lost'>)[];
  /** Of each hub, whatever runs it had. */
  readonly hubLogs: readonly (readonly HubLogLine[])[];
  /** What the voice process of each hub was told to say, in order. */
  readonly voices: readonly (readonly string[])[];
  /** What that place can need at all. */
  readonly wordsNeeded: ReadonlySet<string>;
  /** Acts that were sent to a hub that was stopped and woke up after another one had taken over. */
  readonly late: readonly LateAct[];
  /** Epoch ms: no fault is played any more. */
  readonly calmFrom: number;
}

export interface GivenNumber {
  readonly kiosk: string;
  readonly number: string;
  readonly at: number;
}

export interface LateAct {
  readonly what: string;
  readonly actId: string;
  /** The hub's answer in words; `none`: the line was torn. */
  readonly answer: string;
}

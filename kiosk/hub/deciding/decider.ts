import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import type { LogProblem } from '../log/log-problem.ts';
import type { Act, Refusal } from '../queue/acts.ts';
import type { LoggedEvent } from '../queue/events.ts';
import type { QueueDay } from '../queue/queue-day.ts';

/**
 * The one who decides. Holds the day in memory, rebuilt from the log; acts that arrive while a commit is in flight are decided in order
 * and committed together; an answer goes out only after its commit.
 */
export interface Decider {
  /** The same id again: the same answer, nothing twice. */
  decide(actId: ActId, act: Act): Promise<Result<Decided, DecidingProblem>>;
  /** Whether what this id stands for was done already, today or on the day before. */
  hasDone(actId: ActId): boolean;
  /** As of the last commit; `undefined` while another hub decides, no log is there, or neither is certain. */
  today(): QueueDay | undefined;
  /**
   * After each commit, with its events. Returns the way to stop listening. What another hub has committed meanwhile is not told: whoever
   * keeps something of the day looks at it anew when the standing becomes `deciding`.
   */
  onCommitted(heard: (events: readonly LoggedEvent[], day: QueueDay) => void): () => void;
  /** What the log of this day holds from this position on, in order; for whoever was away. */
  since(day: BusinessDay, position: number): Promise<Result<readonly LoggedEvent[], DecidingProblem>>;
  standing(): DecidingStanding;
  /** Each change of it, for the log of the program. Returns the way to stop listening. */
  onStanding(heard: (standing: DecidingStanding) => void): () => void;
  /** What is being committed is finished; everything else is answered `not-deciding`. */
  close(): Promise<void>;
}

/** What was done, also when it was done the first time that this act came. */
export interface Decided {
  readonly events: readonly LoggedEvent[];
}

/** `not-deciding`: another hub does, or no log is there: asked again later, nothing is lost. */
export type DecidingProblem = { readonly kind: 'refused'; readonly why: Refusal } | { readonly kind: 'not-deciding' };

export type DecidingStanding =
  | { readonly is: 'deciding' }
  /** Ready to take over. */
  | { readonly is: 'second' }
  | { readonly is: 'waiting'; readonly for: LogProblem };

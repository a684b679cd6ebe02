import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes, VisitId } from '#config/agreements/ids.ts';
import { createActId } from './act-id.ts';
import type { HubClient } from './hub-client.ts';
import { chairAnswer, wireVersion } from './wire.ts';

/** Whom the hub has asked to come to this kiosk's chair. */
export interface Invitation {
  readonly visitId: VisitId;
  /** As on the ticket, and as it was called. */
  readonly number: string;
}

/** `not-now`: neither free nor taken: staff work on the kiosk, a device is not there. The hub is told nothing, and holds nobody for long. */
export type ChairNow = { readonly is: 'free' | 'not-now' } | { readonly is: 'taken'; readonly visitId: VisitId };

/**
 * The chair of a kiosk that measures, in the hub's hands: told when it has been free for a moment and when somebody sits there, asked whom
 * it has invited. A hub that does not answer changes nothing: tickets and cards open a measurement as ever.
 */
export interface ChairKeeper {
  /** Something has happened at the kiosk. */
  look(): void;
  /** Expected by now; `undefined`: nobody, as far as this kiosk knows. */
  invitation(): Invitation | undefined;
  stop(): void;
}

interface Needs {
  readonly client: Pick<HubClient, 'ask'>;
  readonly now: () => ChairNow;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  readonly randomBytes: RandomBytes;
  readonly onChange: () => void;
}

/** Whoever gets up may have forgotten something, and whoever stands beside the chair is quicker than any call. */
const freeForMs = 5_000;
const askEveryMs = 4_000;
/** A hub to whom this kiosk is no place of service may have another file tomorrow. */
const noChairEveryMs = 60_000;
const longestWaitMs = 30_000;

export function createChairKeeper({ client, now, clock, randomBytes, onChange }: Needs): ChairKeeper {
  let known: ChairNow = { is: 'not-now' };
  let invited: (Invitation & { readonly until: number }) | undefined;
  let isAsking = false;
  let isStopped = false;
  let waitMs = askEveryMs;
  let callOff = () => {};

  return {
    look() {
      const found = now();
      if (isStopped || isSame(found, known)) return;
      known = found;
      if (found.is !== 'free') invite(undefined);
      if (found.is === 'not-now') callOff();
      else askIn(found.is === 'free' ? freeForMs : 0);
    },
    invitation: () => (invited && clock.monotonic() < invited.until ? invited : undefined),
    stop() {
      isStopped = true;
      callOff();
    },
  };

  function askIn(ms: number): void {
    callOff();
    callOff = clock.after(ms, () => void ask());
  }

  async function ask(): Promise<void> {
    // One question at a time, so that the hub hears them in order.
    if (isAsking) return;
    isAsking = true;
    const told = known;
    const wait = told.is === 'not-now' ? undefined : await tell(told);
    isAsking = false;
    if (isStopped || wait === undefined) return;
    if (known !== told) {
      if (known.is !== 'not-now') askIn(known.is === 'free' ? freeForMs : 0);
      return;
    }
    if (told.is === 'free' || wait.isToldAgain) askIn(wait.ms);
  }

  /** How long until the next question. */
  async function tell(chair: Exclude<ChairNow, { is: 'not-now' }>) {
    const body = { version: wireVersion, actId: createActId(randomBytes), chair };
    const answer = await client.ask({ path: 'chair', body, answer: chairAnswer });
    if (!answer.ok) {
      // Whoever is on their way finds their number here until their time is over.
      if (invited && clock.monotonic() >= invited.until) invite(undefined);
      waitMs = Math.min(longestWaitMs, waitMs * 2);
      return { ms: waitMs, isToldAgain: true };
    }
    waitMs = askEveryMs;
    if (answer.value.is === 'none') {
      invite(undefined);
      return { ms: noChairEveryMs, isToldAgain: false };
    }
    if (known === chair && chair.is === 'free') {
      const found = answer.value.invited;
      invite(found && { ...found, until: clock.monotonic() + found.comeWithinMs });
    }
    return { ms: askEveryMs, isToldAgain: false };
  }

  function invite(next: typeof invited): void {
    const isOther = invited?.visitId !== next?.visitId || invited?.number !== next?.number;
    invited = next && { visitId: next.visitId, number: next.number, until: next.until };
    if (isOther) onChange();
  }
}

function isSame(one: ChairNow, other: ChairNow): boolean {
  if (one.is === 'taken' && other.is === 'taken') return one.visitId === other.visitId;
  return one.is === other.is;
}

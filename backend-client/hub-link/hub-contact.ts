import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { HubClient, HubProblem } from './hub-client.ts';
import type { HubMemory, HubWord } from './hub-word.ts';
import type { LeaseKeeper, SeriesLeft } from './lease-keeper.ts';
import { contactAnswer, wireVersion } from './wire.ts';

/** A kiosk's own short words and counts, without anything about anybody: for whoever looks after all of them. */
export type KioskCondition = Readonly<Record<string, string | number | boolean>>;

/** A standing conversation with the hub: how this kiosk does, and in return its mark, the services, and numbers in stock. */
export interface HubContact {
  standing(): HubStanding;
  /** A number was given. */
  numberGiven(): void;
  stop(): void;
}

export interface HubStanding {
  /** `undefined`: it answers. */
  readonly trouble: HubTrouble | undefined;
  /** What the site file names and cannot be used, where that is the trouble. */
  readonly file: string | undefined;
  /** Epoch ms of the last good answer; `undefined`: none since the start. */
  readonly inTouchAt: number | undefined;
  readonly mark: string;
  /** False: no hub has ever given it a mark. */
  readonly isMarkGiven: boolean;
  readonly left: readonly SeriesLeft[];
  /** `other`: another facility's key, by its fingerprint, or an older one: cards with a number are not known across kiosks. */
  readonly documentKey: 'none' | 'as-theirs' | 'other';
}

/** `slow-down`: wrong keys came from this kiosk's address, and the hub looks at no other one from there for up to a minute. */
export type HubTrouble =
  | Exclude<HubProblem['kind'], 'line' | 'status' | 'file'>
  | 'no-answer'
  | 'file'
  | 'tls-refused'
  | 'slow-down';

interface Needs {
  readonly client: Pick<HubClient, 'ask' | 'readFiles'>;
  readonly memory: HubMemory;
  readonly leases: LeaseKeeper;
  readonly program: string;
  readonly condition: () => KioskCondition;
  /** What time it is, epoch ms; `undefined` where that is not confirmed. */
  readonly confirmedNow: () => number | undefined;
  /** Of the facility's document key. */
  readonly fingerprint: string | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** The services as the hub has them, at each contact. */
  readonly onServices: (services: NonNullable<HubWord['services']>) => void;
  readonly onChange: () => void;
}

const contactEveryMs = 30_000;
/** Twice as long each time, up to the usual distance: two programs that are started together meet soon. */
const firstAgainMs = 1_000;

export function keepHubContact(needs: Needs): HubContact {
  const { client, memory, leases, clock, log } = needs;
  let trouble: HubTrouble | undefined = 'no-answer';
  let file: string | undefined;
  let isNoted = false;
  let inTouchAt: number | undefined;
  let documentKey: HubStanding['documentKey'] = 'none';
  let againMs = firstAgainMs;
  let isStopped = false;
  let callOff = () => {};
  void contact();

  return {
    standing,
    numberGiven: leases.numberGiven,
    stop() {
      isStopped = true;
      callOff();
      leases.stop();
    },
  };

  function standing(): HubStanding {
    const { mark, isMarkGiven } = memory.word();
    return { trouble, file, inTouchAt, mark, isMarkGiven, left: leases.left(), documentKey };
  }

  async function contact(): Promise<void> {
    // A key that somebody has just put there counts from now on.
    file = client.readFiles()?.path;
    const now = needs.confirmedNow();
    const body = {
      version: wireVersion,
      program: needs.program,
      condition: needs.condition(),
      ...(now === undefined ? {} : { now }),
      ...(needs.fingerprint === undefined ? {} : { documentKey: needs.fingerprint }),
    };
    const answer = await client.ask({ path: 'contact', body, answer: contactAnswer });
    if (isStopped) return;
    if (answer.ok) {
      const { day, mark, services, closedDays, hearsMeasured, wantsLeases, ledger } = answer.value;
      documentKey = standingOfKey(needs.fingerprint, answer.value.documentKey);
      noteTrouble(undefined);
      inTouchAt = clock.now();
      againMs = firstAgainMs;
      const word = memory.word();
      const said = { mark, services, closedDays, day, hearsMeasured };
      const isKept = isDeepStrictEqual({ ...word, ...said }, word) || memory.keep({ ...said, isMarkGiven: true });
      // What is not on the disk would be gone when the kiosk is opened anew.
      if (isKept) needs.onServices(services);
      await leases.inTouch({ day, wantsLeases, ledger });
    } else noteTrouble(troubleFrom(answer.problem, trouble));
    if (isStopped) return;
    callOff = clock.after(answer.ok ? contactEveryMs : againMs, () => void contact());
    if (!answer.ok) againMs = Math.min(contactEveryMs, againMs * 2);
    needs.onChange();
  }

  function noteTrouble(found: HubTrouble | undefined): void {
    if (isNoted && found === trouble) return;
    isNoted = true;
    trouble = found;
    if (found === undefined) log('hub-in-touch', {});
    else log('hub-lost', { reason: found });
  }
}

function standingOfKey(ours: string | undefined, theirs: string | undefined): HubStanding['documentKey'] {
  if (ours === undefined) return 'none';
  return theirs === undefined || theirs === ours ? 'as-theirs' : 'other';
}

function troubleFrom(found: HubProblem, before: HubTrouble | undefined): HubTrouble {
  if (found.kind === 'line') return found.line.kind === 'tls-refused' ? 'tls-refused' : 'no-answer';
  if (found.kind !== 'status') return found.kind;
  if (found.answer.status !== 429) return 'not-understood';
  // Whose wrong key that was is known already.
  return before === 'key-unknown' || before === 'key-revoked' ? before : 'slow-down';
}

import { createHmac } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { putAside } from '#config/agreements/put-aside.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type LockOutEntry, readLockOutFile, writeLockOutFile } from './lock-out-file.ts';
import { type LostFile, lost } from './lost-file.ts';

/** How patient one kind of key is with wrong answers. Times in ms of monotonic time. */
export interface DelayPolicy {
  /** So many wrong answers cost nothing. */
  readonly freeTries: number;
  /** After the next one; twice as long after each further one. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** Without a further wrong answer for so long, all is forgotten. Longer than the longest delay. */
  readonly forgetAfterMs: number;
  /** So many keys of this kind are told apart; those of one place share their fate, so that memory is bounded and nothing is pushed out. */
  readonly places: number;
}

/** What is counted: whose secret is guessed, from where, and how often at all. */
export const lockOutPolicies = {
  /** Names that nobody has are counted like all others, or a lock would tell who is known. */
  name: { freeTries: 4, firstDelayMs: 30_000, longestDelayMs: 3_600_000, forgetAfterMs: 86_400_000, places: 1_024 },
  source: { freeTries: 9, firstDelayMs: 30_000, longestDelayMs: 3_600_000, forgetAfterMs: 7_200_000, places: 1_024 },
  everybody: { freeTries: 29, firstDelayMs: 5_000, longestDelayMs: 300_000, forgetAfterMs: 3_600_000, places: 1 },
  /** The pad in the corner of the patient's screen: one PIN, and anybody may stand before it. */
  lobby: { freeTries: 2, firstDelayMs: 30_000, longestDelayMs: 3_600_000, forgetAfterMs: 86_400_000, places: 1 },
} as const satisfies Readonly<Record<string, DelayPolicy>>;

export const lockOutKinds = [
  'name',
  'source',
  'everybody',
  'lobby',
] as const satisfies readonly (keyof typeof lockOutPolicies)[];
export type LockOutKind = (typeof lockOutKinds)[number];

export interface LockOutKey {
  readonly kind: LockOutKind;
  /** A name, an address; of any length. */
  readonly of: string;
}

export interface LockedOut {
  readonly kind: 'locked-out';
  readonly by: LockOutKind;
  readonly remainingMs: number;
}

export interface Attempt {
  /** The answer was right: the first key's wrong ones are forgotten, and of the others this attempt. */
  succeeded(): void;
  /** It was wrong, as had been assumed. Says what is locked now. */
  failed(): readonly LockedOut[];
  /** Nothing was tried after all. */
  withdrawn(): void;
}

/**
 * Delays that double, for whoever guesses a secret. An attempt counts as wrong before it is looked at, and is on disk by then: neither
 * many at once nor a kill in between gives a try for nothing. Waiting is measured by monotonic time; a restart owes all of what was
 * still to be waited for, and no clock that anybody sets shortens it.
 */
export interface LockOut {
  attempt(keys: readonly [LockOutKey, ...LockOutKey[]]): Result<Attempt, LockedOut>;
  /** Why this start begins with everything locked once. */
  readonly damage: LostFile | undefined;
}

interface Needs {
  readonly path: string;
  readonly clock: Pick<Clock, 'monotonic' | 'now'>;
  readonly randomBytes: RandomBytes;
  /** There is somebody whose secret could be guessed: a file that is missing was taken away. Default: it may be the first start. */
  readonly isExpected?: boolean;
  readonly policies?: Readonly<Record<LockOutKind, DelayPolicy>>;
}

interface Slot {
  readonly kind: LockOutKind;
  readonly place: number;
  failures: number;
  lockedUntil: number;
  lastFailure: number;
}

interface Counted {
  readonly slot: Slot;
  /** When its lock ended before this attempt, and when it does since. */
  readonly before: number;
  readonly set: number;
}

/**
 * A file that is lost gives nobody a try for nothing. It is put aside, everybody waits once, and the two counts that nobody can dodge by
 * another name or address, everybody's and the lobby's, stand where all free tries are used up. That is on disk before the first
 * attempt, so whoever damages the file and restarts the program, again and again, gets four guesses a minute at most.
 */
export function openLockOut({
  path,
  clock,
  randomBytes,
  isExpected = false,
  policies = lockOutPolicies,
}: Needs): LockOut {
  const read = readLockOutFile(path);
  const startedAt = clock.monotonic();
  const damage = damageOf();
  const salt = (read.ok && read.value?.salt) || Buffer.from(randomBytes(16)).toString('base64url');
  const slots = new Map<string, Slot>();
  for (const entry of read.ok ? (read.value?.entries ?? []) : []) restore(entry);
  if (damage) for (const kind of ['everybody', 'lobby'] as const) restore({ kind, place: 0, ...usedUp(kind) });
  if (damage || !read.ok || !read.value) save();

  return { attempt, damage };

  function damageOf(): LostFile | undefined {
    if (!read.ok) return lost(read.problem.kind, putAside(path, { now: clock.now, randomBytes }));
    return read.value || !isExpected ? undefined : lost('missing', undefined);
  }

  function usedUp(kind: LockOutKind): Pick<LockOutEntry, 'failures' | 'owedMs'> {
    return { failures: policies[kind].freeTries, owedMs: policies[kind].firstDelayMs };
  }

  function restore({ kind, place, failures, owedMs }: LockOutEntry): void {
    const most = policies[kind].longestDelayMs;
    const lockedUntil = startedAt + Math.min(owedMs, most);
    slots.set(`${kind} ${place}`, { kind, place, failures, lockedUntil, lastFailure: startedAt });
  }

  function attempt([first, ...others]: readonly [LockOutKey, ...LockOutKey[]]): Result<Attempt, LockedOut> {
    const now = clock.monotonic();
    forgetOld(now);
    const mine = [first, ...others].map(slotOf);
    const longest = locksOf(mine, now).sort((a, b) => b.remainingMs - a.remainingMs)[0];
    if (longest) return problem(longest);
    const counted = mine.map((slot) => count(slot, now));
    save();
    let isOpen = true;
    const takeBack = (ofFirst: 'all' | 'this') => {
      if (!isOpen) return;
      isOpen = false;
      for (const [at, each] of counted.entries()) discount(each, at === 0 ? ofFirst : 'this');
      save();
    };
    return ok({
      succeeded: () => takeBack('all'),
      withdrawn: () => takeBack('this'),
      failed: () => {
        isOpen = false;
        return locksOf(mine, clock.monotonic());
      },
    });
  }

  function locksOf(of: readonly Slot[], now: number): LockedOut[] {
    return of
      .filter(({ lockedUntil }) => lockedUntil > now)
      .map(({ kind, lockedUntil }) => ({ kind: 'locked-out', by: kind, remainingMs: lockedUntil - now }));
  }

  function slotOf({ kind, of }: LockOutKey): Slot {
    const { places } = policies[kind];
    const place =
      places === 1 ? 0 : createHmac('sha256', salt).update(`${kind}\0${of}`).digest().readUInt32BE(0) % places;
    const name = `${kind} ${place}`;
    const slot = slots.get(name) ?? { kind, place, failures: 0, lockedUntil: 0, lastFailure: 0 };
    // After a file that could not be read everybody waits once, as long as that kind ever waits at first.
    if (damage && !slots.has(name)) slot.lockedUntil = startedAt + policies[kind].firstDelayMs;
    slots.set(name, slot);
    return slot;
  }

  function count(slot: Slot, now: number): Counted {
    const { freeTries, firstDelayMs, longestDelayMs } = policies[slot.kind];
    const before = slot.lockedUntil;
    slot.failures += 1;
    slot.lastFailure = now;
    const over = slot.failures - freeTries - 1;
    if (over >= 0) slot.lockedUntil = now + Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(over, 40));
    return { slot, before, set: slot.lockedUntil };
  }

  /** A lock that this attempt set goes with it; one that another attempt has set meanwhile stays. */
  function discount({ slot, before, set }: Counted, what: 'all' | 'this'): void {
    slot.failures = what === 'all' ? 0 : Math.max(0, slot.failures - 1);
    if (what === 'all') slot.lockedUntil = 0;
    else if (slot.lockedUntil === set) slot.lockedUntil = before;
  }

  function forgetOld(now: number): void {
    for (const [name, slot] of slots) {
      const { forgetAfterMs } = policies[slot.kind];
      if (slot.lockedUntil <= now && (slot.failures === 0 || now - slot.lastFailure > forgetAfterMs)) {
        // A damaged file's wait is over for this one; it must not begin anew.
        if (damage) Object.assign(slot, { failures: 0, lockedUntil: 0 });
        else slots.delete(name);
      }
    }
  }

  /**
   * A disk that is full or broken must not keep out whoever comes to mend it: what is counted in memory holds until the next start.
   */
  function save(): void {
    const now = clock.monotonic();
    const entries = [...slots.values()]
      .filter(({ failures }) => failures > 0)
      .map(({ kind, place, failures, lockedUntil }) => ({
        kind,
        place,
        failures,
        owedMs: Math.max(0, Math.ceil(lockedUntil - now)),
      }));
    writeLockOutFile(path, { version: 1, salt, entries });
  }
}

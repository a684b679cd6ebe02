/**
 * How far the machine's clock is believed (design §2, law 12). Pure: one look at the two clocks after the other, and what
 * others say of the time in between.
 *
 * A clock is told by its *offset*: epoch ms less monotonic ms. It stays the same while a clock runs, and two clocks agree when
 * their offsets do, whenever somebody looked at them.
 */
export interface FacilityTime {
  readonly stored: StoredTime;
  /** The monotonic time of the first look, or of the midnight behind it (`afterMidnight`). */
  readonly begunAt: number;
  /** What was confirmed in this run and elapsed time has carried on since. */
  readonly anchor: Anchor | undefined;
  /** By name of who says it. */
  readonly claims: ReadonlyMap<string, Claim>;
  /** A person has said that this clock is wrong, and when. */
  readonly refused: { readonly offset: number; readonly monotonic: number } | undefined;
  /** A number was given in this run. */
  readonly isUsed: boolean;
  /** Confirmed leaps after a number had been given. */
  readonly leaps: number;
  /** How often what had only been assumed turned out to be wrong. */
  readonly overturned: number;
  /** What facility time goes by. */
  readonly offset: number;
  readonly trust: Trust;
}

/** One look at both clocks of the machine. */
export interface Look {
  readonly wall: number;
  readonly monotonic: number;
}

/** What earlier runs have left, or earlier days of this one. */
export interface StoredTime {
  /** The last moment that counts, in epoch ms; none before the first visit. */
  readonly lastMoment: number | undefined;
  /** Facility time and machine's clock at the last look, believed or not. */
  readonly lastSeen: { readonly at: number; readonly wall: number } | undefined;
  /** Somebody besides the machine's own clock has vouched for a day at least once. */
  readonly isProven: boolean;
}

/** `isProven`: somebody besides the machine's own clock has said so, too. */
interface Anchor {
  readonly offset: number;
  readonly monotonic: number;
  readonly isProven: boolean;
  readonly why: ConfirmedBy;
}

export interface Claim {
  readonly offset: number;
  readonly agreesWithinMs: number;
  readonly contradictsBeyondMs: number;
}

export type Trust =
  | { readonly is: 'confirmed'; readonly why: ConfirmedBy }
  | { readonly is: 'unconfirmed'; readonly why: UnconfirmedBecause };

/**
 * - `kernel`: it is synchronised. `sources`: two that do not hang together say the same.
 * - `hospital`: as `last-moment` or `first-start`, and the hospital agrees.
 * - `last-moment`: at most 36 h after the last stored moment. `first-start`: there is nothing that it could contradict.
 * - `elapsed`: the machine's clock was set, and time goes on by what has elapsed.
 */
export type ConfirmedBy = 'kernel' | 'sources' | 'hospital' | 'last-moment' | 'first-start' | 'elapsed';

/**
 * - `ahead`, `behind`: of the last stored moment, at the start. `contradicted`: the hospital says another time.
 * - `leapt`: while running; time goes on by what has elapsed. `left`: a person has said that this clock is wrong.
 */
export type UnconfirmedBecause = 'ahead' | 'behind' | 'contradicted' | 'leapt' | 'left';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A kiosk that is switched off after the clinic's day and on before the next one. */
export const longestNightMs = 36 * hourMs;
/** A time server's corrections: the machine's clock is followed. */
const correctionMs = 2 * minuteMs;
/** Set by hand, or a clock that was slow over night: not followed while running, and no reason to doubt anything. */
export const smallLeapMs = 15 * minuteMs;
/** Cheap clocks are ten times better. */
const driftPerMs = 0.001;
/** No kiosk ran before there was this program. */
const earliestMoment = Date.UTC(2026, 0, 1);

const kernel = 'kernel';
/** A server's clock may be wrong by minutes; an hour more or less, and it says something else. */
const zonedClaim = { agreesWithinMs: 10 * minuteMs, contradictsBeyondMs: 2 * hourMs } as const;
/** A time without its zone may be meant in any. */
const unzonedClaim = { agreesWithinMs: 10 * minuteMs, contradictsBeyondMs: 15 * hourMs } as const;

export function startTime(stored: StoredTime, look: Look): FacilityTime {
  const time: FacilityTime = {
    stored,
    begunAt: look.monotonic,
    anchor: undefined,
    claims: new Map(),
    refused: undefined,
    isUsed: false,
    leaps: 0,
    overturned: 0,
    offset: offsetOf(look),
    trust: { is: 'unconfirmed', why: 'ahead' },
  };
  return afterLook(time, look);
}

export function afterLook(time: FacilityTime, look: Look): FacilityTime {
  return time.anchor ? running(time, time.anchor, look) : starting(time, look);
}

/** The kernel was asked. `undefined`: nobody here can tell. */
export function afterKernel(time: FacilityTime, look: Look, isSynchronised: boolean | undefined): FacilityTime {
  const claims = new Map(time.claims);
  claims.delete(kernel);
  if (isSynchronised === true) {
    claims.set(kernel, {
      offset: offsetOf(look),
      agreesWithinMs: correctionMs,
      contradictsBeyondMs: Number.POSITIVE_INFINITY,
    });
  }
  return afterLook({ ...time, claims }, look);
}

/** A system of the hospital has said what time it is; of one machine only the newest word counts. */
export function afterHospital(
  time: FacilityTime,
  look: Look,
  { host, at, isZoned }: { readonly host: string; readonly at: number; readonly isZoned: boolean },
): FacilityTime {
  const claims = new Map(time.claims);
  claims.set(`hospital ${host}`, { offset: at - look.monotonic, ...(isZoned ? zonedClaim : unzonedClaim) });
  return afterLook({ ...time, claims }, look);
}

/**
 * A new day has begun while nothing of this run is confirmed, and `stored` is what the day before has left: looked at as a start on
 * the new day would be, for a kiosk that nobody switches off.
 */
export function afterMidnight(time: FacilityTime, look: Look, stored: StoredTime): FacilityTime {
  return time.anchor ? time : starting({ ...time, stored, begunAt: look.monotonic }, look);
}

/** A number was given. */
export function afterUse(time: FacilityTime): FacilityTime {
  return time.isUsed ? time : { ...time, isUsed: true };
}

/**
 * A person says that a day was wrong, and `stored` is what is left without it. When the machine's clock still says that day, it
 * is not believed any more in this run, unless two sources do.
 */
export function afterLeaving(time: FacilityTime, look: Look, stored: StoredTime, isThatDay: boolean): FacilityTime {
  const refused = isThatDay ? { offset: offsetOf(look), monotonic: look.monotonic } : time.refused;
  return afterLook({ ...time, stored, refused, anchor: isThatDay ? undefined : time.anchor }, look);
}

/** Epoch ms. */
export function momentAt({ offset }: Pick<FacilityTime, 'offset'>, look: Look): number {
  return offset === offsetOf(look) ? look.wall : Math.round(offset + look.monotonic);
}

/** Whether somebody besides the machine agrees with the time in use. */
export function isWitnessed(time: FacilityTime): boolean {
  return sourcesFor(time, time.offset).length > 0;
}

export interface SourceWord {
  /** `kernel`, or `hospital` and the name of its machine. */
  readonly source: string;
  /** Its time now, epoch ms. */
  readonly at: number;
  /** About the time in use. */
  readonly says: 'agrees' | 'contradicts' | 'unclear';
}

export function wordsOf(time: FacilityTime, look: Look): readonly SourceWord[] {
  return [...time.claims].map(([source, claim]) => {
    const away = Math.abs(claim.offset - time.offset);
    const says = away <= claim.agreesWithinMs ? 'agrees' : away > claim.contradictsBeyondMs ? 'contradicts' : 'unclear';
    return { source, at: Math.round(claim.offset + look.monotonic), says };
  });
}

/** Whether the machine's clock goes on where the run before has left it, right or wrong. */
export function isContinuing(stored: StoredTime, first: Look): boolean {
  return sinceSeen(stored, first.wall) !== undefined;
}

function sinceSeen({ lastSeen }: StoredTime, wall: number): number | undefined {
  const sinceMs = lastSeen ? wall - lastSeen.wall : Number.NaN;
  return sinceMs >= -correctionMs && sinceMs <= longestNightMs ? sinceMs : undefined;
}

function offsetOf({ wall, monotonic }: Look): number {
  return wall - monotonic;
}

/** Nothing of this run is confirmed yet. */
function starting(time: FacilityTime, look: Look): FacilityTime {
  const offset = offsetOf(look);
  const why = confirmedAtStart(time, look);
  if (why) return anchored(time, look, { offset, monotonic: look.monotonic, ...why });
  return { ...time, offset: likeliest(time, look), trust: { is: 'unconfirmed', why: doubtAbout(time, look) } };
}

function confirmedAtStart(time: FacilityTime, look: Look): Pick<Anchor, 'why' | 'isProven'> | undefined {
  const offset = offsetOf(look);
  const sources = sourcesFor(time, offset);
  if (sources.length > 1) return { why: 'sources', isProven: true };
  if (isRefused(time, offset)) return undefined;
  if (sources.includes(kernel)) return { why: 'kernel', isProven: true };
  if (isContradicted(time, offset) || offset + time.begunAt < earliestMoment) return undefined;
  const isProven = sources.length > 0;
  const isFirst = time.stored.lastMoment === undefined;
  // Days for which nobody has ever vouched, and that are yet to come by the hospital's clock as by the machine's.
  const isUndone = isProven && !time.stored.isProven && isBehind(time, offset);
  if (!isFirst && !isUndone && !isOneNightAfter(time, offset)) return undefined;
  return { why: isProven ? 'hospital' : isFirst ? 'first-start' : 'last-moment', isProven };
}

function running(time: FacilityTime, anchor: Anchor, look: Look): FacilityTime {
  const offset = offsetOf(look);
  const sources = sourcesFor(time, offset);
  const awayMs = Math.abs(offset - anchor.offset);
  const driftMs = driftPerMs * (look.monotonic - anchor.monotonic);
  if (awayMs <= correctionMs + driftMs) {
    if (!anchor.isProven && isContradicted(time, offset))
      return { ...time, offset, trust: { is: 'unconfirmed', why: 'contradicted' } };
    const proven = !anchor.isProven && sources.length > 0;
    const why = sources.includes(kernel) ? 'kernel' : proven ? 'hospital' : anchor.why;
    const known = { ...anchor, isProven: anchor.isProven || proven, why };
    return { ...time, anchor: known, offset, trust: { is: 'confirmed', why } };
  }
  const isWrongGuess =
    !anchor.isProven &&
    (sources.includes(kernel) || (isContradicted(time, anchor.offset) && confirmedAtStart(time, look) !== undefined));
  if (sources.length > 1 || isWrongGuess) {
    const why = sources.length > 1 ? 'sources' : sources.includes(kernel) ? 'kernel' : 'hospital';
    return anchored(time, look, { offset, monotonic: look.monotonic, isProven: true, why }, anchor);
  }
  const isBelieved = awayMs <= smallLeapMs + driftMs || sourcesFor(time, anchor.offset).some((name) => name !== kernel);
  const trust: Trust = isBelieved ? { is: 'confirmed', why: 'elapsed' } : { is: 'unconfirmed', why: 'leapt' };
  return { ...time, offset: anchor.offset, trust };
}

function anchored(time: FacilityTime, look: Look, anchor: Anchor, before?: Anchor): FacilityTime {
  const hasLeapt = before !== undefined && Math.abs(before.offset - anchor.offset) > smallLeapMs;
  return {
    ...time,
    anchor,
    refused: undefined,
    leaps: time.leaps + (hasLeapt && time.isUsed ? 1 : 0),
    overturned: time.overturned + (hasLeapt && !before.isProven ? 1 : 0),
    offset: offsetOf(look),
    trust: { is: 'confirmed', why: anchor.why },
  };
}

function doubtAbout(time: FacilityTime, look: Look): UnconfirmedBecause {
  const offset = offsetOf(look);
  const { lastMoment } = time.stored;
  if (isRefused(time, offset)) return 'left';
  if (isBehind(time, offset)) return 'behind';
  return lastMoment === undefined || isOneNightAfter(time, offset) ? 'contradicted' : 'ahead';
}

/**
 * What time it may be when nobody confirms any: never before what was stored, so that no paper and no message says 1970, and
 * rather one that needs no leap.
 */
function likeliest(time: FacilityTime, look: Look): number {
  const machine = offsetOf(look);
  const { lastMoment, lastSeen } = time.stored;
  const isMachineRefused = isRefused(time, machine);
  const machines = isMachineRefused ? [] : [machine];
  const hospitals = [...time.claims].flatMap(([name, { offset }]) =>
    name === kernel || isRefused(time, offset) ? [] : [offset],
  );
  const near = [...machines, ...hospitals].find((offset) => isOneNightAfter(time, offset));
  if (near !== undefined) return near;
  const sinceSeenMs = sinceSeen(time.stored, machine + time.begunAt);
  if (lastSeen && !isMachineRefused && sinceSeenMs !== undefined) return lastSeen.at + sinceSeenMs - time.begunAt;
  const later = [...machines, ...hospitals].find((offset) => !isBehind(time, offset));
  if (later !== undefined) return later;
  if (time.refused) return (lastMoment ?? earliestMoment) - time.refused.monotonic;
  // A clock that begins anew at every start: another day each time, since nobody knows how long the kiosk was off.
  const last = Math.max(lastMoment ?? earliestMoment, lastSeen?.at ?? 0);
  return last + (lastMoment === undefined ? 0 : 24 * hourMs) - time.begunAt;
}

/** At the start, seen from the last moment that counts. */
function isOneNightAfter({ stored: { lastMoment }, begunAt }: FacilityTime, offset: number): boolean {
  if (lastMoment === undefined) return false;
  const sinceMs = offset + begunAt - lastMoment;
  return sinceMs >= -smallLeapMs && sinceMs <= longestNightMs;
}

/** At the start, of the last moment that counts. */
function isBehind({ stored: { lastMoment }, begunAt }: FacilityTime, offset: number): boolean {
  return offset + begunAt < (lastMoment ?? earliestMoment) - smallLeapMs;
}

function isRefused({ refused }: FacilityTime, offset: number): boolean {
  return refused !== undefined && Math.abs(offset - refused.offset) <= smallLeapMs;
}

function sourcesFor({ claims }: FacilityTime, offset: number): readonly string[] {
  return [...claims]
    .filter(([, claim]) => Math.abs(claim.offset - offset) <= claim.agreesWithinMs)
    .map(([name]) => name);
}

function isContradicted({ claims }: FacilityTime, offset: number): boolean {
  return [...claims.values()].some((claim) => Math.abs(claim.offset - offset) > claim.contradictsBeyondMs);
}

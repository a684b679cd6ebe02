import * as z from 'zod';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type Caller, callReasons, type Entry, parkReasons, withdrawReasons } from './entry.ts';
import type { EventKind, LoggedEvent } from './events.ts';

/**
 * A line of the log as it was written, JSON already parsed. A log lies on a disk or a server that others can reach: what does not read is
 * `damaged` and never guessed at. Fields that are not known belong to a later version and are damage, too.
 */
export function readLoggedEvent(line: unknown): Result<LoggedEvent, 'damaged'> {
  const read = loggedEvent.safeParse(line);
  return read.success ? ok(read.data) : problem('damaged');
}

/** What a field that may be missing reads as. */
const perhaps = <Schema extends z.ZodType>(schema: Schema) =>
  schema.optional().transform((value): z.output<Schema> | undefined => value);

const actId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/) as unknown as z.ZodType<ActId>;
const visitId = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/) as unknown as z.ZodType<VisitId>;
const day = z.custom<BusinessDay>((value) => typeof value === 'string' && isDay(value));
const shortName = z.string().min(1).max(64);
const series = z.string().regex(/^[A-Z]{1,4}(-[A-Z0-9]{1,8})?$/);
const sequence = whole(1, 9_999_999);
const count = whole(0, 100_000_000);
/** Epoch ms. */
const moment = whole(0, 8_640_000_000_000);
const number = z.strictObject({ series, sequence, text: z.string().regex(/^[A-Z0-9-]{1,24}$/) });
const lane = z.enum(['ordinary', 'priority', 'emergency']);
const mostEntries = 100_000;

const caller: z.ZodType<Caller> = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: shortName, name: z.string().min(1).max(80) }),
  z.strictObject({ kind: z.literal('system'), id: shortName }),
]);

const wanted = perhaps(
  z.union([z.strictObject({ counter: shortName }), z.strictObject({ person: shortName }), z.strictObject({})]),
);

const entry: z.ZodType<Entry> = z.strictObject({
  visitId,
  day,
  number,
  serviceCode: shortName,
  lane,
  givenAt: moment,
  heardAt: moment,
  from: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('kiosk'), kioskId: shortName }),
    z.strictObject({ kind: z.literal('staff'), counter: shortName }),
  ]),
  appointment: perhaps(z.strictObject({ from: moment, to: moment })),
  isLaneToBeConfirmed: z.boolean(),
  wanted,
  calls: count,
  chair: z
    .discriminatedUnion('is', [
      z.strictObject({
        is: z.enum(['invited', 'seated']),
        counter: shortName,
        until: moment,
        isMeasured: z.literal(true).exactOptional(),
      }),
      z.strictObject({ is: z.enum(['measured', 'not-again']) }),
    ])
    .exactOptional(),
  state: z.discriminatedUnion('is', [
    z.strictObject({ is: z.literal('waiting'), since: moment, place: moment, notBefore: count.exactOptional() }),
    z.strictObject({ is: z.literal('called'), counter: shortName, by: caller, since: moment }),
    z.strictObject({ is: z.literal('absent'), counter: shortName, since: moment }),
    z.strictObject({ is: z.literal('parked'), counter: shortName, since: moment, reason: z.enum(parkReasons) }),
    z.strictObject({ is: z.literal('finished'), counter: perhaps(shortName), at: moment }),
    z.strictObject({ is: z.literal('withdrawn'), at: moment, reason: z.enum(withdrawReasons) }),
    z.strictObject({ is: z.literal('closed'), at: moment }),
    z.strictObject({ is: z.literal('unknown'), since: moment }),
  ]),
});

const block = { day, series, first: sequence, last: sequence };

const how = z.discriminatedUnion('in', [
  z.strictObject({ in: z.literal('turn'), share: z.enum(['priority', 'ordinary', 'none']) }),
  z.strictObject({ in: z.literal('turn-of-other'), reason: z.enum(callReasons) }),
  z.strictObject({ in: z.literal('no-turn') }),
]);

const atCounter = { visitId, counter: shortName };

const kinds = {
  'day-begun': {
    day,
    carried: z.array(entry).max(mostEntries),
    counters: z.array(z.strictObject({ counter: shortName, by: perhaps(caller), isPaused: z.boolean() })).max(1_000),
    runs: z
      .array(
        z.strictObject({
          day,
          series,
          highest: count,
          isBehindGap: z.boolean(),
          leases: z.array(z.strictObject({ kioskId: shortName, first: sequence, last: sequence })).max(mostEntries),
        }),
      )
      .max(10_000),
    ledger: perhaps(z.string().max(32)),
    lostBefore: perhaps(moment),
    gapUntil: perhaps(day),
    recovery: perhaps(z.strictObject({ begunAt: moment, reported: z.array(shortName).max(1_000) })),
  },
  entered: { entry },
  'lane-changed': { visitId, lane, isToBeConfirmed: z.boolean() },
  'number-changed': { visitId, day, givenAt: moment, number, serviceCode: shortName, lane, place: moment },
  withdrawn: { visitId, reason: z.enum(withdrawReasons) },
  leased: { kioskId: perhaps(shortName), ...block, isReported: z.boolean(), isBehindGap: z.boolean() },
  'numbers-voided': { kioskId: shortName, ...block },
  'recovery-begun': {},
  'recovery-ended': { by: perhaps(caller) },
  'leases-reported': { kioskId: shortName },
  'sat-down': { counter: shortName, by: caller },
  'left-counter': { counter: shortName, forcedBy: perhaps(caller) },
  paused: { counter: shortName },
  resumed: { counter: shortName },
  called: { ...atCounter, by: caller, how },
  recalled: atCounter,
  finished: atCounter,
  'was-absent': atCounter,
  returned: { ...atCounter, place: moment, notBefore: count },
  parked: { ...atCounter, reason: z.enum(parkReasons) },
  transferred: { ...atCounter, serviceCode: shortName, wanted, place: moment },
  undone: { counter: shortName, undoes: actId, before: z.array(entry).max(16) },
  invited: { ...atCounter, until: moment },
  'took-chair': { ...atCounter, until: moment },
  'was-measured': { visitId },
  'left-chair': { visitId, as: z.enum(['done', 'put-off']) },
  sorted: { visitId, as: z.enum(['waits', 'was-served', 'is-gone']), place: moment },
  'day-closed': { day, by: caller, visitIds: z.array(visitId).max(mostEntries) },
} satisfies { readonly [Kind in EventKind]: z.ZodRawShape };

/** Complete by type, field by field: what is read is what was written. */
type Fields<Kind extends EventKind> = z.output<z.ZodObject<(typeof kinds)[Kind]>> & { readonly kind: Kind };
type ReadEvent = { [Kind in EventKind]: Fields<Kind> }[EventKind];

const event = z.discriminatedUnion(
  'kind',
  Object.entries(kinds).map(([kind, fields]) => z.strictObject({ kind: z.literal(kind), ...fields })) as never,
) as unknown as z.ZodType<ReadEvent>;

const loggedEvent: z.ZodType<LoggedEvent> = z.strictObject({
  day,
  position: count,
  actId,
  at: moment,
  event,
});

/** One look instead of three: a hub that starts reads tens of thousands of lines. */
function whole(least: number, most: number) {
  return z.custom<number>((value) => Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most);
}

let latestDay: string | undefined;

/** The lines of a log are nearly all of one day. */
function isDay(text: string): boolean {
  if (text === latestDay) return true;
  const isOne = businessDayFrom(text) !== undefined;
  if (isOne) latestDay = text;
  return isOne;
}

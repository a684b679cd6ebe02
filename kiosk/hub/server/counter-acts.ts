import * as z from 'zod';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import {
  type ActRequest,
  type CounterActName,
  callReasonNames,
  type PageAct,
  parkReasonNames,
  quickIssueNames,
  simpleActs,
} from '#kiosk/bridge/hub/counter-words.ts';
import { personId } from '#kiosk/staff/person.ts';
import type { Act } from '../queue/acts.ts';
import type { Caller, CounterId } from '../queue/entry.ts';

const crockford20 = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/);
const shortName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/);
const visitId = crockford20;
const serviceCode = shortName;
const day = z.string().refine((text) => businessDayFrom(text) !== undefined);

/** What a system of the hospital may ask for as well as a page. Every field is closed: no text of anybody's has a place in it. */
const actsOfAnybody = [
  z.strictObject({ kind: z.literal('sit-down'), force: z.boolean() }),
  z.strictObject({ kind: z.enum(simpleActs) }),
  z.strictObject({ kind: z.literal('call-this'), visitId, reason: z.enum(callReasonNames) }),
  z.strictObject({ kind: z.literal('return'), visitId, after: z.int().min(0).max(99) }),
  z.strictObject({ kind: z.literal('park'), reason: z.enum(parkReasonNames) }),
  z.strictObject({
    kind: z.literal('transfer'),
    visitId,
    to: z.discriminatedUnion('to', [
      z.strictObject({ to: z.literal('service'), serviceCode }),
      z.strictObject({ to: z.literal('counter'), counter: shortName }),
      z.strictObject({ to: z.literal('person'), person: personId }),
    ]),
  }),
  z.strictObject({ kind: z.literal('quick-issue'), serviceCode, as: z.enum(quickIssueNames) }),
  z.strictObject({ kind: z.literal('serve-without-ticket'), serviceCode }),
  z.strictObject({ kind: z.literal('undo'), undoes: crockford20 }),
  z.strictObject({ kind: z.literal('withdraw'), visitId, reason: z.enum(['given-up', 'issued-by-mistake']) }),
] as const;

/** A person answers for these by name. */
const actsOfPeople = [
  z.strictObject({ kind: z.literal('open-emergency'), visitId }),
  z.strictObject({ kind: z.literal('confirm-lane'), visitId, isRight: z.boolean() }),
  z.strictObject({ kind: z.literal('sort-unknown'), visitId, as: z.enum(['waits', 'was-served', 'is-gone']) }),
  z.strictObject({ kind: z.literal('close-day'), day }),
  z.strictObject({ kind: z.literal('end-recovery') }),
] as const;

export const pageAct = z.discriminatedUnion('kind', [...actsOfAnybody, ...actsOfPeople]) satisfies z.ZodType<PageAct>;
export const programAct = z.discriminatedUnion('kind', actsOfAnybody) satisfies z.ZodType<PageAct>;

export const actRequest = z.strictObject({
  actId: crockford20,
  act: pageAct,
  seen: crockford20.nullable(),
  agoMs: z.int().min(0).max(86_400_000),
}) satisfies z.ZodType<ActRequest>;

/** Which acts are about whoever is served: pressed on a page that shows somebody else they would meet the wrong one. */
export const actsOnServed = new Set<CounterActName>([
  'call-next',
  'recall',
  'call-this',
  'finish',
  'absent',
  'park',
  'serve-without-ticket',
]);

/** `newVisitId`: of a number that staff give. The same act id again is answered by what was done first, whatever id comes then. */
export function actOf(
  asked: z.infer<typeof pageAct>,
  { counter, by, newVisitId }: { readonly counter: CounterId; readonly by: Caller; readonly newVisitId: () => VisitId },
): Act {
  switch (asked.kind) {
    case 'quick-issue':
    case 'serve-without-ticket':
      return { ...asked, counter, by, visitId: newVisitId() };
    case 'call-this':
    case 'return':
    case 'transfer':
      return { ...asked, counter, by, visitId: asked.visitId as VisitId };
    case 'open-emergency':
    case 'confirm-lane':
    case 'withdraw':
    case 'sort-unknown':
      return { ...asked, by, visitId: asked.visitId as VisitId };
    case 'undo':
      return { ...asked, counter, by, undoes: asked.undoes as ActId };
    case 'close-day':
      return { ...asked, by, day: asked.day as BusinessDay };
    case 'end-recovery':
      return { ...asked, by };
    default:
      return { ...asked, counter, by };
  }
}

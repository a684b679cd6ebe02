import * as z from 'zod';
import type { AlertId, BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { businessDayFrom } from '#config/agreements/local-time.ts';
import { weekdays } from '#config/agreements/weekday.ts';
import type { AlertKind } from '../contract/alert.ts';
import type { ActId } from './act-id.ts';

/**
 * What kiosks and their hub say to each other: JSON over HTTP, `Authorization: Bearer <the kiosk's key>`, under `/kiosk/v1/`. Read by both
 * sides with the same schemas; a field that is not known is left alone, so that kiosks and hubs of neighbouring versions understand each
 * other. No name, no document, no reason of a priority and no value of a measurement has a place here.
 */
export const wireVersion = 1;

/**
 * With each request: `production` or `demo`, as in the kiosk's site file. A hub of the other kind refuses it, whatever is asked; a program that
 * does not say it is not asked for it.
 */
export const profileHeader = 'tiep-don-profile';

const crockford = (length: number) => z.string().regex(new RegExp(`^[0-9A-HJKMNP-TV-Z]{${length}}$`));
const visitId = crockford(20).transform((text) => text as VisitId);
export const actId = crockford(20).transform((text) => text as ActId);
export const businessDay = z
  .string()
  .refine((text) => businessDayFrom(text) !== undefined)
  .transform((text) => text as BusinessDay);
const day = businessDay;
const alertId = crockford(20).transform((text) => text as AlertId);
/** Complete by type. */
const alertKinds = [
  'help-wanted',
  'emergency',
  'crisis-reading',
  'high-reading',
  'isolation',
  'hospital-standing',
  'self-test-failed',
] as const satisfies readonly AlertKind[];
true satisfies [AlertKind] extends [(typeof alertKinds)[number]] ? true : false;
const series = z.string().regex(/^[A-Z]{1,4}(-[A-Z0-9]{1,8})?$/);
const sequence = z.int().min(1).max(999_999);
const serviceCode = z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/);
/** Epoch ms. */
const moment = z.int().min(0).max(8_640_000_000_000);
const number = z.object({ series, sequence, text: z.string().regex(/^[A-Z0-9-]{1,24}$/) });
const lane = z.enum(['ordinary', 'priority']);
/** HMAC-SHA-256 under the day's key (`document-day-mac.ts`), base64url; leads to nobody without the facility's document key. */
export const documentMac = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

const shownText = (most: number) => z.object({ vi: z.string().max(most), en: z.string().max(most).optional() });

const block = { series, first: sequence, last: sequence };

/** One fact of a kiosk's outbox, or of its numbering. `actId` is the message's control id: sent again, it is done once. */
export const kioskFact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('enter'),
    actId,
    visitId,
    day,
    number,
    serviceCode,
    lane,
    isLaneToBeConfirmed: z.boolean(),
    givenAt: moment,
    appointment: z.object({ from: moment, to: moment }).optional(),
    /** Given before this kiosk had a hub: nobody here knows whether that patient is still waiting. */
    mayBeServed: z.boolean().optional(),
    /** Of each document that the patient has shown, so that another kiosk knows the number today; at most a few cards. */
    documents: z.array(documentMac).max(8).default([]),
    /** Of the key under which they were made. */
    documentKey: z.string().max(32).optional(),
  }),
  z.object({ kind: z.literal('raise-lane'), actId, visitId, isLaneToBeConfirmed: z.boolean() }),
  z.object({
    kind: z.literal('know-documents'),
    actId,
    visitId,
    day,
    documents: z.array(documentMac).max(8),
    documentKey: z.string().max(32),
  }),
  z.object({ kind: z.literal('change-service'), actId, visitId, day, number, serviceCode, lane, givenAt: moment }),
  z.object({ kind: z.literal('give-up'), actId, visitId }),
  z.object({ kind: z.literal('void-numbers'), actId, day, ...block }),
  /** A reading was taken; what it says is nobody's business here. Only to a hub that wants to hear of it (`contactAnswer`). */
  z.object({ kind: z.literal('measured'), actId, visitId }),
]);
export type KioskFact = z.infer<typeof kioskFact>;

/** `POST /kiosk/v1/facts`, in order. → `factsAnswer`. */
export const factsRequest = z.object({ version: z.int(), facts: z.array(kioskFact).min(1).max(500) });
export const factsAnswer = z.object({
  /** One of each fact, in order. `refused` names a `Refusal`; it is never sent again by itself. */
  outcomes: z.array(z.object({ is: z.enum(['done', 'refused']), why: z.string().max(40).optional() })),
  /** The hub's clock, epoch ms. */
  now: moment,
});

/** `POST /kiosk/v1/lease` → `leaseAnswer`; the same `actId` again gives the same block. */
export const leaseRequest = z.object({
  version: z.int(),
  actId,
  day,
  series,
  count: z.int().min(1).max(500),
  /** As in the last `contactAnswer`: a hub with another log refuses, since the kiosk has to tell first what it holds. */
  ledger: z.string().max(32).optional(),
});
export const leaseAnswer = z.discriminatedUnion('is', [
  z.object({ is: z.literal('leased'), day, ...block, now: moment }),
  z.object({ is: z.literal('refused'), why: z.string().max(40), now: moment }),
]);

/** `POST /kiosk/v1/has-number`, within the look-up deadline → `hasNumberAnswer`. */
export const hasNumberRequest = z.object({ version: z.int(), day, documents: z.array(documentMac).min(1).max(8) });
export const hasNumberAnswer = z.object({
  numbers: z
    .array(z.object({ visitId, day, number, serviceCode, givenAt: moment, kioskId: z.string().max(32) }))
    .max(8),
  now: moment,
});

/** `POST /kiosk/v1/report-leases` → `factsAnswer` with one outcome: asked for by `contactAnswer` of a hub in recovery. */
export const reportLeasesRequest = z.object({
  version: z.int(),
  actId,
  day,
  /** `isOfHub`: a hub gave it, and not the kiosk to itself. One that this hub does not know was given by a hub whose log is lost. */
  leases: z.array(z.object({ ...block, isOfHub: z.boolean().optional() })).max(500),
});

/** `POST /kiosk/v1/contact`, every half minute: how the kiosk does, without personal data → `contactAnswer`. */
export const contactRequest = z.object({
  version: z.int(),
  program: z.string().max(40),
  /** The kiosk's time, where it is confirmed: a hub whose own clock has leapt believes nobody alone. */
  now: moment.optional(),
  /** A kiosk's own short words and counts; see `kiosk-condition.ts`. */
  condition: z.record(z.string().max(40), z.union([z.string().max(80), z.number(), z.boolean()])).default({}),
  documentKey: z.string().max(32).optional(),
});
export const contactAnswer = z.object({
  now: moment,
  day,
  /** Letters and digits, `K2`: what this kiosk's own numbers carry when the hub is gone. */
  mark: z.string().regex(/^[A-Z0-9]{1,8}$/),
  /** The hub lost its log and asks for `report-leases`. */
  wantsLeases: z.boolean(),
  /** Names the log that the hub's numbers come from. Where it is another one than before, the kiosk reports what it holds first. */
  ledger: z.string().max(32).optional(),
  /** The services as the hub has them: prefix, room, hours and quota are its word. */
  services: z
    .array(
      z.object({
        code: serviceCode,
        hisCode: z.string().max(20),
        name: shownText(80),
        prefix: z.string().regex(/^[A-Z]{1,3}$/),
        priorityPrefix: z.string().regex(/^[A-Z]{1,4}$/),
        room: z.string().max(40),
        floor: shownText(40).optional(),
        directions: shownText(120).optional(),
        /** When patients are sent there, in the time of the facility; empty: always. */
        hours: z
          .array(z.object({ days: z.array(z.enum(weekdays)), from: z.string().max(5), to: z.string().max(5) }))
          .max(14)
          .default([]),
        /** Numbers of a day; not there: as many as come. */
        quota: z.int().min(1).max(9_999).optional(),
        /** Numbers that may still be given today, by whomever, and how many of those that are given the hub has heard of from this kiosk. */
        quotaLeft: z.int().min(0).optional(),
        givenHere: z.int().min(0).optional(),
      }),
    )
    .max(100),
  /** Holidays of the hospital: services with hours do not open on them. Not there: the kiosk's own count. */
  closedDays: z.array(day).max(60).optional(),
  /** Of the facility document key, as the first kiosk told it; another one is a mismatch. */
  documentKey: z.string().max(32).optional(),
  /** Patients are asked to be measured before they are called: the hub wants to hear who was. */
  hearsMeasured: z.boolean().optional(),
});

/**
 * `POST /kiosk/v1/chair` → `chairAnswer`, by a kiosk that only measures: nobody sits there (again every few seconds, for as long as that is
 * so), or somebody does. A kiosk that says nothing any more holds nobody.
 */
export const chairRequest = z.object({
  version: z.int(),
  actId,
  chair: z.discriminatedUnion('is', [
    z.object({ is: z.literal('free') }),
    z.object({ is: z.literal('taken'), visitId }),
  ]),
});
export const chairAnswer = z.discriminatedUnion('is', [
  /** This kiosk is no place of service. */
  z.object({ is: z.literal('none'), now: moment }),
  z.object({
    is: z.literal('chair'),
    now: moment,
    /** Who is expected, and for how long yet; not there: nobody, for now. */
    invited: z.object({ visitId, number: number.shape.text, comeWithinMs: z.int().min(0).max(3_600_000) }).optional(),
  }),
]);

/** Calls for a person ring on the counters of the kiosk's place. `POST /kiosk/v1/calls`, `…/calls/end`; `GET /kiosk/v1/calls/<alertId>`. */
export const callRequest = z.object({
  alertId,
  kind: z.enum(alertKinds),
  place: z.string().max(80),
  raisedAt: moment,
  escalation: z.int().min(0).max(10_000),
  ticketNumber: z.string().max(24).optional(),
});
export const callEndRequest = z.object({
  alertId,
  ended: z.string().max(40),
  endedBy: z.string().max(40),
  by: z.string().max(80).optional(),
});
export const callStanding = z.object({ acknowledgedBy: z.string().max(80).optional() });

/** 401: the key is not known or was revoked. 429: wrong keys came from this address; `retry-after`. 409: the versions do not understand each other, or one of the two is a demo. 503: nobody decides at the moment. */
export const refusalAnswer = z.object({
  kind: z.enum(['key-unknown', 'key-revoked', 'version', 'profile', 'not-deciding']),
});

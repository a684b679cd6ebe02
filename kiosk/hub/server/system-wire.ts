import * as z from 'zod';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { refusals } from '../queue/acts.ts';
import type { EventKind } from '../queue/events.ts';
import { programAct } from './counter-acts.ts';

/**
 * What the hub and a system of the hospital say to each other: JSON over HTTP. The system asks under `/system/v1/` with
 * `Authorization: Bearer <its key>`; the hub tells it at `systems[].eventsUrl` of hub.json. No name, no document and no reason of a priority
 * has a place here.
 */
const crockford20 = z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/);
const number = z.string().regex(/^[A-Z0-9-]{1,24}$/);

/** `POST /system/v1/act` → `systemAnswer`. The same `actId` again does nothing more, and is answered alike. */
export const systemActRequest = z.strictObject({ actId: crockford20, counter: z.string().max(64), act: programAct });

/** `POST /system/v1/visit-cancelled` → `systemAnswer`: the number is withdrawn wherever it stands. `visitId`: as the kiosk told it. */
export const visitCancelledRequest = z.strictObject({ actId: crockford20, visitId: crockford20 });

/** `visitId` and `number`: whom the act called, or whom it gave a number. */
export const systemAnswer = z.object({
  is: z.literal('done'),
  visitId: crockford20.optional(),
  number: number.optional(),
});
export type SystemAnswer = z.infer<typeof systemAnswer>;

/** 409: nothing was done and nothing has changed. */
export const systemRefusal = z.object({ is: z.literal('refused'), why: z.enum(refusals) });
export type SystemRefusal = z.infer<typeof systemRefusal>;

/** What a system is told: calls, and what becomes of them. The others are the hub's own book-keeping. */
export const toldKinds = [
  'called',
  'recalled',
  'finished',
  'was-absent',
  'returned',
  'parked',
  'transferred',
  'withdrawn',
  'undone',
] as const satisfies readonly EventKind[];

/** One event: `POST` to the system, in order. `Idempotency-Key` is `id`; the same event again has the same one. */
export const systemEvent = z.object({
  /** `<day>/<position>`. */
  id: z.string().regex(/^\d{4}-\d\d-\d\d\/\d+$/),
  kind: z.enum(toldKinds),
  /** Epoch ms, by the hub's clock. */
  at: z.int().min(0),
  /** Of the act that did it: a system knows its own by it, and what an `undone` takes back. */
  actId: crockford20,
  visitId: crockford20.optional(),
  number: number.optional(),
  serviceCode: z.string().max(32).optional(),
  counter: z.string().max(64).optional(),
  reason: z.string().max(40).optional(),
  /** Of an undone act: its `actId`. It is as if it had not been. */
  undoes: crockford20.optional(),
});
export type SystemEvent = Readonly<z.infer<typeof systemEvent>>;

export function eventId(day: BusinessDay, position: number): string {
  return `${day}/${position}`;
}

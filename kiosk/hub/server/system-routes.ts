import type * as z from 'zod';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import { createVisitId, type VisitId } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import { bearerOf } from '#kiosk/web/bearer.ts';
import type { Call } from '#kiosk/web/routes.ts';
import type { EnrolledKiosk } from '../log/enrolment.ts';
import type { HospitalSystems } from '../log/hospital-systems.ts';
import type { LogProblem } from '../log/log-problem.ts';
import type { Act } from '../queue/acts.ts';
import type { QueueEvent } from '../queue/events.ts';
import type { QueueDay } from '../queue/queue-day.ts';
import { actOf } from './counter-acts.ts';
import type { HubParts, HubRole, HubRoutes } from './hub-parts.ts';
import { refuseKey } from './kiosk-routes.ts';
import { type SystemAnswer, type SystemRefusal, systemActRequest, visitCancelledRequest } from './system-wire.ts';

/**
 * The hospital's system as a counter: `Authorization: Bearer <its key>`, made by `npm run hub-key -- --system <id>`;
 * what it may ask is in `system-wire.ts`. 200: done, 409: refused, 503: later, under the same id.
 */
export const systemRoutes: HubRoutes = (parts) => {
  const newVisitId = () => createVisitId(parts.randomBytes, parts.clock.now());
  return [
    question(parts, 'act', systemActRequest, (by, { actId, counter, act }) => [
      actId as ActId,
      actOf(act, { counter, by: { kind: 'system', id: by }, newVisitId }),
    ]),
    question(parts, 'visit-cancelled', visitCancelledRequest, (by, { actId, visitId }) => [
      actId as ActId,
      {
        kind: 'withdraw',
        by: { kind: 'system', id: by },
        visitId: visitId as VisitId,
        reason: 'cancelled-by-hospital',
      },
    ]),
  ];
};

function question<Schema extends z.ZodType>(
  { decider, systemKeys, settings }: HubParts,
  path: string,
  schema: Schema,
  wanted: (systemId: string, body: z.infer<Schema>) => readonly [ActId, Act],
): ReturnType<HubRoutes>[number] {
  return {
    kind: 'answer',
    access: 'program',
    method: 'POST',
    path: `/system/v1/${path}`,
    bodyLimit: 2_048,
    async handle({ headers, source, body, reply }: Call<undefined, HubRole>) {
      const key = bearerOf(headers);
      const system = key === undefined ? undefined : await systemKeys.whose(key, source);
      if (!system?.ok) return refuseKey(reply, system?.problem ?? { kind: 'key-unknown' });
      // Whoever was taken out of hub.json acts no more, whatever key it has.
      if (!settings.systems.some((each) => each.id === system.value.kioskId))
        return reply.code(401).send({ kind: 'key-unknown' });
      const read = schema.safeParse(body);
      if (!read.success)
        return reply.code(400).send({ kind: 'not-understood', at: read.error.issues[0]?.path.join('.') });
      const done = await decider.decide(...wanted(system.value.kioskId, read.data));
      if (!done.ok) {
        if (done.problem.kind === 'refused')
          return reply.code(409).send({ is: 'refused', why: done.problem.why } satisfies SystemRefusal);
        return refuseKey(reply, { kind: 'not-deciding' });
      }
      const answer = answerOf(
        done.value.events.map(({ event }) => event),
        decider.today(),
      );
      return answer ?? refuseKey(reply, { kind: 'not-deciding' });
    },
  };
}

/** For `createKioskKeys`: a system's key is looked up and its wrong tries are counted like a kiosk's. */
export function systemsAsEnrolled(systems: Pick<HospitalSystems, 'find'>) {
  return {
    async find(keyHash: Uint8Array): Promise<Result<EnrolledKiosk | undefined, LogProblem>> {
      const found = await systems.find(keyHash);
      if (!found.ok) return found;
      return ok(found.value === undefined ? undefined : { kioskId: found.value, mark: '', isRevoked: false });
    },
  };
}

/**
 * What a system is told of its act: whom it has called, or given a number. `undefined`: the place was lost just behind the commit, and
 * whoever decides then says it to the same act.
 */
export function answerOf(events: readonly QueueEvent[], day: QueueDay | undefined): SystemAnswer | undefined {
  const last = events.findLast((event) => event.kind === 'called' || event.kind === 'entered');
  if (!last) return { is: 'done' };
  const visitId = last.kind === 'called' ? last.visitId : last.entry.visitId;
  const number = day?.entries.get(visitId)?.number.text;
  return number === undefined ? undefined : { is: 'done', visitId, number };
}

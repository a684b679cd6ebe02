import { Readable } from 'node:stream';
import * as z from 'zod';
import { ok, problem, unreachable } from '#config/agreements/result.ts';
import type { UpkeepAct, UpkeepCalls, UpkeepTopics } from '#kiosk/bridge/console/upkeep-words.ts';
import type { Act } from '#kiosk/staff/audit/acts.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { ConsolePart } from '../console-part.ts';
import type { CheckInProblem } from './check-in-downloads.ts';
import type { Upkeep } from './upkeep.ts';

const messageId = z.int().min(1);
const endpointId = z.string().min(1).max(64);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const act: z.ZodType<UpkeepAct> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('send-again'), messageId }),
  z.strictObject({ do: z.literal('render-anew'), messageId }),
  z.strictObject({ do: z.literal('settle-by-hand'), messageId }),
  z.strictObject({ do: z.literal('send-all-again'), endpointId }),
  z.strictObject({
    do: z.literal('decide-all'),
    endpointId,
    state: z.enum(['refused', 'unsure']),
    reason: z.string().min(1).max(64),
    decision: z.enum(['send-again', 'render-anew', 'settle-by-hand']),
  }),
  z.strictObject({ do: z.literal('move-all'), endpointId, to: endpointId }),
  z.strictObject({ do: z.literal('give-up-all'), endpointId }),
  z.strictObject({ do: z.literal('acknowledge-alert'), alertId: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/) }),
  z.strictObject({ do: z.literal('leave-day'), day }),
  z.strictObject({ do: z.literal('take-expired'), count: z.int().min(1) }),
  z.strictObject({ do: z.literal('try-now'), endpointId }),
]);

const checkInStatus = {
  'nobody-asked': 403,
  'unknown-day': 404,
  'nothing-left': 404,
  'store-failed': 500,
  'too-many': 503,
} as const satisfies Readonly<Record<CheckInProblem['kind'], number>>;

/** What a technician sees and decides of the kiosk that runs; `undefined` while none does. */
export function upkeepPart(upkeep: () => Upkeep | undefined): ConsolePart<UpkeepCalls, UpkeepTopics> {
  return {
    topics: { kiosk: () => upkeep()?.state() },
    calls: {
      'kiosk/act': {
        access: 'technician',
        asks: act,
        audit: actNoted,
        answer: (wish, { name }) => (upkeep()?.act(wish, name) ? ok(undefined) : problem({ kind: 'no-longer-so' })),
      },
      'check-in/ask': {
        access: 'technician',
        asks: z.strictObject({ day }),
        audit: (asked) => ({ act: 'check-in-taken', details: { day: asked.day } }),
        answer(asked, { name }) {
          const pass = upkeep()?.checkIn.ask(asked.day, name);
          if (!pass) return problem({ kind: 'no-kiosk' });
          if (pass.ok) return ok({ pass: pass.value });
          return problem({ kind: pass.problem.kind === 'too-many' ? 'too-many' : 'unknown-day' });
        },
      },
      'check-in/report': {
        access: 'technician',
        asks: z.strictObject({ day }),
        audit: 'none',
        answer(asked) {
          const report = upkeep()?.checkIn.report(asked.day);
          return report ? ok(report) : problem({ kind: 'none' });
        },
      },
    },
    routes: [downloadRoute(upkeep)],
  };
}

function actNoted(wish: UpkeepAct): Act {
  switch (wish.do) {
    case 'send-again':
    case 'render-anew':
    case 'settle-by-hand':
      return { act: 'message-decided', details: { messageId: wish.messageId, decision: wish.do } };
    case 'send-all-again':
      return { act: 'messages-decided', details: { endpointId: wish.endpointId, decision: 'send-again' } };
    case 'decide-all':
      return { act: 'messages-decided', details: { endpointId: wish.endpointId, decision: wish.decision } };
    case 'move-all':
    case 'give-up-all':
      return { act: 'messages-decided', details: { endpointId: wish.endpointId, decision: wish.do } };
    case 'acknowledge-alert':
      return { act: 'alert-acknowledged', details: { alertId: wish.alertId } };
    case 'leave-day':
      return { act: 'day-left', details: { day: wish.day } };
    case 'take-expired':
      return { act: 'handed-to-desk', details: { count: wish.count } };
    case 'try-now':
      return { act: 'endpoint-tried', details: { endpointId: wish.endpointId } };
    default:
      return unreachable(wish);
  }
}

function downloadRoute(upkeep: () => Upkeep | undefined): Route<Role> {
  return {
    kind: 'answer',
    access: 'technician',
    method: 'GET',
    path: '/check-in/:day',
    async handle({ params, query, reply }: Call<unknown, Role>) {
      const { pass } = query;
      const opened = upkeep()?.checkIn.open(params.day ?? '', typeof pass === 'string' ? pass : '');
      if (!opened) return reply.code(404).send();
      if (!opened.ok) return reply.code(checkInStatus[opened.problem.kind]).send();
      const { fileName, read, end } = opened.value;
      reply.raw.once('close', () => end(reply.raw.writableFinished));
      const file = await read();
      if (!file.ok) return reply.code(checkInStatus[file.problem.kind]).send();
      return reply
        .type('application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="${fileName}"`)
        .send(Readable.from(file.value));
    },
  };
}

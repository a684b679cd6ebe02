import { Readable } from 'node:stream';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { isPersonName } from '#config/agreements/person-name.ts';
import type { Result } from '#config/agreements/result.ts';
import type { TechnicianAct, TechnicianState } from '#kiosk/bridge/technician-words.ts';
import type { ListenPlace, ListenProblem } from '#kiosk/web/listen.ts';
import type { LaunchPass } from '../http/launch-pass.ts';
import { type LoopbackServer, openLoopbackServer } from '../http/loopback-server.ts';
import type { CheckInDownloads, CheckInProblem } from './check-in-downloads.ts';

export interface TechnicianServerParts {
  readonly listen: ListenPlace;
  readonly kioskId: string;
  /** The built pages; the technician's stands in `technician/`. */
  readonly pageDir: string;
  readonly pass: LaunchPass;
  readonly clock: Clock;
  readonly state: () => TechnicianState;
  /** False when what the act is about is no longer so. */
  readonly act: (act: TechnicianAct) => boolean;
  readonly checkIn: Pick<CheckInDownloads, 'ask' | 'open' | 'report'>;
}

const by = z.string().trim().refine(isPersonName);
const messageId = z.int().min(1);
const endpointId = z.string().min(1).max(64);

const technicianAct: z.ZodType<TechnicianAct> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('send-again'), messageId, by }),
  z.strictObject({ do: z.literal('render-anew'), messageId, by }),
  z.strictObject({ do: z.literal('settle-by-hand'), messageId, by }),
  z.strictObject({ do: z.literal('send-all-again'), endpointId, by }),
  z.strictObject({
    do: z.literal('decide-all'),
    endpointId,
    state: z.enum(['refused', 'unsure']),
    reason: z.string().min(1).max(64),
    decision: z.enum(['send-again', 'render-anew', 'settle-by-hand']),
    by,
  }),
  z.strictObject({ do: z.literal('move-all'), endpointId, to: endpointId, by }),
  z.strictObject({ do: z.literal('give-up-all'), endpointId, by }),
  z.strictObject({ do: z.literal('acknowledge-alert'), alertId: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/), by }),
  z.strictObject({ do: z.literal('leave-day'), day: z.string().regex(/^\d{4}-\d{2}-\d{2}$/), by }),
  z.strictObject({ do: z.literal('take-expired'), count: z.int().min(1), by }),
  z.strictObject({ do: z.literal('try-now'), endpointId }),
]);

const checkInWish = z.strictObject({ by });

/** How old the page's picture may be. */
const lookEveryMs = 1_000;
const mostPages = 8;
const mostQuietLooks = 10;

/** The technician's page, with a listener and a cookie of its own (design §4). */
export function serveTechnician(parts: TechnicianServerParts): Promise<Result<LoopbackServer, ListenProblem>> {
  return openLoopbackServer({
    listen: parts.listen,
    cookieName: `tiep-don-technician-${parts.kioskId}`,
    pass: parts.pass,
    openToAll: [],
    addRoutes: (app, isLetIn) => addRoutes(app, isLetIn, parts),
  });
}

function addRoutes(
  app: FastifyInstance,
  isLetIn: (request: FastifyRequest) => boolean,
  { pageDir, clock, state, act, checkIn }: TechnicianServerParts,
): void {
  const pages = new Set<FastifyReply>();

  app.get('/', (_request, reply) => reply.redirect('/technician/', 302));
  app.get('/events', (request, reply) => {
    if (pages.size >= mostPages) return reply.code(503).send();
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    pages.add(reply);
    let told = '';
    let quietLooks = 0;
    let callOff = () => {};
    const look = () => {
      if (!isLetIn(request)) return reply.raw.end();
      const text = JSON.stringify(state());
      // A comment now and then, so that a page that reads is told from one that has gone (`connectionLimits.stuckMs`).
      quietLooks = text === told ? (quietLooks + 1) % mostQuietLooks : 0;
      if (text !== told) reply.raw.write(`data: ${text}\n\n`);
      else if (quietLooks === 0) reply.raw.write(':\n\n');
      told = text;
      callOff = clock.after(lookEveryMs, look);
    };
    reply.raw.on('close', () => {
      callOff();
      pages.delete(reply);
    });
    look();
  });
  app.post('/api/act', (request, reply) => {
    const read = technicianAct.safeParse(request.body);
    if (!read.success) return reply.code(400).send();
    return reply.code(act(read.data) ? 204 : 409).send();
  });
  app.post<{ Params: { day: string } }>('/api/check-in/:day', (request, reply) => {
    reply.header('cache-control', 'no-store');
    const read = checkInWish.safeParse(request.body);
    if (!read.success) return reply.code(400).send();
    const pass = checkIn.ask(request.params.day, read.data.by);
    return pass.ok ? reply.send({ pass: pass.value }) : reply.code(checkInStatus[pass.problem.kind]).send();
  });
  app.get<CheckInFile>('/check-in/:day', { exposeHeadRoute: false }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const { pass } = request.query;
    const opened = checkIn.open(request.params.day, typeof pass === 'string' ? pass : '');
    if (!opened.ok) return reply.code(checkInStatus[opened.problem.kind]).send();
    const { fileName, read, end } = opened.value;
    reply.raw.once('close', () => end(reply.raw.writableFinished));
    const file = await read();
    if (!file.ok) return reply.code(checkInStatus[file.problem.kind]).send();
    return reply
      .type('application/xml; charset=utf-8')
      .header('content-disposition', `attachment; filename="${fileName}"`)
      .send(Readable.from(file.value));
  });
  app.get<{ Params: { day: string } }>('/api/check-in/:day', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const report = checkIn.report(request.params.day);
    return report ? reply.send(report) : reply.code(404).send();
  });
  app.register(fastifyStatic, { root: pageDir, index: 'index.html', cacheControl: false, dotfiles: 'ignore' });
}

interface CheckInFile {
  readonly Params: { readonly day: string };
  readonly Querystring: Readonly<Record<string, unknown>>;
}

const checkInStatus = {
  'nobody-asked': 403,
  'unknown-day': 404,
  'nothing-left': 404,
  'store-failed': 500,
  'too-many': 503,
} as const satisfies Readonly<Record<CheckInProblem['kind'], number>>;

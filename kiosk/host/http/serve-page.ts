import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Result } from '#config/agreements/result.ts';
import type { PageConnection, PageLink } from '#kiosk/bridge/server.ts';
import type { ListenPlace, ListenProblem } from '#kiosk/web/listen.ts';
import { wayMapsFolder } from '../ticket/way-maps.ts';
import type { LaunchPass } from './launch-pass.ts';
import { type LoopbackServer, type LoopbackServerParts, openLoopbackServer } from './loopback-server.ts';

/** What the page's server needs; it knows nothing of patients. */
export interface PageServerParts {
  readonly listen: ListenPlace;
  /** Stays when the kiosk gets another name, and is another one for another kiosk of this machine. */
  readonly cookieName: string;
  /** The built patient page. */
  readonly pageDir: string;
  readonly pass: LaunchPass;
  readonly connectPage: (link: PageLink) => PageConnection;
  readonly health: () => unknown;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  /** A picture of the way, as a PNG, by the last part of its address. */
  readonly wayMap?: (name: string) => Uint8Array | undefined;
  readonly limits?: LoopbackServerParts['limits'];
}

/** Serves the patient page and its WebSocket; health and metrics are open to every program of this machine. */
export function servePage(parts: PageServerParts): Promise<Result<LoopbackServer, ListenProblem>> {
  return openLoopbackServer({
    listen: parts.listen,
    cookieName: parts.cookieName,
    pass: parts.pass,
    openToAll: ['/healthz', '/metrics'],
    sandbox: ['allow-scripts', 'allow-same-origin'],
    ...(parts.limits ? { limits: parts.limits } : {}),
    addRoutes: (app) => addRoutes(app, parts),
  });
}

function addRoutes(app: FastifyInstance, parts: PageServerParts): void {
  app.get('/healthz', async (_request, reply) => reply.header('cache-control', 'no-store').send(parts.health()));
  app.get('/metrics', async (_request, reply) => {
    const { contentType, text } = await parts.metrics();
    return reply.header('cache-control', 'no-store').type(contentType).send(text);
  });
  app.get<{ Params: { readonly name: string } }>(`${wayMapsFolder}:name`, async ({ params }, reply) => {
    const picture = parts.wayMap?.(params.name);
    // Kept by no browser: which one was loaded when tells where somebody was sent.
    if (picture) return reply.header('cache-control', 'no-store').type('image/png').send(picture);
    return reply.callNotFound();
  });
  app.register(async (scope) => {
    scope.get('/bridge', { websocket: true }, (socket) => {
      const connection = parts.connectPage({
        send: (text) => socket.send(text),
        close: (code) => socket.close(code),
      });
      socket.on('message', (data, isBinary) => {
        if (!isBinary) connection.receive(data.toString());
      });
      socket.on('close', () => connection.disconnected());
      // ws reports a broken line here and closes it by itself.
      socket.on('error', () => undefined);
    });
  });
  app.register(fastifyStatic, { root: parts.pageDir, index: 'index.html', cacheControl: false, dotfiles: 'ignore' });
}

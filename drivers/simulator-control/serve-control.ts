import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { ZodType } from 'zod';
import { listenOnLoopback, type OnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Unsubscribe } from '../contract/device.ts';

/**
 * The control port of every simulator, as `drivers/contract/simulator.ts` describes it. A developer's tool: it listens on
 * loopback only, and it answers no page that came from elsewhere.
 */
export interface SimulatorControl<State, Action> {
  /** 0 for any free port. */
  readonly port: number;
  state(): State;
  readonly actionSchema: ZodType<Action>;
  act(action: Action): void | Promise<void>;
  /** Called after each change of `state()`. */
  onChange(listener: () => void): Unsubscribe;
  /** Any other `GET` path, such as `/paper/1.png`. */
  files?(path: string): Promise<ControlFile | undefined>;
}

export interface ControlFile {
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

const longestActionBytes = 64 * 1024;

/** A listener of `/events` that lags behind so far does not read any more. */
const longestEventBacklogBytes = 1024 * 1024;

/** Rejects with the system's error when the port is taken: the program that asked has to tell its user. */
export async function serveControl<State, Action>(control: SimulatorControl<State, Action>): Promise<OnLoopback> {
  const server = createServer((request, response) => {
    void answer(control, request, response);
  });
  return listenOnLoopback(server, control.port);
}

async function answer<State, Action>(
  control: SimulatorControl<State, Action>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('X-Content-Type-Options', 'nosniff');
  if (!comesFromThisMachine(request)) return end(response, 403);

  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  if (path === '/do') return request.method === 'POST' ? perform(control, request, response) : end(response, 405);
  if (request.method !== 'GET') return end(response, 405);
  if (path === '/state') return sendJson(response, control.state());
  if (path === '/events') return streamEvents(control, response);
  const file = await control.files?.(path);
  if (!file) return end(response, 404);
  response.setHeader('Content-Type', file.contentType);
  response.end(file.bytes);
}

/** A name that somebody's DNS points to 127.0.0.1 fails by its `Host`, a foreign page that posts here by its `Origin`. */
function comesFromThisMachine(request: IncomingMessage): boolean {
  const { host, origin } = request.headers;
  const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/;
  if (host === undefined || !loopback.test(host)) return false;
  return origin === undefined || loopback.test(origin.replace(/^https?:\/\//, ''));
}

async function perform<State, Action>(
  control: SimulatorControl<State, Action>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readBody(request);
  if (!body.ok) return end(response, body.problem.kind === 'too-long' ? 413 : 400);
  const action = control.actionSchema.safeParse(parsedJson(body.value));
  if (!action.success) return end(response, 400);
  await control.act(action.data);
  end(response, 204);
}

async function readBody(request: IncomingMessage): Promise<Result<string, { readonly kind: 'too-long' | 'broken' }>> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // The rest of too long a body is read and dropped: leaving it unread would cut the connection before the answer.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= longestActionBytes) chunks.push(chunk);
    }
  } catch {
    return problem({ kind: 'broken' });
  }
  return length > longestActionBytes ? problem({ kind: 'too-long' }) : ok(Buffer.concat(chunks).toString('utf8'));
}

function streamEvents<State, Action>(control: SimulatorControl<State, Action>, response: ServerResponse): void {
  response.setHeader('Content-Type', 'text/event-stream; charset=utf-8');
  const send = () => {
    if (response.writableLength > longestEventBacklogBytes) return response.destroy();
    return response.write(`data: ${JSON.stringify(control.state())}\n\n`);
  };
  const unsubscribe = control.onChange(send);
  response.on('close', unsubscribe);
  send();
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(value));
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}

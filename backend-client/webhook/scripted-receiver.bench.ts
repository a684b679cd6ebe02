import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import { checkSignature, signatureHeader } from './signature.ts';

/** The hospital's side in tests: a real HTTP server that keeps what it hears, checks signatures and answers as it is told. */

export const testSecret = 'a-secret-of-the-tests-only-0123456789';

export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What to answer; or the line itself is taken in hand and nothing is answered. */
export type Script = (request: HeardRequest, line: Socket) => ScriptedAnswer | 'nothing';

export interface ScriptedReceiver {
  readonly url: string;
  readonly heard: HeardRequest[];
  /** Resolves with the next request that has come whole. */
  nextRequest(): Promise<unknown>;
  close(): Promise<void>;
}

/** `now` is the receiver's clock for signatures; a request that is not signed right gets 401 before the script sees it. */
export async function openScriptedReceiver(script: Script, now: () => number = Date.now): Promise<ScriptedReceiver> {
  const heard: HeardRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString('utf8');
    const { method = '', url: path = '', headers } = request;
    const content = method === 'GET' ? (path.split('/').at(-1) ?? '') : body;
    const signature = headers[signatureHeader.toLowerCase()];
    if (checkSignature(String(signature), content, testSecret, now()) !== 'valid') {
      response.writeHead(401).end();
      return;
    }
    const whole = { method, path, headers, body };
    heard.push(whole);
    const answer = script(whole, request.socket);
    server.emit('request-heard');
    if (answer === 'nothing') return;
    response.writeHead(answer.status ?? 200, answer.headers);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {}));
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    url: `http://127.0.0.1:${port}/tiep-don`,
    heard,
    nextRequest: () => once(server, 'request-heard'),
    close,
  };
}

import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';

/** A FHIR server that does what a test says, byte by byte if need be. */
export interface ScriptedHospital {
  readonly baseUrl: string;
  readonly port: number;
  readonly heard: readonly Heard[];
  /** Resolves when the next whole request has arrived. */
  nextRequest(): Promise<unknown>;
  close(): Promise<void>;
}

export interface Heard {
  readonly line: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly cacheControl: string | undefined;
  readonly body: string;
}

export type Script = (heard: Heard, response: ServerResponse, count: number) => void;

/** A server that has nobody and nothing yet. */
export const findsNothing: Script = ({ line }, response) => {
  if (line.endsWith('/_search')) answer(response, 200, { resourceType: 'Bundle', type: 'searchset' });
  else answer(response, 404, outcome('not-found'));
};

/** What a kiosk asks before it sends something is answered by `asked` and is not in `heard`. */
export async function openScriptedHospital(
  script: Script,
  asked: Script | 'as-the-rest' = findsNothing,
): Promise<ScriptedHospital> {
  const heard: Heard[] = [];
  const arrived = new EventEmitter();
  const server = createServer(async (request, response) => {
    response.on('error', () => {});
    const body = await textOf(request);
    const { authorization, 'content-type': contentType, 'cache-control': cacheControl } = request.headers;
    const one = { line: `${request.method} ${request.url}`, authorization, contentType, cacheControl, body };
    if (asked !== 'as-the-rest' && /\/_search$|^GET .*\/[A-Z][A-Za-z]+\//.test(one.line))
      return asked(one, response, heard.length);
    heard.push(one);
    script(one, response, heard.length);
    arrived.emit('request');
  });
  const { port, close } = await listenOnLoopback(server);
  return {
    baseUrl: `http://127.0.0.1:${port}/fhir`,
    port,
    heard,
    nextRequest: () => once(arrived, 'request'),
    close,
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

export function answer(
  response: ServerResponse,
  status: number,
  body: unknown = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(status, { 'content-type': 'application/fhir+json', ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A transaction-response with the same status for every entry of what was heard, or with `statuses`. */
export function transactionResponse({ body }: Heard, statuses: readonly string[] | string = '200 OK'): unknown {
  const { entry } = JSON.parse(body) as { entry: readonly unknown[] };
  return {
    resourceType: 'Bundle',
    type: 'transaction-response',
    entry: entry.map((_, at) => ({ response: { status: typeof statuses === 'string' ? statuses : statuses[at] } })),
  };
}

/** An OperationOutcome whose sentences hold what must never be logged. */
export function outcome(code: string, expression?: string): unknown {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      { severity: 'warning', code: 'informational', diagnostics: 'Nguyễn Thị Ngọc Ánh' },
      {
        severity: 'error',
        code,
        diagnostics: 'Patient 001148000001 Nguyễn Thị Ngọc Ánh',
        ...(expression === undefined ? {} : { expression: [expression] }),
      },
    ],
  };
}

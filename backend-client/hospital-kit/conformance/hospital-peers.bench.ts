import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { createMllpFraming, mllpFrame } from '#backend-client/hl7v2/mllp-framing.ts';
import { checkSignature } from '#backend-client/webhook/signature.ts';
import { listenOnLoopback, type OnLoopback } from '#config/agreements/listen-on-loopback.ts';

/** For tests: small hospitals over real sockets, faultless unless a test says otherwise. */
export type Peer = OnLoopback;

export interface Hl7Faults {
  /** The text of the ERR segment that comes with AE, for messages that contain this. */
  readonly refuses?: string;
  readonly err?: string;
  /** What the column makes of a 12-digit number. */
  readonly keepsNumber?: (number: string) => string;
  readonly forgetsPhones?: boolean;
  readonly beforeAnswer?: () => void;
}

/** A HIS that knows patients by PID-3 and answers QBP^Q22. */
export async function openHl7Peer(faults: Hl7Faults = {}): Promise<Peer & { readonly heard: readonly string[] }> {
  const { keepsNumber = (number) => number, refuses, err = '', forgetsPhones = false, beforeAnswer } = faults;
  const heard: string[] = [];
  const patients = new Map<string, string>();

  function answerTo(message: string): string {
    const header = message.split('|');
    const id = header[9] ?? '';
    const segments = (...more: readonly string[]) => [
      `MSH|^~\\&|HIS|27005|TIEPDON|27005|20261122||ACK|1|T|2.5.1`,
      ...more,
    ];
    if (refuses !== undefined && message.includes(refuses))
      return segments(`MSA|AE|${id}`, `ERR||PID^1^5|${err}`).join('\r');
    if (!header[8]?.startsWith('QBP')) {
      if (header[8]?.startsWith('ADT')) keep(message);
      return segments(`MSA|AA|${id}`).join('\r');
    }
    const sought = /@PID\.3\.1\^([^~|]*)/.exec(message)?.[1] ?? '';
    const person = patients.get(sought) ?? patients.get(keepsNumber(sought));
    const found = person === undefined ? [] : [person];
    const query = message.split('\r')[1] ?? '';
    return segments(`MSA|AA|${id}`, `QAK|${id}|${found.length === 0 ? 'NF' : 'OK'}`, query, ...found).join('\r');
  }

  function keep(message: string): void {
    const fields =
      message
        .split('\r')
        .find((segment) => segment.startsWith('PID'))
        ?.split('|') ?? [];
    const number = /(\d{12})\^\^\^CCCD/.exec(fields[3] ?? '')?.[1];
    if (number === undefined) return;
    const kept = keepsNumber(number);
    const phone = forgetsPhones ? '' : (fields[13] ?? '');
    patients.set(
      kept,
      `PID|1||${kept}^^^CCCD^NI~BN${kept}^^^HIS^PI||${fields[5]}||${fields[7]}|${fields[8]}|||||${phone}`,
    );
  }

  const server = createTcpServer((line) => {
    const framing = createMllpFraming();
    line.on('error', () => {});
    line.on('data', (chunk) => {
      for (const frame of framing.push(chunk).frames) {
        const message = new TextDecoder().decode(frame);
        heard.push(message);
        beforeAnswer?.();
        line.write(mllpFrame(new TextEncoder().encode(`${answerTo(message)}\r`)));
      }
    });
  });
  return { ...(await listenOnLoopback(server)), heard };
}

export interface WebhookFaults {
  readonly takesAnySignature?: boolean;
  /** Instead of the answer to an authentic request. */
  readonly answers?: (path: string, body: string) => { readonly status: number; readonly body?: string } | undefined;
}

export async function openWebhookPeer(secret: string, faults: WebhookFaults = {}): Promise<Peer> {
  const people = new Map<string, { readonly patientCode: string; readonly phone: string | undefined }>();
  return openHttpPeer(async (request, response, body) => {
    const signature = String(request.headers['tiepdon-signature']);
    const isOurs = faults.takesAnySignature || checkSignature(signature, body, secret, Date.now()) === 'valid';
    if (!isOurs) return response.writeHead(401).end();
    const path = request.url ?? '';
    const chosen = faults.answers?.(path, body);
    if (chosen) return response.writeHead(chosen.status).end(chosen.body);
    if (path.endsWith('/look-ups')) return response.end(JSON.stringify(lookUp(body)));
    const { kind, patient, contact } = JSON.parse(body) as WebhookWords;
    const number = patient?.citizenNumber;
    if (number !== undefined && kind !== 'reading')
      people.set(number, { patientCode: `BN${number}`, phone: contact?.phone });
    return response.writeHead(204).end();
  });

  function lookUp(body: string): unknown {
    const { kind, patient } = JSON.parse(body) as WebhookWords;
    const known = people.get(patient?.citizenNumber ?? '');
    switch (kind) {
      case 'find-patient':
        return known ? { result: 'found', ...known } : { result: 'unknown' };
      case 'find-appointments':
        return { appointments: [] };
      case 'find-appointment':
        return { appointment: null };
      default:
        return { maKetQua: '050' };
    }
  }
}

interface WebhookWords {
  readonly kind?: string;
  readonly patient?: { readonly citizenNumber?: string };
  readonly contact?: { readonly phone?: string };
}

export interface FhirFaults {
  /** What becomes of a bundle before the server sees it. */
  readonly keeps?: (bundle: string) => string;
  readonly beforeAnswer?: () => void;
}

/** Stands before a FHIR server that has no CapabilityStatement, and says what it offers. */
export async function openFhirFront(
  behind: string,
  { keeps = (bundle) => bundle, beforeAnswer }: FhirFaults = {},
): Promise<Peer> {
  return openHttpPeer(async (request, response, body) => {
    beforeAnswer?.();
    const path = (request.url ?? '').replace(/^\/fhir/, '');
    if (path === '/token')
      return response.end(JSON.stringify({ access_token: accessToken, token_type: 'bearer', expires_in: 300 }));
    if (path === '/metadata') return response.end(JSON.stringify(capabilityStatement));
    const contentType = request.headers['content-type'] ?? '';
    const answer = await fetch(`${behind}${path}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': contentType },
      ...(request.method === 'GET' ? {} : { body: path === '' ? keeps(body) : body }),
    });
    return response.writeHead(answer.status, { 'content-type': 'application/fhir+json' }).end(await answer.text());
  });
}

/** What SMART Backend Services would give; it must be in no report. */
export const accessToken = 'a-token-of-the-tests-only';

const interactions = ['read', 'create', 'update', 'patch', 'search-type'].map((code) => ({ code }));

const capabilityStatement = {
  resourceType: 'CapabilityStatement',
  fhirVersion: '4.0.1',
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'transaction' }],
      resource: ['Patient', 'Encounter', 'Coverage', 'Provenance', 'Observation', 'Appointment'].map((type) => ({
        type,
        interaction: interactions,
        conditionalCreate: true,
        conditionalUpdate: true,
      })),
    },
  ],
};

async function openHttpPeer(
  serve: (request: IncomingMessage, response: ServerResponse, body: string) => Promise<unknown>,
): Promise<Peer> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await serve(request, response, Buffer.concat(chunks).toString('utf8'));
  });
  return listenOnLoopback(server);
}

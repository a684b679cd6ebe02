import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as z from 'zod';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import {
  callEndRequest,
  callRequest,
  contactRequest,
  factsRequest,
  hasNumberRequest,
  type KioskFact,
  leaseRequest,
  reportLeasesRequest,
} from './wire.ts';

/**
 * A hub on the wire that kiosks speak, without a queue behind it: it gives blocks, remembers what it was told, and fails as it is bidden.
 */
export interface HubSimulator {
  readonly url: string;
  /** Each fact once, in the order in which it came first. */
  readonly facts: readonly TracedFact[];
  readonly requests: readonly string[];
  readonly leases: readonly SimulatedLease[];
  readonly reported: readonly z.infer<typeof reportLeasesRequest>[];
  readonly conditions: readonly z.infer<typeof contactRequest>[];
  readonly calls: readonly unknown[];
  /** What it will do from now on. */
  now(change: Partial<Behaviour>): void;
  close(): Promise<void>;
}

export type TracedFact = KioskFact & { readonly from: string };

export interface SimulatedLease {
  readonly kioskId: string;
  readonly day: string;
  readonly series: string;
  readonly first: number;
  readonly last: number;
}

interface Behaviour {
  readonly day: BusinessDay;
  readonly at: number;
  /** Of the kiosks that it knows, by their keys. */
  readonly kiosks: Readonly<Record<string, { readonly kioskId: string; readonly mark: string }>>;
  readonly refuses: 'nothing' | 'key-unknown' | 'key-revoked' | 'version' | 'profile' | 'not-deciding';
  /** Whatever it does, the answers to this question are lost. */
  readonly losesAnswersOf: string | undefined;
  readonly isRecovering: boolean;
  /** Another one: it has begun anew with nothing. */
  readonly ledger: string;
  readonly services: readonly unknown[];
  /** A fact's `why` of a refusal. */
  readonly refusesFact: (fact: KioskFact) => string | undefined;
  readonly acknowledgedBy: string | undefined;
  readonly documentKey: string | undefined;
  readonly hearsMeasured: boolean;
  /** Before it answers, ms. */
  readonly hasNumberTakesMs: number;
}

const statuses = { 'key-unknown': 401, 'key-revoked': 401, version: 409, profile: 409, 'not-deciding': 503 } as const;

export async function startHubSimulator(
  begin: Pick<Behaviour, 'day' | 'at' | 'kiosks'> & Partial<Behaviour>,
): Promise<HubSimulator> {
  let behaviour: Behaviour = {
    refuses: 'nothing',
    losesAnswersOf: undefined,
    isRecovering: false,
    ledger: 'A'.repeat(20),
    services: [],
    refusesFact: () => undefined,
    acknowledgedBy: undefined,
    documentKey: undefined,
    hearsMeasured: false,
    hasNumberTakesMs: 0,
    ...begin,
  };
  const facts = new Map<string, TracedFact>();
  const blocks = new Map<string, SimulatedLease>();
  const held: SimulatedLease[] = [];
  const requests: string[] = [];
  const reported: z.infer<typeof reportLeasesRequest>[] = [];
  const conditions: z.infer<typeof contactRequest>[] = [];
  const calls: unknown[] = [];
  const server = createServer(async (request, response) => {
    const body = parsedJson(await textOf(request));
    const path = (request.url ?? '').replace('/kiosk/v1/', '');
    requests.push(path);
    const [status, answer] = answerTo(path, body, request.headers.authorization ?? '');
    if (behaviour.losesAnswersOf === path) {
      response.destroy();
      return;
    }
    if (path === 'has-number') await new Promise((resolve) => setTimeout(resolve, behaviour.hasNumberTakesMs));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get facts() {
      return [...facts.values()];
    },
    requests,
    get leases() {
      return held;
    },
    reported,
    conditions,
    calls,
    now(change) {
      behaviour = { ...behaviour, ...change };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  function answerTo(path: string, body: unknown, authorization: string): readonly [number, unknown] {
    const { refuses, at: now } = behaviour;
    if (refuses !== 'nothing') return [statuses[refuses], { kind: refuses }];
    const kiosk = behaviour.kiosks[authorization.replace('Bearer ', '')];
    if (!kiosk) return [401, { kind: 'key-unknown' }];
    switch (path) {
      case 'facts': {
        const read = factsRequest.safeParse(body);
        if (!read.success) return [400, {}];
        return [200, { outcomes: read.data.facts.map((fact) => taken(fact, kiosk.kioskId)), now }];
      }
      case 'lease':
        return leased(leaseRequest.parse(body), kiosk.kioskId);
      case 'report-leases': {
        const report = reportLeasesRequest.parse(body);
        reported.push(report);
        for (const block of report.leases) held.push({ kioskId: kiosk.kioskId, day: report.day, ...block });
        behaviour = { ...behaviour, isRecovering: false };
        return [200, { outcomes: [{ is: 'done' }], now }];
      }
      case 'has-number':
        return [200, { numbers: numbersOf(hasNumberRequest.parse(body)), now }];
      case 'contact':
        conditions.push(contactRequest.parse(body));
        return [200, contact(kiosk.mark)];
      case 'calls':
        calls.push(callRequest.parse(body));
        return [200, {}];
      case 'calls/end':
        calls.push(callEndRequest.parse(body));
        return [200, {}];
      default:
        return path.startsWith('calls/')
          ? [200, behaviour.acknowledgedBy === undefined ? {} : { acknowledgedBy: behaviour.acknowledgedBy }]
          : [404, {}];
    }
  }

  function taken(fact: KioskFact, from: string) {
    const why = behaviour.refusesFact(fact);
    if (why !== undefined) return { is: 'refused', why };
    if (!facts.has(fact.actId)) facts.set(fact.actId, { ...fact, from });
    return { is: 'done' };
  }

  function leased(
    { actId, day, series, count, ledger }: z.infer<typeof leaseRequest>,
    kioskId: string,
  ): [number, unknown] {
    const now = behaviour.at;
    if (behaviour.isRecovering) return [200, { is: 'refused', why: 'recovering', now }];
    if (ledger !== behaviour.ledger) return [200, { is: 'refused', why: 'other-ledger', now }];
    let block = blocks.get(actId);
    if (!block) {
      const highest = Math.max(
        0,
        ...held.filter((each) => each.day === day && each.series === series).map(({ last }) => last),
      );
      block = { kioskId, day, series, first: highest + 1, last: highest + count };
      blocks.set(actId, block);
      held.push(block);
    }
    const { first, last } = block;
    return [200, { is: 'leased', day, series, first, last, now }];
  }

  function numbersOf({ day, documents }: z.infer<typeof hasNumberRequest>) {
    return [...facts.values()].flatMap((fact) => {
      if (fact.kind !== 'enter' || fact.day !== day || !fact.documents.some((each) => documents.includes(each)))
        return [];
      const { visitId, number, serviceCode, givenAt, from } = fact;
      return [{ visitId, day, number, serviceCode, givenAt, kioskId: from }];
    });
  }

  function contact(mark: string) {
    const { at: now, day, isRecovering: wantsLeases, ledger, services, documentKey, hearsMeasured } = behaviour;
    return {
      now,
      day,
      mark,
      wantsLeases,
      ledger,
      services,
      hearsMeasured,
      ...(documentKey === undefined ? {} : { documentKey }),
    };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import WebSocket from 'ws';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import {
  createHubBench,
  type KioskAtHub,
  type HubBench as KioskBench,
} from '#backend-client/hub-link/hub-link.bench.ts';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';
import type { ActAnswer, CounterSnapshot, PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { type HubBench, openHubBench } from '#kiosk/hub/program/hub.bench.ts';

/**
 * For tests: a whole hub and kiosks with stores and outboxes of their own, at real ports and on one hand-cranked clock. Each kiosk has a cable
 * of its own. The hub is where it was when it is started again.
 */
export interface Hospital {
  readonly hub: HubBench;
  readonly kiosks: KioskBench;
  /** Opened, or opened anew with what it has on its disk; enrolled the first time. */
  kiosk(id: KioskId): Promise<KioskAtHub>;
  cut(id: KioskId): void;
  mend(id: KioskId): void;
  /** Somebody who signs in and sits down there, whoever sat there before. */
  counter(name: string, counter?: string): Promise<CounterHand>;
  /** Every one of them is in touch with the hub and has numbers in stock. */
  inStock(...all: readonly KioskAtHub[]): Promise<void>;
  /** The hub has everything that they have to tell. */
  isTold(...all: readonly KioskAtHub[]): Promise<void>;
  remove(): Promise<void>;
}

export type KioskId = keyof typeof cableAddresses;

export interface CounterHand {
  act(act: PageAct): Promise<ActAnswer>;
  sees(): Promise<CounterSnapshot>;
  /** Whoever is called next, one after the other, until nobody waits: `A001`. */
  callEverybody(): Promise<readonly string[]>;
}

/** Each cable ends at a loopback address of its own and at the port of the hub, which it is asked by. */
const cableAddresses = { 'kiosk-1': '127.0.0.11', 'kiosk-2': '127.0.0.12', 'kiosk-3': '127.0.0.13' } as const;

const services = [
  { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' },
  { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: 'P.205' },
];

/** A hub file's, with room for three kiosks. */
export async function hospitalFile(): Promise<object> {
  return {
    services,
    places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi', 'mat'] }],
    counters: ['p101', 'p102'].map((id) => ({ id, name: { vi: id }, place: 'hall', services: ['noi', 'mat'] })),
    kiosks: [],
    listen: { host: '127.0.0.1', port: await freePort() },
    allowedHosts: Object.values(cableAddresses),
  };
}

export async function openHospital(): Promise<Hospital> {
  const kiosks = await createHubBench();
  return hospitalWith(kiosks, await openHubBench(await hospitalFile(), kiosks.clock));
}

export function hospitalWith(kiosks: KioskBench, hub: HubBench): Hospital {
  const keys = new Map<KioskId, string>();
  const cables = new Map<KioskId, Cable>();
  const documentKeyFile = join(kiosks.directory, 'documents.key');
  writeFileSync(documentKeyFile, `${Buffer.alloc(32, 5).toString('base64url')}\n`, { mode: 0o600 });
  const port = Number(new URL(hub.url).port);

  return {
    hub,
    kiosks,
    async kiosk(id) {
      if (!cables.has(id)) cables.set(id, await layCable(cableAddresses[id], port));
      const keyFile = join(kiosks.directory, `${id}.key`);
      if (!keys.has(id)) {
        keys.set(id, await hub.enrol(id));
        writeFileSync(keyFile, `${keys.get(id)}\n`, { mode: 0o600 });
      }
      const url = `http://${cableAddresses[id]}:${port}`;
      return kiosks.kiosk(id, { settings: { url, keyFile, documentKeyFile } });
    },
    cut: (id) => cables.get(id)?.cut(),
    mend: (id) => cables.get(id)?.mend(),
    async counter(name, counter = 'p101') {
      await hub.person(name, 'supervisor');
      const hand = counterHand(hub, await hub.signIn(name), counter);
      assert.equal((await hand.act({ kind: 'sit-down', force: true })).is, 'done');
      return hand;
    },
    inStock: (...all) =>
      kiosks.later(() => {
        for (const kiosk of all) {
          assert.equal(kiosk.standing().trouble, undefined);
          assert.ok(kiosk.standing().left.every(({ left }) => left >= 5));
        }
      }),
    isTold: (...all) =>
      kiosks.later(() => {
        for (const { store } of all) assert.deepEqual({ ...store.messageCounts() }, nothing);
      }),
    async remove() {
      await kiosks.remove();
      await hub.close();
      for (const cable of cables.values()) await cable.close();
    },
  };
}

const nothing = { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 };

function counterHand(hub: HubBench, headers: Readonly<Record<string, string>>, counter: string): CounterHand {
  const hand: CounterHand = {
    act: async (act) => actOn(await hand.sees(), act),
    async sees() {
      const { cookie = '', origin = '' } = headers;
      const socket = new WebSocket(`${hub.url.replace('http', 'ws')}/live/counter/${counter}`, {
        headers: { cookie, origin },
      });
      const [said] = await once(socket, 'message');
      socket.terminate();
      return JSON.parse(String(said)) as CounterSnapshot;
    },
    async callEverybody() {
      const called: string[] = [];
      let page = await hand.sees();
      while (page.waitingCount > 0) {
        assert.equal((await actOn(page, { kind: 'call-next' })).is, 'done');
        page = await hand.sees();
        called.push(page.serving?.number ?? '');
      }
      return called;
    },
  };
  return hand;

  async function actOn({ serving }: CounterSnapshot, act: PageAct): Promise<ActAnswer> {
    const answer = await fetch(`${hub.url}/api/counter/${counter}/act`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ actId: createActId(randomBytes), act, seen: serving?.visitId ?? null, agoMs: 0 }),
    });
    return (await answer.json()) as ActAnswer;
  }
}

interface Cable {
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

async function layCable(host: string, port: number): Promise<Cable> {
  const ends = new Set<Socket>();
  let isCut = false;
  const server: Server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    const both = [near, far];
    for (const end of both) {
      ends.add(end);
      end.on('error', () => {});
      end.on('close', () => {
        ends.delete(end);
        for (const each of both) each.destroy();
      });
    }
    if (isCut) near.destroy();
    near.pipe(far);
    far.pipe(near);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const cutAll = () => {
    for (const end of ends) end.destroy();
  };
  return {
    cut() {
      isCut = true;
      cutAll();
    },
    mend() {
      isCut = false;
    },
    async close() {
      cutAll();
      server.close();
      await once(server, 'close');
    },
  };
}

async function freePort(): Promise<number> {
  const { port, close } = await listenOnLoopback(createServer());
  await close();
  return port;
}

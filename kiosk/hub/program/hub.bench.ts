import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type HubFile, hubFile } from '#config/settings/hub-file.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import { openLogStore } from '../log/open-log-store.ts';
import { createKioskKey, hashOfKey } from '../server/kiosk-keys.ts';
import type { PeopleAnswer } from './change-people.ts';
import { askHub } from './hub-socket.ts';
import { openHub } from './open-hub.ts';

/** A whole hub on a loopback port and in a folder of its own, for tests. */
export interface HubBench {
  readonly url: string;
  readonly dataDir: string;
  /** Every line of its log, as written to stderr. */
  readonly log: readonly string[];
  /** As `npm run hub-key` does it; gives the key. */
  enrol(kioskId: string): Promise<string>;
  revoke(kioskId: string): Promise<void>;
  /** As `npm run hub-person` does it. */
  person(name: string, role: Role, secret?: string): Promise<PeopleAnswer | undefined>;
  /** Signs in as a browser does; gives the headers of whatever this person asks then. */
  signIn(name: string, secret?: string): Promise<Record<string, string>>;
  /** A kiosk's question. */
  ask(key: string | undefined, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export const pin = '271828';
/** The least that `secretHash` reads again: people outlive a restart. */
const cost = { memory: 8_192, passes: 1, parallelism: 1 };

/** `builtPages`: `dist/ui`, where pages are looked at; without it each says its name. */
export async function openHubBench(
  more: object = {},
  clock: Clock = machineClock,
  builtPages?: string,
): Promise<HubBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  const pageDir = builtPages ?? join(dataDir, 'pages');
  for (const page of builtPages ? [] : ['sign-in', 'fleet', 'counter', 'board', 'assets']) {
    mkdirSync(join(pageDir, page), { recursive: true });
    writeFileSync(join(pageDir, page, 'index.html'), `the page ${page}`);
  }
  const settings = hubFile.parse({ ...smallHub, dataDir, ...more });
  const log: string[] = [];
  return benchOf({
    ...{ settings, clock, log },
    async start() {
      const opened = await openHub({
        ...{ settings, clock, randomBytes, pageDir, cost, version: '0.1.0' },
        workingDirectory: process.cwd(),
        stderr: { write: (line) => log.push(line) },
      });
      if (!opened.ok) throw new Error(opened.problem.kind);
      const hub = opened.value;
      return { url: hub.url, stop: () => hub.close('test') };
    },
    remove: () => rmSync(dataDir, { recursive: true }),
  });
}

interface Parts {
  readonly settings: HubFile;
  readonly clock: Clock;
  readonly log: readonly string[];
  start(): Promise<{ readonly url: string; stop(): Promise<void> }>;
  remove(): void;
}

/** Whatever runs the hub: this process, or one of its own. It is started at once. */
export async function benchOf({ settings, clock, log, start, remove }: Parts): Promise<HubBench> {
  const { dataDir } = settings;
  let hub: Awaited<ReturnType<Parts['start']>> | undefined;
  const url = () => hub?.url ?? '';
  const bench: HubBench = {
    get url() {
      return url();
    },
    dataDir,
    log,
    async enrol(kioskId) {
      const store = await openLogStore({ settings, clock });
      const key = createKioskKey(randomBytes);
      const enrolled = await store.enrolment.enrol(kioskId, hashOfKey(key));
      await store.close();
      if (!enrolled.ok) throw new Error(enrolled.problem.kind);
      return key;
    },
    async revoke(kioskId) {
      const store = await openLogStore({ settings, clock });
      await store.enrolment.revoke(kioskId);
      await store.close();
    },
    async person(name, role, secret = pin) {
      const asked = await askHub({ dataDir, workingDirectory: process.cwd() }, { do: 'set', name, role, secret });
      return asked?.ok ? asked.value : undefined;
    },
    async signIn(name, secret = pin) {
      const answer = await fetch(`${url()}/api/sign-in`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: url() },
        body: JSON.stringify({ name, pin: secret }),
      });
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      const { csrfToken } = (await answer.json()) as { csrfToken: string };
      const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
      return { cookie, 'x-csrf-token': csrfToken, origin: url(), 'content-type': 'application/json' };
    },
    ask: (key, path, body, headers = {}) =>
      fetch(`${url()}/kiosk/v1/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async stop() {
      const running = hub;
      hub = undefined;
      await running?.stop();
    },
    async start() {
      hub = await start();
    },
    async close() {
      await bench.stop();
      remove();
    },
  };
  await bench.start();
  return bench;
}

/** Two services, two places, three counters, two kiosks. */
export const smallHub = {
  profile: 'production',
  site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
  listen: { host: '127.0.0.1', port: 0 },
  services: [
    { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101', quota: 500 },
    { code: 'mat', hisCode: 'K30', name: { vi: 'Khám Mắt' }, prefix: 'B', room: 'P.205' },
  ],
  places: [
    { id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] },
    { id: 'floor-2', name: { vi: 'Tầng 2' }, services: ['mat'] },
  ],
  counters: [
    { id: 'p101', name: { vi: 'Phòng 101' }, place: 'hall', services: ['noi'] },
    { id: 'p102', name: { vi: 'Phòng 102' }, place: 'hall', services: ['noi'] },
    { id: 'p205', name: { vi: 'Phòng 205' }, place: 'floor-2', services: ['mat'] },
  ],
  kiosks: [
    { id: 'kiosk-1', place: 'hall' },
    { id: 'kiosk-2', place: 'floor-2' },
  ],
};

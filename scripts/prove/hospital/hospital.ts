import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { Browser } from 'playwright-core';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import { writeWav } from '#kiosk/bridge/hub/sound/wav.ts';
import { openLogStore } from '#kiosk/hub/log/open-log-store.ts';
import { type Cluster, createCluster } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import type { PostgresqlSettings } from '#kiosk/hub/log/postgresql/target.ts';
import type { LoggedEvent } from '#kiosk/hub/queue/events.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';
import { utteranceOf } from '#kiosk/hub/voice/spoken-words.ts';
import { wordsNeeded } from '#kiosk/hub/voice/words-of-call.ts';
import { openBrowser } from '#kiosk/ui/built-page.ts';
import { type HostProcess, startHost } from '../../soak/host-process.ts';
import { openSoakSite, type SoakSite, serviceCodes, soakServices } from '../../soak/soak-site.ts';
import { type BoardOnWall, hangBoard } from './board-on-wall.ts';
import { type CounterAtWork, openCounter } from './counter-at-work.ts';
import { createHubProcess, type HubProcess } from './hub-process.ts';
import { type Line, type Lines, lineHosts, openLines } from './lines.ts';

/** A whole hospital on this machine: its database, its hubs, its kiosks, its counters and its boards. */
export interface Hospital {
  readonly hubs: readonly HubProcess[];
  readonly lines: Lines;
  readonly kiosks: readonly KioskAtDoor[];
  readonly counters: readonly (CounterAtWork & { readonly line: Line })[];
  readonly boards: readonly (BoardOnWall & { readonly line: Line })[];
  /** `undefined`: SQLite, in the hub's own process. */
  readonly cluster: Cluster | undefined;
  /** Of a kiosk that nobody stands at. */
  readonly spareKey: string;
  /** The log as it lies in the database; with SQLite when its hub has ended. */
  rows(): Promise<{ readonly events: readonly LoggedEvent[]; readonly numbers: readonly NumberRow[] }>;
  close(): Promise<void>;
}

export interface NumberRow {
  readonly day: string;
  readonly series: string;
  readonly sequence: number;
}

export interface KioskAtDoor {
  readonly id: string;
  readonly site: SoakSite;
  readonly host: HostProcess;
  readonly line: Line;
}

export const counterNames = { p101: 'Phòng 101', p102: 'Phòng 102', p103: 'Phòng 103', p109: 'Phòng 109' } as const;
/** Whoever sits at p109, where no patient is sent. */
export const spare = { counter: 'p109', service: 'thu', person: { name: 'Thu', pin: '739158' } } as const;
const staff = [
  { counter: 'p101', person: { name: 'Lan', pin: '739155' } },
  { counter: 'p102', person: { name: 'Minh', pin: '739156' } },
  { counter: 'p103', person: { name: 'Hoa', pin: '739157' } },
] as const;
const boardNames = ['board 1', 'board 2'] as const;
const kioskIds = ['kiosk-1', 'kiosk-2'] as const;

/** What espeak-ng may be told: the words of calls at these counters, and nothing about anybody. */
export const wordsOfHospital: ReadonlySet<string> = new Set(
  wordsNeeded(Object.keys(counterNames), ['vi']).flatMap(
    (word) => utteranceOf(word, { dialect: 'north', counterName: (id) => ({ vi: nameOf(id) }) })?.text ?? [],
  ),
);

export interface HospitalWishes {
  readonly database: 'postgresql' | 'sqlite';
  readonly random: () => number;
  /** Ms that a patient is served. */
  readonly pauseMs: number;
}

export async function openHospital({ database, random, pauseMs }: HospitalWishes): Promise<Hospital> {
  const closing: (() => unknown)[] = [];
  try {
    return await open();
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    for (const each of closing.splice(0).reverse()) await each();
  }

  async function open(): Promise<Hospital> {
    const folder = mkdtempSync(join(tmpdir(), 'tiep-don-hospital-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const cluster = database === 'postgresql' ? await createCluster() : undefined;
    if (cluster) closing.push(() => cluster.remove());
    const stored = cluster ? await cluster.createDatabase() : ({ kind: 'sqlite' } as const);
    const port = await freePort();
    const settings = settingsOf(folder, stored);
    const hosts = cluster ? ['127.0.0.2', '127.0.0.3'] : ['127.0.0.2'];
    const hubs = hosts.map((host, at) => createHubProcess({ folder, name: `hub-${at + 1}`, host, port, settings }));
    for (const hub of hubs) {
      closing.push(() => hub.end('SIGKILL'));
      await hub.start();
      for (const { person } of [...staff, spare]) await hub.addPerson(person);
    }
    const lines = openLines({ port, hubs: hosts });
    closing.push(() => lines.close());
    while (lines.deciding() === undefined) await pass(50);
    const keys = await enrol({ ...settings, dataDir: hubs[0]?.dataDir ?? '' }, folder);
    const kiosks = await Promise.all(kioskIds.map((id) => openKiosk(id, folder, lines)));
    const browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
    closing.push(() => browser.close());
    while (hubs.some((hub) => new Set(hub.said()).size < wordsOfHospital.size)) await pass(100);
    const boards = await Promise.all(boardNames.map((name) => openBoard(browser, name, lines)));
    const counters = await Promise.all(staff.map((each) => openDesk(browser, each, lines)));
    const spareKey = keys.get(spareKiosk) ?? '';
    const rows = () => (cluster ? postgresqlRows(cluster, stored as PostgresqlSettings) : sqliteRows(hubs[0]));
    return { hubs, lines, kiosks, counters, boards, cluster, spareKey, rows, close };
  }

  async function openKiosk(id: string, folder: string, lines: Lines): Promise<KioskAtDoor> {
    const line = await lines.open(id);
    const hub = {
      url: line.url,
      keyFile: join(folder, `${id}.key`),
      documentKeyFile: join(folder, 'documents.key'),
    };
    const site = await openSoakSite({ paced: false, kioskId: id, hub });
    closing.push(() => site.close());
    closing.push(() => rmSync(join(site.dataDir, '..'), { recursive: true, force: true }));
    const host = await startHost(site.siteFile);
    closing.push(() => (host.hasEnded() ? undefined : host.end('SIGKILL')));
    return { id, site, host, line };
  }

  async function openBoard(browser: Browser, name: string, lines: Lines) {
    const line = await lines.open(name);
    return { ...(await hangBoard({ browser, url: line.url, place: 'hall', name })), line };
  }

  async function openDesk(browser: Browser, { counter, person }: (typeof staff)[number], lines: Lines) {
    const line = await lines.open(counter);
    return { ...(await openCounter({ browser, url: line.url, counter, person, random, pauseMs })), line };
  }
}

const spareKiosk = 'kiosk-9';

/** As `npm run hub-key` and `npm run document-key` do it, once a hub decides. */
async function enrol(settings: object, folder: string): Promise<ReadonlyMap<string, string>> {
  const store = await openLogStore({ settings: hubFile.parse(settings), clock: machineClock });
  const keys = new Map<string, string>();
  for (const id of [...kioskIds, spareKiosk]) {
    const key = createKioskKey(randomBytes);
    const enrolled = await store.enrolment.enrol(id, hashOfKey(key));
    if (!enrolled.ok) throw new Error(enrolled.problem.kind);
    keys.set(id, key);
    writeFileSync(join(folder, `${id}.key`), `${key}\n`, { mode: 0o600 });
  }
  await store.close();
  writeFileSync(join(folder, 'documents.key'), `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  return keys;
}

function settingsOf(folder: string, database: PostgresqlSettings | { readonly kind: 'sqlite' }) {
  const packDir = join(folder, 'pack');
  mkdirSync(packDir);
  writeFileSync(join(packDir, 'chime.wav'), shortChime());
  const counter = (id: keyof typeof counterNames, place: string, services: readonly string[]) => ({
    ...{ id, place, services },
    name: { vi: counterNames[id] },
  });
  return {
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Bệnh viện Thử Nghiệm' },
    allowedHosts: lineHosts(kioskIds.length + boardNames.length + staff.length),
    database,
    services: [
      ...soakServices(),
      { code: spare.service, hisCode: 'K09', name: { vi: 'Phòng trống' }, prefix: 'X', room: '109' },
    ],
    places: [
      { id: 'hall', name: { vi: 'Sảnh' }, services: serviceCodes, voice: { packDir } },
      { id: 'office', name: { vi: 'Văn phòng' }, services: [spare.service] },
    ],
    counters: [
      ...staff.map(({ counter: id }) => counter(id, 'hall', serviceCodes)),
      counter(spare.counter, 'office', [spare.service]),
    ],
    kiosks: kioskIds.map((id) => ({ id, place: 'hall' })),
  };
}

/** A fifth of a second in the place of more than one: busy counters call faster here than anywhere. */
function shortChime(): Uint8Array {
  const sampleRate = 22_050;
  const samples = Int16Array.from(
    { length: sampleRate / 5 },
    (_, at) => 9_000 * Math.sin((2 * Math.PI * 700 * at) / sampleRate),
  );
  return writeWav({ sampleRate, samples });
}

function nameOf(counter: string): string {
  return counterNames[counter as keyof typeof counterNames];
}

async function postgresqlRows(cluster: Cluster, at: PostgresqlSettings) {
  const events = await cluster.query(at, 'select * from hub_event order by day, position');
  const numbers = await cluster.query(at, 'select * from hub_number');
  return { events: events.map(eventOf), numbers: numbers as unknown as readonly NumberRow[] };
}

function sqliteRows(hub: HubProcess | undefined) {
  const db = new Database(join(hub?.dataDir ?? '', 'hub.sqlite'), { readonly: true });
  try {
    const events = db.prepare<[], Record<string, unknown>>('select * from hub_event order by day, position').all();
    return Promise.resolve({
      events: events.map(eventOf),
      numbers: db.prepare<[], NumberRow>('select * from hub_number').all(),
    });
  } finally {
    db.close();
  }
}

/** As it lies there, read with nothing of the hub's own. */
function eventOf({ day, position, act_id, at, event }: Readonly<Record<string, unknown>>): LoggedEvent {
  return { day, position, actId: act_id, at: Number(at), event: JSON.parse(String(event)) } as LoggedEvent;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

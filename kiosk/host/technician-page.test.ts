import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import type { PageDriver } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

/** A whole kiosk and its technician. The clock stands still, so that nothing but a press can end a wait. */

const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
let dataDir: string;
let receiver: ScriptedReceiver;
let status: number;
let kiosk: Kiosk;
let page: PageDriver;
let lines: { readonly event: LogEventId; readonly endpointId?: string }[];
let onLine: () => void;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-try-now-'));
  status = 401;
  lines = [];
  onLine = () => {};
  receiver = await openScriptedReceiver(() => ({ status }), clock.now);
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    hospital: [
      { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET', simulated: true },
    ],
  });
  kiosk = await startKiosk(site, {
    clock,
    environment: { WEBHOOK_SECRET: testSecret },
    stderr: {
      write: (line: string) => {
        lines.push(JSON.parse(line));
        onLine();
      },
    },
  });
  page = await openPageOf(kiosk);
});

afterEach(async () => {
  page.close();
  await kiosk.close('SIGTERM');
  await receiver.close();
  rmSync(dataDir, { recursive: true });
});

async function checkInWithoutPapers(): Promise<void> {
  await page.shown(({ screen }) => screen.show === 'attract');
  await page.tap('start-without-papers', {});
  await page.shown(({ screen }) => screen.show === 'choose-service');
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  await page.shown((snapshot) => ticketOf(snapshot) !== undefined);
}

function logged(event: LogEventId): Promise<void> {
  return new Promise((resolve) => {
    onLine = () => {
      if (lines.some((line) => line.event === event)) resolve();
    };
    onLine();
  });
}

interface Technician {
  /** What a page that is opened now shows. */
  state(): Promise<UpkeepState>;
  act(act: UpkeepAct): Promise<number>;
  get(path: string): Promise<Response>;
  post(path: string, body: object): Promise<Response>;
}

async function openTechnicianPage(): Promise<Technician> {
  const launch = new URL(kiosk.newTechnicianUrl());
  const launched = await fetch(launch, { redirect: 'manual' });
  const cookie = launched.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const { origin } = launch;
  const get = (path: string) => fetch(`${origin}${path}`, { headers: { cookie } });
  const post = (path: string, body: object) =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    async state() {
      const events = await get('/events');
      assert.ok(events.body);
      const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      while (!text.endsWith('\n\n')) text += (await reader.read()).value ?? '';
      await reader.cancel();
      return JSON.parse(text.slice('data: '.length));
    },
    get,
    post,
    act: (act) => post('/api/act', act).then((answer) => answer.status),
  };
}

test('a hospital whose settings were mended has the registration right after the technician presses Try now', async () => {
  await checkInWithoutPapers();
  await logged('delivery-delayed');
  const technician = await openTechnicianPage();
  const before = (await technician.state()).endpoints[0];
  status = 200;
  assert.equal(receiver.heard.length, 1);
  assert.equal(await technician.act({ do: 'try-now', endpointId: 'rest' }), 204);
  await logged('delivery-accepted');
  const after = (await technician.state()).endpoints[0];
  assert.deepEqual([before?.circuit, before?.reason, before?.queued], ['open', 'http-unauthorized', 1]);
  assert.deepEqual([after?.circuit, after?.reason, after?.queued], ['closed', undefined, 0]);
  const [first, second] = receiver.heard.map(({ body }) => body);
  assert.equal(second, first, 'the same message');
  const tried = lines.filter(({ event }) => event === 'endpoint-tried');
  assert.deepEqual(
    tried.map(({ endpointId }) => endpointId),
    ['rest'],
  );
  assert.equal(await technician.act({ do: 'try-now', endpointId: 'rest' }), 409, 'nothing waits any more');
});

test("the technician saves today's check-in file while the kiosk runs, and reads whose row is to be completed", async () => {
  await checkInWithoutPapers();
  const technician = await openTechnicianPage();
  const [day] = (await technician.state()).checkInDays;
  const asked = await technician.post(`/api/check-in/${day?.day}`, { by: 'Trần Thị Thử' });
  const { pass } = (await asked.json()) as { readonly pass: string };
  const file = await technician.get(`/check-in/${day?.day}?pass=${pass}`);
  const text = await file.text();
  await logged('check-in-downloaded');
  const report = await (await technician.get(`/api/check-in/${day?.day}`)).json();
  assert.deepEqual(day, { day: '2026-11-21', isOver: false });
  assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 1);
  assert.partialDeepStrictEqual(report, { visits: 1, rows: 1, isOver: false, incomplete: [{ ticketNumber: 'A001' }] });
  assert.equal((await technician.state()).checkInDays[0]?.download?.ended, 'whole');
});

test('one more address is given by a socket that is nobody else’s, opens the page once, and dies within a minute', async () => {
  const socket = join(dataDir, 'technician.sock');
  assert.equal(statSync(socket).mode & 0o777, 0o600);
  const askedFor = async () => {
    let said = '';
    for await (const text of connect(socket).setEncoding('utf8')) said += text;
    return new URL(said.trim());
  };
  const open = async (url: URL) => (await fetch(url, { redirect: 'manual' })).status;
  const [first, late] = [await askedFor(), await askedFor()];
  assert.equal(first.port, new URL(kiosk.newTechnicianUrl()).port);
  assert.deepEqual([await open(first), await open(first)], [303, 403]);
  clock.advance(60_001);
  assert.deepEqual([await open(late), await open(new URL(kiosk.newTechnicianUrl()))], [403, 303]);
});

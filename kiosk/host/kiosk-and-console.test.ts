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
import { type ConsoleDriver, openConsoleAt } from './bench/console-driver.ts';
import type { PageDriver } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startHost } from './bench/start-kiosk.ts';
import type { Host } from './host.ts';

/** A whole kiosk and its console. The clock stands still, so that nothing but a press can end a wait. */

const clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
let dataDir: string;
let receiver: ScriptedReceiver;
let status: number;
let host: Host;
let technician: ConsoleDriver;
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
    management: { listen: { port: 0 } },
    hospital: [
      { id: 'rest', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET', simulated: true },
    ],
  });
  host = await startHost(
    { site, dataDir },
    {
      clock,
      environment: { WEBHOOK_SECRET: testSecret },
      stderr: {
        write: (line: string) => {
          lines.push(JSON.parse(line));
          onLine();
        },
      },
    },
  );
  technician = await openConsoleAt(host.newTechnicianUrl());
  page = await openPageOf(host);
});

afterEach(async () => {
  page.close();
  await host.close('SIGTERM');
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

test('a hospital whose settings were mended has the registration right after the technician presses Try now', async () => {
  await checkInWithoutPapers();
  await logged('delivery-delayed');
  const before = (await technician.now()).endpoints[0];
  status = 200;
  assert.equal(receiver.heard.length, 1);
  assert.equal(await technician.act({ do: 'try-now', endpointId: 'rest' }), 204);
  await logged('delivery-accepted');
  const after = (await technician.now()).endpoints[0];
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
  const [day] = (await technician.now()).checkInDays;
  const asked = await technician.call('check-in/ask', { day: day?.day ?? '' });
  const file = await technician.get(`/check-in/${day?.day}?pass=${asked.body?.pass}`);
  const text = await file.text();
  await logged('check-in-downloaded');
  const { body: report } = await technician.call('check-in/report', { day: day?.day ?? '' });
  assert.deepEqual(day, { day: '2026-11-21', isOver: false });
  assert.equal(text.match(/<TRANG_THAI_KCB>/g)?.length, 1);
  assert.partialDeepStrictEqual(report, { visits: 1, rows: 1, isOver: false, incomplete: [{ ticketNumber: 'A001' }] });
  assert.equal((await technician.now()).checkInDays[0]?.download?.ended, 'whole');
});

test('one more address is given by a socket that is nobody else’s, and opens the console once', async () => {
  const socket = join(dataDir, 'technician.sock');
  assert.equal(statSync(socket).mode & 0o777, 0o600);
  const askedFor = async () => {
    let said = '';
    for await (const text of connect(socket).setEncoding('utf8')) said += text;
    return new URL(said.trim());
  };
  const open = async (url: URL) => (await fetch(url, { redirect: 'manual' })).headers.get('location');
  const first = await askedFor();
  assert.equal(first.origin, technician.origin);
  assert.deepEqual([await open(first), await open(first)], ['/overview', '/sign-in']);
});

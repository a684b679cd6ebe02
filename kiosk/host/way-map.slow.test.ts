import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type SimulatedPrinter, startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import { openPageOf, startKiosk } from './bench/start-kiosk.ts';
import type { Kiosk } from './kiosk.ts';

const roomMap = fileURLToPath(new URL('../../config/sites/maps/room-101.png', import.meta.url));
const [medicine, ...others] = syntheticSite.services;

let dataDir: string;
let printer: SimulatedPrinter;
let kiosk: Kiosk;
let page: PageDriver;
let lines: { readonly event: string; readonly reason?: string; readonly field?: string }[];

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-way-map-'));
  printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 80 });
  lines = [];
});

afterEach(async () => {
  page.close();
  await kiosk.close('SIGTERM');
  await printer.close();
  rmSync(dataDir, { recursive: true });
});

async function openWithMap(mapFile: string | undefined): Promise<void> {
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    services: [{ ...medicine, ...(mapFile === undefined ? {} : { mapFile }) }, ...others],
    devices: [
      {
        ...{ id: 'printer', kind: 'ticket-printer', driver: 'escpos', simulated: true },
        transport: { kind: 'tcp', host: '127.0.0.1', port: printer.wirePort },
      },
    ],
  });
  kiosk = await startKiosk(site, { stderr: { write: (line: string) => void lines.push(JSON.parse(line)) } });
  page = await openPageOf(kiosk);
}

/** Of the first service, with its paper in the slot. */
async function takeTicket(mapIsThere: boolean) {
  await page.shown(screen('attract'));
  await page.tap('start-without-papers', {});
  await page.shown(screen('choose-service'));
  await page.tap('answer', { answer: { serviceCode: 'noi' } });
  const shown = await page.shown((snapshot) => {
    const ticket = ticketOf(snapshot);
    return ticket?.paper === 'printed' && (ticket.map !== undefined) === mapIsThere;
  });
  const paper = printer.papers().at(-1);
  assert.ok(paper);
  return { ticket: ticketOf(shown), paper };
}

function statusOf(path: string, cookie: string): Promise<readonly [number | undefined, string | undefined]> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: kiosk.port, path, headers: { cookie } }, (response) => {
      response.resume();
      resolve([response.statusCode, response.headers['content-type']]);
    }).on('error', reject);
  });
}

function cookie(): Promise<string> {
  return new Promise((resolve) => {
    get(kiosk.newLaunchUrl(), (response) => {
      response.resume();
      resolve(response.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '');
    });
  });
}

test("a ticket has the site's map of the way, on paper and on the screen, and only the kiosk's page gets the picture", async () => {
  await openWithMap(undefined);
  const plain = await takeTicket(false);
  page.close();
  await kiosk.close('SIGTERM');
  const mapFile = join(dataDir, 'way.png');
  copyFileSync(roomMap, mapFile);
  await openWithMap(mapFile);
  const { ticket, paper } = await takeTicket(true);
  // 552 dots across between the margins, and 320 of 560 of that high; another number has other letters.
  assert.ok(Math.abs(paper.heightDots - plain.paper.heightDots - 315) < 30);
  const address = ticket?.map ?? '';
  assert.match(address, /^\/way-maps\/[0-9a-f]{24}\.png$/);
  const own = await cookie();
  assert.deepEqual(await statusOf(address, own), [200, 'image/png']);
  assert.equal((await statusOf(address, ''))[0], 403);
  assert.equal((await statusOf('/way-maps/room-101.png', own))[0], 404);
});

test.each([
  ['is not there', undefined, 'map-not-there'],
  ['is no picture', Buffer.from('words, and a few more of them, so that they are longer than a header'), 'map-not-png'],
  [
    'is damaged inside',
    Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d4948445200000230000001400100000000', 'hex'),
      Buffer.from('____'),
      Buffer.from('0000000049454e44ae426082', 'hex'),
    ]),
    'map-not-drawable',
  ],
] as const)('a map that %s stops no ticket, and the log tells which field to look at', async (_is, bytes, reason) => {
  const mapFile = join(dataDir, 'way.png');
  if (bytes) writeFileSync(mapFile, bytes);
  await openWithMap(mapFile);
  const { ticket } = await takeTicket(false);
  assert.match(ticket?.number ?? '', /^A\d{3}$/);
  assert.deepEqual(
    lines.filter(({ event }) => event === 'map-not-shown').map((line) => [line.field, line.reason]),
    [['services[0].mapFile', reason]],
  );
});

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createVisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';
import type { Health } from './health.ts';
import { readTicketCode, ticketCode } from './ticket/ticket-code.ts';
import { createTicketTags } from './ticket/ticket-tag.ts';

/** On a whole kiosk over real wires: a ticket that somebody has made up is measured nowhere where anybody can tell (K6). */
let bench: KioskBench;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tiep-don-ticket-key-'));
});
afterEach(async () => {
  await bench.close();
  rmSync(folder, { recursive: true });
});

const show = (code: string) => bench.scan(new TextEncoder().encode(`${code}\r`));

/** Where the scan of this code leads to. */
async function afterShowing(code: string): Promise<string> {
  const before = await bench.shown(() => true);
  await show(code);
  const { screen: at } = await bench.shown(
    ({ revision, screen: { show } }) => revision > before.revision && (show === 'get-ready' || show === 'scan-again'),
  );
  if (at.show === 'get-ready') {
    await bench.page().tap('start-over', {});
    await bench.shown(screen('attract'));
  }
  return at.show === 'scan-again' ? `${at.show}: ${at.why}` : at.show;
}

async function health(): Promise<Health> {
  const answer = await fetch(`http://127.0.0.1:${bench.kiosk().port}/healthz`);
  return answer.json() as Promise<Health>;
}

const { facilityCode, timeZone } = syntheticSite.site;
const secret = 'a secret that the whole hospital shares';

const madeUp = () => ({
  facilityCode,
  day: businessDayAt(Date.now(), timeZone),
  number: 'ZZ99999',
  visitId: createVisitId(randomBytes, Date.now()),
});

/** As another kiosk of the hospital prints it. */
function ofAnotherKiosk(): string {
  const code = { ...madeUp(), number: 'A012' };
  return ticketCode({ ...code, tag: createTicketTags(Buffer.from(secret)).tagOf(code) });
}

function ticketKeyFile(): string {
  const path = join(folder, 'ticket.key');
  writeFileSync(path, `${secret}\n`, { mode: 0o600 });
  return path;
}

const open = (stations: ('check-in' | 'vitals')[], house = {}, measuring?: Readonly<Record<string, unknown>>) =>
  openKioskBench(stations, undefined, undefined, undefined, undefined, house, {}, measuring ? { measuring } : {});

test('where visits are stored, a made-up ticket is asked for again, and the patient with a real one sits down', async () => {
  bench = await open(['check-in', 'vitals']);
  await bench.scan(scanOf('old-person'));
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const ticket = ticketOf(await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed'));
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));
  const own = readTicketCode(ticket?.code ?? '');
  if (!own) throw new Error('no ticket');

  expect(own.tag).toBeDefined();
  expect(await afterShowing(ticketCode({ ...madeUp(), tag: undefined }))).toMatch(/^scan-again/);
  expect(await afterShowing(ticketCode({ ...own, number: 'ZZ99999' }))).toMatch(/^scan-again/);
  expect(await afterShowing(ticketCode(own))).toBe('get-ready');
  expect(await afterShowing(ticketCode({ ...own, tag: undefined }))).toBe('get-ready');
}, 20_000);

test('a kiosk that only measures knows the hospital’s tickets by its key, and no others', async () => {
  bench = await open(['vitals'], { ticketKeyFile: ticketKeyFile() });
  expect(await afterShowing(ticketCode({ ...madeUp(), tag: undefined }))).toMatch(/^scan-again/);
  expect(await afterShowing(ticketCode({ ...madeUp(), tag: '0123456789ABCDEF' }))).toMatch(/^scan-again/);
  expect(await afterShowing(ofAnotherKiosk())).toBe('get-ready');
  expect((await health()).tickets).toBe('verified');
}, 20_000);

test('while somebody rests before the cuff a made-up ticket means nothing, and a real one waits', async () => {
  bench = await open(['vitals'], { ticketKeyFile: ticketKeyFile() }, {});
  await show(ofAnotherKiosk());
  await bench.shown(screen('get-ready'));
  await bench.page().tap('start-measuring', {});
  await bench.shown(screen('resting'));
  await show(ticketCode({ ...madeUp(), tag: '0123456789ABCDEF' }));
  expect((await bench.shown(({ notice }) => notice === 'code-not-usable')).screen.show).toBe('resting');
  await show(ofAnotherKiosk());
  expect((await bench.shown(({ notice }) => notice === 'please-wait-for-measurement')).screen.show).toBe('resting');
}, 20_000);

test('without the key it still measures, and tells the technician that it cannot tell', async () => {
  bench = await open(['vitals']);
  await bench.logged('tickets-not-verified');
  expect(await afterShowing(ofAnotherKiosk())).toBe('get-ready');
  expect((await health()).tickets).toBe('not-verified');
}, 20_000);

test('a key that others can read stops the start with a sentence', async () => {
  bench = await open(['vitals']);
  const path = join(folder, 'open.key');
  writeFileSync(path, secret, { mode: 0o644 });
  await expect(open(['vitals'], { ticketKeyFile: path })).rejects.toThrow(
    `The key of the hospital's tickets (site.ticketKeyFile) cannot be used. ${path} can be read by other users.`,
  );
}, 20_000);

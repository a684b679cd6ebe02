import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { LobbyAct, Snapshot } from '#kiosk/bridge/words.ts';
import { openPage, type PageDriver, screen } from '../bench/page-driver.ts';
import { type Host, openHost } from '../host.ts';
import { lobbyTimes } from './lobby.ts';

/** The corner of the patient's screen, on a whole host and over its real sockets. */
const pin = '141421';
let dataDir: string;
let clock = createHandCrankedClock();
let host: Host;
let page: PageDriver;

async function start(): Promise<void> {
  const opened = await openHost(
    {
      site: siteFile.parse({
        ...syntheticSite,
        kiosk: { ...syntheticSite.kiosk, dataDir, listen: { host: '127.0.0.1', port: 0 } },
        management: { listen: { host: '127.0.0.1', port: 0 } },
        devices: [{ id: 'scanner', kind: 'barcode-scanner', driver: 'keyboard' }],
      }),
      siteFile: join(dataDir, 'site.json'),
      dataDir,
      dataDirIsGiven: false,
    },
    {
      clock,
      randomBytes,
      random: () => 0.5,
      pageDir: tmpdir(),
      workingDirectory: process.cwd(),
      credentialsDirectory: undefined,
      environment: {},
      version: '0.0.0-test',
      stderr: { write: () => true },
    },
  );
  if (!opened.ok) throw new Error(opened.problem.kind);
  host = opened.value;
  await openPatientPage();
}

async function openPatientPage(): Promise<void> {
  const opened = await openPage(host.newLaunchUrl(), { clock });
  if (!opened.ok) throw new Error(opened.problem.kind);
  page = opened.value;
  await page.shown(() => true);
}

async function stop(): Promise<void> {
  page.close();
  await host.close('SIGTERM');
}

/** Signed in with the owner's address, as a technician would. */
async function setLobbyPin(to: string | null = pin): Promise<void> {
  const url = new URL(host.newTechnicianUrl());
  const opened = await fetch(url, { redirect: 'manual' });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const me = (await (await fetch(`${url.origin}/api/me`, { headers: { cookie } })).json()) as { csrfToken: string };
  const call = (name: string, asks: object) =>
    fetch(`${url.origin}/api/call/${name}`, {
      method: 'POST',
      headers: { cookie, origin: url.origin, 'content-type': 'application/json', 'x-csrf-token': me.csrfToken },
      body: JSON.stringify(asks),
    });
  const own = { pin: '' };
  await call('people/add', { name: 'Minh Thử', roles: ['supervisor'], pin: '271828', own });
  expect((await call('people/set-lobby-pin', { pin: to, own })).status).toBe(204);
}

/** The page answers the host's pings meanwhile. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1_000) {
    clock.advance(Math.min(1_000, ms - passed));
    await page.tap('touched', {});
  }
}

async function openMenu(): Promise<void> {
  expect((await page.tap('open-lobby', {})).ok).toBe(true);
  await page.shown(screen('lobby-pad'));
  await page.tap('lobby-pin', { pin });
  await page.shown(screen('lobby-menu'));
}

/** What was noted, by the names of the acts; the file is what stands in it whatever the program says. */
function auditOf(): string[] {
  const folder = join(dataDir, 'staff', 'audit');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl') || name.startsWith('audit'))
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { act: string }).act);
}

const act = (wanted: LobbyAct) => page.tap('lobby-act', { act: wanted });

const menuOf = ({ screen: shows }: Snapshot) => (shows.show === 'lobby-menu' ? shows : undefined);
const padOf = ({ screen: shows }: Snapshot) => (shows.show === 'lobby-pad' ? shows : undefined);

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-lobby-'));
  clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  await start();
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

test('while there is no lobby PIN the gesture does nothing, and whoever is being served goes on', async () => {
  await page.tap('start-without-papers', {});
  const before = await page.shown(screen('choose-service'));
  expect(await page.tap('open-lobby', {})).toEqual({ ok: false, problem: { kind: 'not-now' } });
  expect(await page.shown(() => true)).toEqual(before);
});

test('staff who come clear the screen first, and the pad leaves after ten seconds without a key', async () => {
  await setLobbyPin();
  await page.tap('start-without-papers', {});
  const { session } = await page.shown(screen('choose-service'));
  await page.tap('open-lobby', {});
  const pad = await page.shown(screen('lobby-pad'));
  expect(pad.session).toBe('none');
  expect(pad.screen).toEqual({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 });
  expect(JSON.stringify(pad)).not.toContain(session);
  await pass(lobbyTimes.padMs - 1_000);
  await page.tap('lobby-key', {});
  await pass(lobbyTimes.padMs - 1_000);
  expect((await page.shown(() => true)).screen.show).toBe('lobby-pad');
  await pass(1_000);
  await page.shown(screen('attract'));
});

test('a patient’s number that was stored stays, and the next one is another', async () => {
  await setLobbyPin();
  const number = async () => {
    await page.shown(screen('attract'));
    await page.tap('start-without-papers', {});
    await page.shown(screen('choose-service'));
    await page.tap('answer', { answer: { serviceCode: 'noi' } });
    const shown = await page.shown(({ screen: { show } }) => show === 'go-to-desk' || show === 'take-ticket');
    return 'ticket' in shown.screen ? shown.screen.ticket.number : '';
  };
  const first = await number();
  await page.tap('open-lobby', {});
  await page.shown(screen('lobby-pad'));
  await page.tap('close-lobby', {});
  const second = await number();
  expect([first, second]).toEqual([first, first.replace(/1$/, '2')]);
});

test('the right PIN opens the menu, which leaves after a minute without an act, and nothing of it is the console', async () => {
  await setLobbyPin();
  await openMenu();
  await pass(lobbyTimes.menuMs - 1_000);
  await act('test-print');
  await page.shown((snapshot) => menuOf(snapshot)?.print === 'no-printer');
  await pass(lobbyTimes.menuMs - 1_000);
  expect((await page.shown(() => true)).screen.show).toBe('lobby-menu');
  await pass(1_000);
  await page.shown(screen('attract'));
});

test('out of service by staff outlives a restart of the program, until somebody puts the kiosk back', async () => {
  await setLobbyPin();
  await openMenu();
  await act('out-of-service');
  await page.shown((snapshot) => menuOf(snapshot)?.service === 'out');
  await page.tap('close-lobby', {});
  await page.shown(screen('out-of-service'));
  await stop();
  await start();
  await page.shown(screen('out-of-service'));
  expect((await page.tap('start-without-papers', {})).ok).toBe(false);
  await page.tap('typed-code', { text: '027048000123|271828000|Nguyễn Thị Thử|15081948|Nữ|Bắc Ninh|01012022' });
  await pass(20_000);
  expect((await page.shown(() => true)).screen.show).toBe('out-of-service');
  await openMenu();
  await act('in-service');
  await page.tap('close-lobby', {});
  await page.shown(screen('attract'));
  expect(existsSync(join(dataDir, 'out-of-service.json'))).toBe(false);
});

test('a restart closes the kiosk and opens it anew, at rest', async () => {
  await setLobbyPin();
  await openMenu();
  const before = host.kiosk();
  await act('restart');
  for (let turn = 0; host.kiosk() === before || !host.kiosk(); turn += 1) {
    expect(turn).toBeLessThan(500);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await openPatientPage();
  await page.shown(screen('attract'));
});

test('a test scan says what kind of code it was, and serves nobody', async () => {
  await setLobbyPin();
  await openMenu();
  await act('test-scan');
  await page.shown((snapshot) => menuOf(snapshot)?.scan === 'waiting');
  await page.tap('typed-code', { text: 'TIEPDON:1:27005:20261121:A012:5K9Q2M7XW0C4R8ZT3VBN', ended: 'by-key' });
  const shown = await page.shown((snapshot) => !['none', 'waiting'].includes(menuOf(snapshot)?.scan ?? 'none'));
  expect(menuOf(shown)?.scan).toBe('ticket');
  expect(shown.session).toBe('none');
});

test('what a scanner types is never a digit of the pad', async () => {
  await setLobbyPin();
  await page.tap('open-lobby', {});
  await page.shown(screen('lobby-pad'));
  for (const text of [pin, `${pin}${pin}`, `${pin}\n`]) await page.tap('typed-code', { text, ended: 'by-key' });
  expect((await page.shown(() => true)).screen).toMatchObject({ show: 'lobby-pad', attempt: 0 });
});

test('a thousand guesses over the bridge, one after the other or at once, are three', async () => {
  await setLobbyPin();
  await page.tap('open-lobby', {});
  await page.shown(screen('lobby-pad'));
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    await page.tap('lobby-pin', { pin: '999999' });
    await page.shown((snapshot) => padOf(snapshot)?.attempt === attempt);
  }
  const locked = await page.shown((snapshot) => padOf(snapshot)?.tells === 'locked-out');
  expect(padOf(locked)?.secondsLeft).toBe(30);
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(
      Array.from({ length: 100 }, (_, each) =>
        page.tap('lobby-pin', { pin: each === 50 ? pin : String(100_000 + each) }),
      ),
    );
  }
  expect((await page.shown(() => true)).screen).toMatchObject({ show: 'lobby-pad', tells: 'locked-out' });
  const wrong = auditOf().filter((each) => each === 'lobby-pin-wrong');
  expect([wrong.length, auditOf().includes('lobby-pad-opened')]).toEqual([3, false]);
  // Closed and opened anew, restarted: the lock stands.
  await stop();
  await start();
  await page.tap('open-lobby', {});
  await page.shown(screen('lobby-pad'));
  await page.tap('lobby-pin', { pin });
  await page.shown((snapshot) => padOf(snapshot)?.tells === 'locked-out');
});

test('a script in the page that sends what it likes gets the pad and nothing behind it', async () => {
  await setLobbyPin();
  const acts: readonly LobbyAct[] = ['test-print', 'test-scan', 'restart', 'out-of-service', 'in-service'];
  const lies = ['attract', 'lobby-pad', 'lobby-menu'] as const;
  for (const lie of lies) {
    for (const each of acts)
      expect((await page.tapAs({ session: 'none', screen: lie }, 'lobby-act', { act: each })).ok).toBe(false);
    expect((await page.tapAs({ session: 'none', screen: lie }, 'lobby-pin', { pin })).ok).toBe(false);
  }
  await page.tap('open-lobby', {});
  await page.shown(screen('lobby-pad'));
  for (const lie of lies) {
    for (const each of acts)
      expect((await page.tapAs({ session: 'none', screen: lie }, 'lobby-act', { act: each })).ok).toBe(false);
  }
  expect(existsSync(join(dataDir, 'out-of-service.json'))).toBe(false);
  expect(auditOf().filter((each) => each === 'lobby-act')).toEqual([]);
});

test('the patient’s page, with all that it has, gets nothing from the console', async () => {
  const console = new URL(host.newTechnicianUrl()).origin;
  const launched = await fetch(host.newLaunchUrl(), { redirect: 'manual' });
  const cookie = launched.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const patient = new URL(host.newLaunchUrl()).origin;
  expect((await fetch(`${console}/api/me`, { headers: { cookie } })).status).toBe(401);
  for (const origin of [patient, console]) {
    const asked = await fetch(`${console}/api/call/kiosk/act`, {
      method: 'POST',
      headers: { cookie, origin, 'content-type': 'application/json' },
      body: '{}',
    });
    expect([401, 403]).toContain(asked.status);
  }
});

test('each act stands in the audit log, by nobody’s name', async () => {
  await setLobbyPin();
  await openMenu();
  await act('test-print');
  await act('out-of-service');
  await act('in-service');
  expect(auditOf().slice(-4)).toEqual(['lobby-pad-opened', 'lobby-act', 'lobby-act', 'lobby-act']);
});

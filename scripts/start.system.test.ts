import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, test } from 'vitest';
import { openVirtualReader } from '#drivers/card-reader/virtual-reader.simulator.ts';
import type { ChipReading } from '#drivers/contract/card-reader.ts';
import type {
  CardReaderSimulatorAction,
  PressureMonitorSimulatorState,
  PrinterSimulatorState,
  ScannerSimulatorState,
} from '#drivers/contract/simulator.ts';
import type { HubSimulatorAction, HubSimulatorState } from '#kiosk/dev-dock/hub-words.ts';
import { sayNoChipCard } from './start/find-vpcd.ts';

const root = resolve(import.meta.dirname, '..');
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface RunningDemo {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly kiosk: string;
  readonly dock: string;
  readonly hospital: string;
  readonly said: () => string;
  readonly errors: () => string;
  /** Where its site file is, with its other files. */
  readonly folder: string;
  /** Process ids of its programs. */
  readonly programs: readonly number[];
}

/** Runs `npm start`'s script on free ports and waits for its addresses. */
async function startDemo(...args: readonly string[]): Promise<RunningDemo> {
  const child = spawn(process.execPath, ['scripts/start.ts', '--free-ports', '--no-window', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanUps.push(() => child.kill('SIGKILL'));
  let said = '';
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const addresses = new Promise<void>((found, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/Ctrl-C stops everything/.test(said)) found();
    });
    child.once('exit', (code) => failed(new Error(`npm start ended with ${code}:\n${said}${errors}`)));
  });
  await addresses;
  const folder = join(root, /data\/demo-\d+/.exec(said)?.[0] ?? assert.fail(said));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  const address = (name: string) => new RegExp(`^ *${name} +(http://\\S+)$`, 'm').exec(said)?.[1] ?? assert.fail(said);
  return {
    process: child,
    kiosk: address('Kiosk'),
    dock: address('Dev dock'),
    hospital: address('Hospital'),
    said: () => said,
    errors: () => errors,
    folder,
    programs: readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim().split(' ').map(Number),
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The first server-sent event that answers the question. */
async function waitForEvent<Found>(url: string, look: (data: unknown) => Found | undefined): Promise<Found> {
  const answer = await fetch(url);
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of answer.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = event.split('\n').find((line) => line.startsWith('data:'));
      const found = data && look(JSON.parse(data.slice(5)));
      // Leaving the loop lets go of the stream.
      if (found) return found;
    }
  }
  throw new Error(`${url} ended`);
}

interface ArrivalOnPage {
  readonly protocol: string;
  readonly kind: string;
  readonly answer: string;
  readonly facts: { readonly ticket: string; readonly patientName: string; readonly test: boolean };
}

function arrivalsIn(event: unknown): readonly ArrivalOnPage[] {
  const { kind, arrival, arrivals } = event as {
    kind: string;
    arrival: ArrivalOnPage;
    arrivals: readonly ArrivalOnPage[];
  };
  if (kind === 'arrival') return [arrival];
  return kind === 'everything' ? arrivals : [];
}

/** Scans, takes a ticket and measures; gives the ticket's number once the kiosk shows the reading. */
async function visit(kiosk: string, scan: () => Promise<unknown>): Promise<string> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  cleanUps.push(() => browser.close());
  return takeNumber(browser, kiosk, scan, async (page) => {
    await page.locator('[data-screen="take-ticket"] [data-choice="measure"]').click();
    await page.locator('[data-screen="get-ready"] [data-primary]').click();
    await page.waitForSelector('[data-screen="show-reading"]');
  });
}

/** In a page of its own, which is closed at the end. */
async function takeNumber(
  browser: Browser,
  kiosk: string,
  scan: () => Promise<unknown>,
  then: (page: Page) => Promise<unknown> = (page) => page.locator('[data-primary]').click(),
): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 1080, height: 1920 } });
  await page.goto(kiosk);
  await page.waitForSelector('[data-screen="attract"]');
  await scan();
  await page.locator('[data-screen="confirm-identity"] [data-primary]').click();
  await answerTheHospital(page);
  await page.locator('[data-screen="choose-service"] [data-choice="noi"]').click();
  const number = await page.locator('[data-ticket-number]').first().textContent();
  await then(page);
  await page.close();
  return number?.trim() ?? '';
}

/** The simulated hospital knows the sample people: a phone number is right, and nobody comes for their appointment. */
async function answerTheHospital(page: Page): Promise<void> {
  for (;;) {
    await page.waitForSelector('[data-screen^="con"], [data-screen^="cho"]');
    const screen = await page.locator('[data-screen]').getAttribute('data-screen');
    if (screen === 'choose-service') return;
    if (screen === 'confirm-contact') await page.locator('[data-choice="phone-right"]').click();
    if (screen === 'choose-appointment') await page.locator('[data-choice="no-appointment"]').click();
    await page.waitForSelector(`[data-screen]:not([data-screen="${screen}"])`);
  }
}

/** Nobody listens there: the first port is nobody's to open. */
const noVpcd = '1';

test('npm start: a card scanned in the dev dock ends as a ticket picture, an arrival at the hospital and a blood pressure on the screen; then nothing is left', async () => {
  const startedAt = performance.now();
  const demo = await startDemo('--vpcd-port', noVpcd);
  const answered = await fetch(demo.kiosk, { redirect: 'manual' });
  const secondsToPage = (performance.now() - startedAt) / 1000;

  const scanner = (await (
    await fetch(`${demo.dock}api/devices/barcode-scanner/state`)
  ).json()) as ScannerSimulatorState;
  const number = await visit(demo.kiosk, () =>
    fetch(`${demo.dock}api/devices/barcode-scanner/do`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: new URL(demo.dock).origin },
      body: JSON.stringify({ do: 'scan', cardId: scanner.cards[0]?.id }),
    }),
  );
  const cut = await waitForEvent(`${demo.dock}api/devices/ticket-printer/events`, (state) => {
    return (state as PrinterSimulatorState).ticketsCut || undefined;
  });
  const monitor = (await (
    await fetch(`${demo.dock}api/devices/blood-pressure-monitor/state`)
  ).json()) as PressureMonitorSimulatorState;
  const picture = Buffer.from(await (await fetch(`${demo.dock}paper/${cut}.png`)).arrayBuffer());
  const arrival = await waitForEvent(`${demo.hospital}events`, (event) =>
    arrivalsIn(event).find(({ answer, facts }) => answer === 'AA' && facts.ticket === number),
  );
  const listed = (await (await fetch(`${demo.hospital}api/arrivals`)).json()) as readonly ArrivalOnPage[];

  demo.process.kill('SIGTERM');
  const [code] = await once(demo.process, 'exit');

  assert.deepEqual(
    {
      status: answered.status,
      number: /^[A-Z]{1,3}\d{3,}$/.test(number),
      cut,
      measured: [monitor.cuff, monitor.connections, monitor.resultsSent],
      picture: [picture.subarray(1, 4).toString('latin1'), picture.readUInt32BE(16) >= 576],
      test: arrival.facts.test,
      named: arrival.facts.patientName.length > 0,
      listed: listed.filter(({ protocol, kind }) => protocol === 'mllp' && kind === 'registration').length,
      code,
      errors: demo.errors(),
      alive: demo.programs.filter(isAlive),
      programs: demo.programs.length,
      noChipCard: demo.said().split(sayNoChipCard).length - 1,
    },
    {
      status: 303,
      number: true,
      cut: 1,
      measured: ['empty', 1, 1],
      picture: ['PNG', true],
      test: true,
      named: true,
      listed: 1,
      code: 0,
      errors: '',
      alive: [],
      programs: 11,
      noChipCard: 1,
    },
  );
  assert.ok(secondsToPage < 60, `${secondsToPage} s`);
});

test('a number taken at the kiosk is called at the counter and seen on the board; one taken while the hub is killed waits there when it is back', async () => {
  const demo = await startDemo('--vpcd-port', noVpcd);
  const address = (name: string) => new RegExp(`^ *${name} +(http://\\S+)$`, 'm').exec(demo.said())?.[1] ?? '';
  const act = async (action: HubSimulatorAction) => (await postAction(demo.dock, 'hub', action)).status;
  const scan = (cardId: string) => postAction(demo.dock, 'barcode-scanner', { do: 'scan', cardId });
  const counterIn = (look: (state: HubSimulatorState) => string | undefined) =>
    waitForEvent(`${demo.dock}api/devices/hub/events`, (state) => look(state as HubSimulatorState));
  const waits = (number: string) =>
    counterIn(({ counter }) => (counter?.waiting.includes(number) ? number : undefined));
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  cleanUps.push(() => browser.close());
  const board = await browser.newPage({ viewport: { width: 1920, height: 1080 } });
  await board.goto(address('Board'));
  const counter = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await counter.goto(address('Counter'));
  await counter.locator('input[name=name]').fill(/name (\w+),/.exec(demo.said())?.[1] ?? '');
  await counter.locator('input[name=pin]').fill(/PIN (\d+)\./.exec(demo.said())?.[1] ?? '');
  await counter.locator('button[type=submit]').click();

  const number = await takeNumber(browser, demo.kiosk, () => scan('old-person'));
  await waits(number);
  await counter.locator('[data-act="call-next"]').click();
  await counter.locator('[data-serving]', { hasText: number }).waitFor();
  await board.locator(`[data-called="${number}"]`).waitFor();
  await act({ do: 'kill' });
  await counterIn(({ program }) => (program === 'gone' ? program : undefined));
  const meanwhile = await takeNumber(browser, demo.kiosk, () => scan('child'));
  await act({ do: 'start' });
  await waits(meanwhile);
  await act({ do: 'counter', act: 'call-next' });
  await board.locator(`[data-called="${meanwhile}"]`).waitFor();
  demo.process.kill('SIGTERM');
  const [code] = await once(demo.process, 'exit');
  assert.deepEqual(
    { code, errors: demo.errors(), alive: demo.programs.filter(isAlive) },
    { code: 0, errors: '', alive: [] },
  );
});

function postAction(dock: string, kind: string, action: object): Promise<Response> {
  return fetch(`${dock}api/devices/${kind}/do`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(dock).origin },
    body: JSON.stringify(action),
  });
}

test('a program of the demo that dies is named, and the demo ends with it', async () => {
  const demo = await startDemo('--vpcd-port', noVpcd);
  const printer = demo.programs.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('escpos-printer'));
  assert.ok(printer);
  process.kill(printer, 'SIGKILL');
  const [code] = await once(demo.process, 'exit');
  assert.equal(code, 1);
  assert.match(
    demo.errors(),
    /^\nThe printer simulator ended by itself \(SIGKILL\)\.\nThe last lines of .*printer-simulator\.log:\n/,
  );
  assert.deepEqual(demo.programs.filter(isAlive), []);
});

const opened = await openVirtualReader();
if (opened.ok) {
  const reader = opened.value;
  afterAll(reader.close);

  test('npm start with pcscd: a chip card laid on in the dev dock is genuine, a forged one does not match, and one that is torn away is gone', async () => {
    const demo = await startDemo('--vpcd-port', String(reader.port));
    const act = async (action: CardReaderSimulatorAction) => {
      const answer = await fetch(`${demo.dock}api/devices/card-reader/do`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: new URL(demo.dock).origin },
        body: JSON.stringify(action),
      });
      assert.equal(answer.status, 204);
    };
    /** The reader of the demo's own site file, as a technician reads it. */
    const read = async () => {
      const args = ['scripts/poke.ts', 'chip', 'read', '--can', '000001', '--site', join(demo.folder, 'site.json')];
      const poke = spawn(process.execPath, [...args, '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      let said = '';
      poke.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
      await once(poke, 'close');
      return JSON.parse(said.trim().split('\n').at(-1) ?? '') as Readonly<Record<string, unknown>>;
    };

    const verdictOf = ({ genuineness }: Readonly<Record<string, unknown>>) =>
      (genuineness as ChipReading['genuineness'] | undefined)?.verdict;

    await act({ do: 'insert', cardId: 'old-person' });
    const genuine = await read();
    await act({ do: 'insert', cardId: 'forged-details' });
    const forged = await read();
    await act({ do: 'insert', cardId: 'old-person' });
    await act({ do: 'tear-after', apdus: 15 });
    const torn = await read();
    await act({ do: 'insert', cardId: 'other-can' });
    const refused = await read();
    await act({ do: 'insert', cardId: 'old-person' });
    await act({ do: 'set-delay', ms: 150 });
    const slow = await read();
    const { devices } = (await (await fetch(new URL('/healthz', kioskAddress(demo)))).json()) as {
      readonly devices: readonly { readonly id: string; readonly condition: string }[];
    };
    demo.process.kill('SIGTERM');
    const [code] = await once(demo.process, 'exit');

    assert.deepEqual(
      {
        genuine: [genuine.event, verdictOf(genuine), genuine.access],
        forged: [forged.event, verdictOf(forged)],
        torn: [torn.event, torn.reason],
        refused: [refused.event, refused.reason],
        slow: [slow.event, verdictOf(slow)],
        condition: devices.find(({ id }) => id === 'chip')?.condition,
        noChipCard: demo.said().includes(sayNoChipCard),
        code,
        alive: demo.programs.filter(isAlive),
      },
      {
        genuine: ['document', 'genuine', 'pace'],
        forged: ['document', 'does-not-match'],
        torn: ['failed', 'card-gone'],
        refused: ['failed', 'wrong-access-key'],
        slow: ['document', 'genuine'],
        condition: 'ready',
        noChipCard: false,
        code: 0,
        alive: [],
      },
    );
  });
} else {
  test.skip(`npm start with pcscd: ${opened.problem.reason}`, () => {});
}

/** The host's own address, which the demo's last lines name. */
function kioskAddress(demo: RunningDemo): string {
  return /opens (http:\S+) with/.exec(demo.said())?.[1] ?? assert.fail(demo.said());
}

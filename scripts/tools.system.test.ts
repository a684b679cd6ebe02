import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, test } from 'vitest';
import { startSimulatedHidPosScanner } from '#drivers/barcode-scanner/hid-pos-scanner.simulator.ts';
import { startSimulatedScanner } from '#drivers/barcode-scanner/serial-scanner.simulator.ts';
import { startSimulatedMonitor } from '#drivers/blood-pressure/pressure-monitor.simulator.ts';
import { startSimulatedPrinter } from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { readQrOf } from '#drivers/ticket-printer/qr-on-paper.simulator.ts';
import { siteWith, startTool } from './poke/tool-process.ts';

const anyPorts = { wirePort: 0, controlPort: 0 };
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function later<Thing>(thing: Thing, cleanUp: () => unknown): Thing {
  cleanUps.push(cleanUp);
  return thing;
}

function sited(...devices: readonly object[]) {
  const site = siteWith(devices);
  return later(site, site.remove);
}

const tcp = (port: number) => ({ kind: 'tcp', host: '127.0.0.1', port });

async function scannerBench() {
  const scanner = await startSimulatedScanner(anyPorts);
  cleanUps.push(scanner.close);
  const entry = { id: 'scanner', kind: 'barcode-scanner', driver: 'serial', transport: tcp(scanner.wirePort) };
  return { scanner, ...sited(entry) };
}

async function printerBench(settings: { readonly paperWidthMm?: 58 | 80; readonly qr?: 'native' } = {}) {
  const printer = await startSimulatedPrinter({ ...anyPorts, paperWidthMm: 80, ...settings });
  cleanUps.push(printer.close);
  const transport = tcp(printer.wirePort);
  const entry = { id: 'printer', kind: 'ticket-printer', driver: 'escpos', ...settings, transport };
  return { printer, ...sited(entry) };
}

async function monitorBench(measuringMs: number) {
  const monitor = await startSimulatedMonitor({ ...anyPorts, driver: 'and-tm2657', measuringMs });
  cleanUps.push(monitor.close);
  const entry = { id: 'bp', kind: 'blood-pressure-monitor', driver: 'and-tm2657', transport: tcp(monitor.wirePort) };
  return { monitor, ...sited(entry) };
}

describe('npm run poke', () => {
  test('names the document that is scanned, and hides whose it is', async () => {
    const { scanner, site } = await scannerBench();
    const poke = startTool('poke', 'scanner', '--site', site, '--json');
    await poke.until({ event: 'condition', condition: 'ready' });
    await scanner.act({ do: 'scan', cardId: 'old-person' });
    const { birth: _, ...document } = await poke.until({ event: 'document' });
    await scanner.act({ do: 'scan', cardId: 'foreign-link' });
    await poke.until({ event: 'unreadable', reason: 'foreign' });
    poke.interrupt();

    assert.deepEqual(await poke.ended(), { code: 0, complaint: '' });
    assert.deepEqual(document, {
      device: 'scanner',
      event: 'document',
      source: 'qr-cccd',
      fullName: 'N. T. V. Dụ',
      sex: 'female',
      address: '(39 characters)',
      document: { kind: 'citizen-card', number: '••••••••••01', oldNumber: '•••••••01', issuedOn: '2021-05-25' },
      warnings: [],
      masked: true,
    });
  });

  test('shows every field to a technician who asks for it', async () => {
    const { scanner, site } = await scannerBench();
    const poke = startTool('poke', 'scanner', '--site', site, '--json', '--show');
    await poke.until({ event: 'condition', condition: 'ready' });
    await scanner.act({ do: 'scan', cardId: 'old-person' });
    const shown = await poke.until({ event: 'document' });
    poke.interrupt();
    assert.equal((await poke.ended()).code, 0);
    assert.equal(shown.fullName, 'Nguyễn Thị Ví Dụ');
    assert.match(JSON.stringify(shown.document), /"number":"027\d{9}"/);
  });

  test('shows raw bytes with nobody in them', async () => {
    const { scanner, site } = await scannerBench();
    const poke = startTool('poke', 'scanner', 'raw', '--site', site, '--json');
    await poke.until({ event: 'condition', condition: 'ready' });
    await scanner.act({ do: 'scan', cardId: 'old-person' });
    const { hex, text } = await poke.until({ event: 'bytes' });
    poke.interrupt();
    assert.equal((await poke.ended()).code, 0);
    assert.match(String(text), /^001\d{9}\|0{9}\|[Xx· ]+\|0101\d{3}0\|N···\|.*·$/);
    assert.equal(String(hex).slice(-2), '0d');
    assert.doesNotMatch(Buffer.from(String(hex), 'hex').toString(), /Nguyễn|Yên Phong/);
  });

  test('reads a HID scanner like any other', async () => {
    const scanner = await startSimulatedHidPosScanner(anyPorts, 'honeywell');
    cleanUps.push(scanner.close);
    const { site } = sited({ id: 'hid', kind: 'barcode-scanner', driver: 'hid-pos', transport: tcp(scanner.wirePort) });
    const poke = startTool('poke', 'hid', '--site', site, '--json');
    await poke.until({ event: 'condition', condition: 'ready' });
    await scanner.act({ do: 'scan', cardId: 'long-name' });
    assert.equal((await poke.until({ event: 'document' })).address, '(129 characters)');
    poke.interrupt();
    assert.equal((await poke.ended()).code, 0);
  });

  test('prints a test ticket, and says why it cannot', async () => {
    const { printer, site } = await printerBench();
    const poke = startTool('poke', 'printer', 'test-print', '--site', site, '--json');
    assert.equal((await poke.until({ event: 'printed' })).widthDots, 576);
    assert.equal((await poke.ended()).code, 0);
    assert.equal(printer.state().ticketsCut, 1);

    await printer.act({ do: 'set-paper', paper: 'out' });
    const again = startTool('poke', 'printer', 'test-print', '--site', site, '--json');
    const { reason, paper } = await again.until({ event: 'not-printed' });
    assert.deepEqual([reason, paper, (await again.ended()).code], ['no-paper', 'untouched', 1]);
  });

  test.each([58, 80] as const)(
    'prints a test ticket whose QR the printer draws itself, on %i mm',
    async (paperWidthMm) => {
      const { printer, site } = await printerBench({ paperWidthMm, qr: 'native' });
      const poke = startTool('poke', 'printer', 'test-print', '--site', site, '--json');
      assert.equal((await poke.until({ event: 'printed' })).qr, 'native');
      assert.equal((await poke.ended()).code, 0);
      const [paper] = printer.papers();
      assert.equal(paper && readQrOf(paper), 'TIEPDON-TEST-PRINT');
    },
  );

  test('measures blood pressure in numbers', async () => {
    const { site } = await monitorBench(300);
    const poke = startTool('poke', 'bp', 'measure', '--site', site, '--json');
    const { systolic, diastolic, mean, pulse, device } = await poke.until({ event: 'result' });
    assert.deepEqual([systolic, diastolic, mean, pulse, device], [118, 76, 91, 72, 'bp']);
    assert.equal((await poke.ended()).code, 0);
  });

  test('lets the air out of the cuff on Ctrl-C', async () => {
    const { monitor, site } = await monitorBench(60_000);
    const poke = startTool('poke', 'bp', 'measure', '--site', site, '--json');
    await poke.until({ event: 'measuring' });
    poke.interrupt();
    const { reason } = await poke.until({ event: 'failed' });
    assert.deepEqual([reason, (await poke.ended()).code, monitor.state().cuff], ['stopped', 1, 'empty']);
  });

  test('says that a device is not there, and ends', async () => {
    const { scanner, site } = await scannerBench();
    await scanner.act({ do: 'unplug' });
    const poke = startTool('poke', 'scanner', '--site', site, '--json', '--seconds', '1');
    const { reason, line } = await poke.until({ event: 'failed' });
    assert.deepEqual([reason, line, (await poke.ended()).code], ['absent', 'not-found', 3]);
  });

  test('answers a wrong command with one sentence', async () => {
    const { site } = sited({ id: 'keys', kind: 'barcode-scanner', driver: 'keyboard' });
    const complaints = await Promise.all(
      [
        ['nobody', '--site', site],
        ['keys', '--site', site],
        ['keys', '--site', join(site, 'gone')],
        ['keys'],
        ['keys', '--site', site, '--can', '12'],
      ].map((args) => startTool('poke', ...args).ended()),
    );
    assert.deepEqual(
      complaints.map(({ code, complaint }) => [code, complaint.split('\n')[0]?.replaceAll(site, 'FILE')]),
      [
        [2, 'FILE has no device "nobody". It has: keys.'],
        [2, 'A scanner in keyboard mode types into whatever has the focus: open a text editor and scan a card.'],
        [2, 'The site file FILE/gone has one mistake:'],
        [2, 'Say which device, and in which site file.'],
        [2, '--can takes six digits: the last six of the number on the card.'],
      ],
    );
  });
});

describe('npm run record and npm run replay', () => {
  test('a recorded scan holds nobody, and played back it is scanned again', async () => {
    const { scanner, site, directory } = await scannerBench();
    const file = join(directory, 'scan.jsonl');
    const record = startTool('record', 'scanner', '--site', site, '--out', file, '--json');
    await record.until({ event: 'condition', condition: 'ready' });
    await scanner.act({ do: 'scan', cardId: 'insured-bhyt' });
    await record.until({ event: 'document' });
    record.interrupt();
    await record.until({ event: 'recorded', pieces: 1, expect: 1 });
    assert.equal((await record.ended()).code, 0);
    assert.doesNotMatch(readFileSync(file, 'utf8'), new RegExp(String(scanner.wirePort)));

    const replay = startTool('replay', file, '--speed', '1000');
    const { port } = await replay.until({ ready: true });
    const played = sited({ id: 'played', kind: 'barcode-scanner', driver: 'serial', transport: tcp(Number(port)) });
    const poke = startTool('poke', 'played', '--site', played.site, '--json', '--show');
    const { source, fullName } = await poke.until({ event: 'document' });
    assert.equal(source, 'qr-bhyt');
    assert.match(String(fullName), /^[XxĂăẾế ]+$/);
    poke.interrupt();
    replay.interrupt();
    assert.deepEqual([(await poke.ended()).code, (await replay.ended()).code], [0, 0]);
  });

  test('stands between a kiosk and its monitor, and what went by becomes a test', async () => {
    const { site, directory } = await monitorBench(200);
    const file = join(directory, 'bp.jsonl');
    const record = startTool('record', 'bp', '--site', site, '--out', file, '--port', '0', '--json');
    const { port } = await record.until({ event: 'ready' });
    const kiosk = sited({
      id: 'bp',
      kind: 'blood-pressure-monitor',
      driver: 'and-tm2657',
      transport: tcp(Number(port)),
    });
    const poke = startTool('poke', 'bp', 'measure', '--site', kiosk.site, '--json');
    assert.equal((await poke.until({ event: 'result' })).systolic, 118);
    await poke.ended();
    record.interrupt();
    await record.until({ event: 'recorded', expect: 1 });
    const last = readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    assert.deepEqual(JSON.parse(last).expect.pulse, 72);
  });
});

test('npm run devices lists what is there as one line of JSON', async () => {
  const devices = startTool('devices', '--json');
  assert.equal((await devices.ended()).code, 0);
  const [listed] = devices.events();
  assert.ok(Array.isArray(listed?.devices));
});

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { afterEach, test } from 'vitest';
import { encodeTicket } from './escpos-codec.ts';
import { startSimulatedPrinter } from './escpos-printer.simulator.ts';
import { ticketOf } from './ticket-printer.exam.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function createBench() {
  const printer = await startSimulatedPrinter({ wirePort: 0, controlPort: 0, paperWidthMm: 58 });
  const host = connect(printer.wirePort, '127.0.0.1');
  cleanUps.push(printer.close, () => host.destroy());
  await once(host, 'connect');
  return { printer, host, url: `http://127.0.0.1:${printer.controlPort}` };
}

test('a printed ticket can be looked at as a picture, dot by dot', async () => {
  const { host, url, printer } = await createBench();
  const ticket = ticketOf(384, 3, 24);
  host.write(encodeTicket(ticket));
  await once(host, 'data');
  const response = await fetch(`${url}/paper/1.png`);
  assert.equal(response.headers.get('content-type'), 'image/png');
  const png = Buffer.from(await response.arrayBuffer());
  const paper = printer.papers()[0];
  assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [384, paper?.heightDots]);
  const dataAt = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(dataAt, dataAt + png.readUInt32BE(dataAt - 8)));
  const whiteRow = [0, ...new Array<number>(48).fill(0xff)];
  const blackRow = [0, ...new Array<number>(48).fill(0)];
  assert.deepEqual([...rows.subarray(0, 49)], whiteRow);
  assert.deepEqual([...rows.subarray(20 * 49, 21 * 49)], blackRow);
  assert.equal((await fetch(`${url}/paper/2.png`)).status, 404);
});

test('the control port shows and changes the state', async () => {
  const { url } = await createBench();
  const doIt = (action: unknown) => fetch(`${url}/do`, { method: 'POST', body: JSON.stringify(action) });
  assert.equal((await doIt({ do: 'set-paper', paper: 'out' })).status, 204);
  assert.equal((await doIt({ do: 'set-paper', paper: 'perhaps' })).status, 400);
  assert.deepEqual(await (await fetch(`${url}/state`)).json(), {
    kind: 'ticket-printer',
    pluggedIn: true,
    connections: 1,
    paper: 'out',
    cover: 'closed',
    cutter: 'ok',
    silent: false,
    ticketsCut: 0,
  });
});

test('a real-time command inside a picture is acted on, as real printers do', async () => {
  const { host } = await createBench();
  // GS v 0, one row of 48 bytes with DLE EOT 4 in it, sent in two pieces.
  host.write(Uint8Array.of(0x1d, 0x76, 0x30, 0, 48, 0, 1, 0, 0xff, 0x10));
  host.write(Uint8Array.of(0x04, 0x04, ...new Array<number>(44).fill(0)));
  assert.deepEqual([...(await once(host, 'data'))[0]], [0x12]);
});

test('an automatic status is told when it is switched on and after each change', async () => {
  const { host, printer } = await createBench();
  host.write(Uint8Array.of(0x1d, 0x61, 0xff));
  assert.deepEqual([...(await once(host, 'data'))[0]], [0x10, 0x00, 0x00, 0x0f]);
  await printer.act({ do: 'set-cover', cover: 'open' });
  assert.deepEqual([...(await once(host, 'data'))[0]], [0x38, 0x00, 0x0f, 0x0f]);
});

test('text and commands that no ticket uses leave a trace or are skipped, and a cut is still a cut', async () => {
  const { host, printer } = await createBench();
  const commands = [
    0x1b, 0x21, 0x30, 0x1b, 0x61, 0x01, 0x1d, 0x28, 0x6b, 0x03, 0x00, 0x31, 0x43, 0x05, 0x00, 0x10, 0x05, 0x01,
  ];
  host.write(
    Uint8Array.of(...commands, ...Buffer.from('A012\n'), 0x1b, 0x64, 2, 0x1d, 0x56, 0x42, 0x10, 0x1d, 0x72, 0x01),
  );
  await once(host, 'data');
  const [paper] = printer.papers();
  // One line of boxes (24), its line feed and two more (34 each).
  assert.deepEqual([paper?.heightDots, paper?.rows.some((byte) => byte !== 0)], [24 + 3 * 34, true]);
});

test('only the last fifty papers are kept', async () => {
  const { host, printer } = await createBench();
  for (let count = 0; count < 60; count++) host.write(Uint8Array.of(0x0a, 0x1d, 0x56, 0x00));
  host.write(Uint8Array.of(0x1d, 0x72, 0x01));
  await once(host, 'data');
  const numbers = printer.papers().map(({ number }) => number);
  assert.deepEqual([numbers.length, numbers.at(0), numbers.at(-1), printer.state().ticketsCut], [50, 11, 60, 60]);
});

test('as a program it says where it is, and ends when it is told', async () => {
  const file = fileURLToPath(new URL('./escpos-printer.simulator.ts', import.meta.url));
  const program = spawn(process.execPath, [file, '--wire-port', '0', '--control-port', '0', '--paper-width', '58']);
  cleanUps.push(() => program.kill('SIGKILL'));
  const [line] = await once(program.stdout, 'data');
  const ready = JSON.parse(String(line));
  assert.deepEqual(Object.keys(ready), ['ready', 'wirePort', 'controlPort']);
  const host = connect(ready.wirePort, '127.0.0.1');
  host.on('error', () => {});
  await once(host, 'connect');
  program.kill('SIGTERM');
  const [code, signal] = await once(program, 'exit');
  assert.deepEqual([code, signal], [0, null]);
});

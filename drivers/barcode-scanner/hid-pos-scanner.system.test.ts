import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { readDocument } from '../identity-documents/read-document.ts';
import { reportsOf } from './hid-pos-scanner.simulator.ts';
import { describeMockedScanner } from './mocked-hid-scanner.simulator.ts';

/**
 * A scanner that the system believes to be plugged in: umockdev gives node-hid's process a hidraw device, its descriptor
 * and its reports (https://github.com/martinpitt/umockdev).
 */
const hasUmockdev = spawnSync('umockdev-run', ['--version']).status === 0;
const program = fileURLToPath(new URL('./hid-pos-on-umockdev.bench.ts', import.meta.url));

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const card =
  '001090000001|120000001|Nguyễn Thị Thử Nghiệm Lần Mẫu|15081948|Nữ|Thôn Mẫu, Xã Ví Dụ, Yên Phong, Bắc Ninh|25052021';

if (!hasUmockdev && !process.env.CI) {
  test.skip('a scanner through node-hid: umockdev is not installed (Debian package umockdev)', () => {});
} else {
  test.each([
    ['by its vendor and product', { kind: 'hid', vendorId: '0c2e', productId: '0b87' }],
    ['by its path', { kind: 'hid', path: '/dev/hidraw0' }],
  ])('a card reaches the kiosk through node-hid, found %s', async (_how, transport) => {
    const reports = reportsOf(new TextEncoder().encode(`${card}\r`), 'honeywell');
    expect(reports.length).toBeGreaterThan(2);
    const splitLetters = reports.filter((report) => !isWhole(report.subarray(5, 5 + (report[1] ?? 0))));
    expect(splitLetters.length).toBeGreaterThan(0);

    const said = await listen(transport, reports, ({ code }) => code === card);
    expect([said[0], said.at(-1)]).toEqual([{ condition: 'ready' }, { code: card }]);
    const read = readDocument(new TextEncoder().encode(card));
    expect(read).toMatchObject({ ok: true, value: { fullName: 'Nguyễn Thị Thử Nghiệm Lần Mẫu' } });
  });

  test('another vendor’s device is not taken for the scanner', async () => {
    const said = await listen({ kind: 'hid', vendorId: '1eab', productId: '1d10' }, [], () => true);
    expect(said).toEqual([{ condition: 'absent' }]);
  });
}

function isWhole(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What the scanner program says, up to the line that is waited for. */
async function listen(
  transport: object,
  reports: readonly Uint8Array[],
  isEnough: (line: { readonly code?: string }) => boolean,
): Promise<unknown[]> {
  const { directory, flags: files } = await describeMockedScanner(reports);
  cleanUps.push(() => rm(directory, { recursive: true }));
  const child = spawn('umockdev-run', [...files, '--', process.execPath, program, JSON.stringify(transport)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  cleanUps.push(() => child.kill());
  const exited = once(child, 'exit');
  const said: unknown[] = [];
  let enough = false;
  for await (const text of createInterface(child.stdout)) {
    if (enough) continue;
    const line = JSON.parse(text);
    said.push(line);
    enough = isEnough(line);
    if (enough) child.stdin.end();
  }
  expect(await exited).toEqual([0, null]);
  return said;
}

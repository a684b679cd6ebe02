import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { reportsOf } from '#drivers/barcode-scanner/hid-pos-scanner.simulator.ts';
import { describeMockedScanner } from '#drivers/barcode-scanner/mocked-hid-scanner.simulator.ts';
import { openPage } from '#kiosk/host/bench/page-driver.ts';
import { startHost } from '../soak/host-process.ts';
import { buildPages } from '../start/build-pages.ts';

const umockdev = '/usr/bin/umockdev-run';
const missing = !existsSync(umockdev) && !process.env.CI;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

const card = '001048000001|012345678|Nguyễn Thị Ngọc Ánh|15081948|Nữ|Thôn Đông, Yên Phong, Bắc Ninh|25052021';

test.skipIf(missing)(
  `a card under a USB scanner in HID-POS mode opens a session${missing ? ' (skipped: umockdev is not installed)' : ''}`,
  async () => {
    await buildPages(fileURLToPath(new URL('../..', import.meta.url)), () => undefined);
    const directory = mkdtempSync(join(tmpdir(), 'tiep-don-hid-'));
    cleanUps.push(() => rmSync(directory, { recursive: true }));
    const siteFile = join(directory, 'site.json');
    writeFileSync(
      siteFile,
      JSON.stringify({
        profile: 'production',
        site: { facilityCode: '27005', name: 'Trung tâm Y tế Thử Nghiệm' },
        kiosk: { id: 'kiosk-1', listen: { port: 0 }, dataDir: './data' },
        devices: [
          {
            id: 'scanner',
            kind: 'barcode-scanner',
            driver: 'hid-pos',
            transport: { kind: 'hid', vendorId: '0c2e', productId: '0b87' },
          },
        ],
        services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
      }),
    );
    const scanner = await describeMockedScanner(reportsOf(new TextEncoder().encode(`${card}\r`), 'honeywell'));
    cleanUps.push(() => rmSync(scanner.directory, { recursive: true }));
    const host = await startHost(siteFile, { under: [umockdev, ...scanner.flags, '--'] });
    cleanUps.push(() => host.end('SIGTERM'));
    const page = await openPage(host.url);
    if (!page.ok) throw new Error(page.problem.kind);
    cleanUps.push(() => page.value.close());
    const confirming = await page.value.until(({ screen }) => screen.show === 'confirm-identity');
    expect(confirming).toMatchObject({
      ok: true,
      value: { screen: { person: { fullName: 'Nguyễn Thị Ngọc Ánh', birth: '15/08/1948' } } },
    });
  },
);

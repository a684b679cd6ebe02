import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { chromium } from 'playwright-core';
import { afterEach, test } from 'vitest';
import { buildMessage, composite } from '../hl7v2/encoding.ts';
import { mllpFrame } from '../hl7v2/mllp-framing.ts';
import { startHisSimulator } from './his-simulator.ts';

/** Debian's package `chromium`. */
const executablePath = '/usr/bin/chromium';
const skipped = !existsSync(executablePath) && process.env.CI === undefined;
if (skipped)
  process.stderr.write('Skipped page: Debian package chromium is not installed (apt-get install chromium).\n');

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

test.skipIf(skipped)(
  'an arrival appears by itself, shown as text, and a switch on the page reaches the hospital',
  async () => {
    const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
    const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    openThings.push(simulator.close, () => browser.close());
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(simulator.url);
    await page.getByText('Nothing yet').waitFor();

    const line = connect({ host: '127.0.0.1', port: simulator.mllpPort });
    openThings.push(() => line.destroy());
    const name = composite({ 1: 'Nguyễn', 3: '<img src=x onerror=alert(1)>', 2: 'Ánh' });
    line.write(
      mllpFrame(
        buildMessage([
          { name: 'MSH', fields: { 9: composite({ 1: 'ADT', 2: 'A04' }), 10: 'C1', 11: 'T', 12: '2.5.1' } },
          { name: 'PID', fields: { 3: composite({ 1: '001090000001', 4: 'CCCD', 5: 'NI' }), 5: name, 7: '19900815' } },
          { name: 'PV1', fields: { 10: 'K01', 50: 'A012' } },
        ]),
      ),
    );
    await page.getByText('A012').click();
    const cells = await page.locator('tbody tr td').allTextContents();
    await page.getByLabel('HL7 v2').selectOption('refuse-ae');
    await page.getByText('the content is wrong').waitFor();

    assert.equal(cells[3], 'Nguyễn <img src=x onerror=alert(1)> Ánh');
    assert.deepEqual([cells[2], cells[4], cells[5], cells[9]], ['A012', '15/08/1990', '001090000001', 'C1']);
    assert.equal(await page.locator('#detail h2').textContent(), 'Nguyễn <img src=x onerror=alert(1)> Ánh');
    assert.deepEqual(simulator.state().mode, { kind: 'refuse-ae' });
    assert.deepEqual(complaints, []);
  },
);

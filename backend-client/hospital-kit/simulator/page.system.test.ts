import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { chromium } from 'playwright-core';
import { afterEach, test } from 'vitest';
import type { AlertId, VisitId } from '#config/agreements/ids.ts';
import type { RegistrationFact } from '../../contract/fact.ts';
import { buildMessage, composite } from '../../hl7v2/encoding.ts';
import { mllpFrame } from '../../hl7v2/mllp-framing.ts';
import { registration } from '../../hl7v2/sample-facts.ts';
import { createKioskBench, deliver } from './kiosk.bench.ts';

/** Debian's package `chromium`. */
const executablePath = '/usr/bin/chromium';
const skipped = !existsSync(executablePath) && process.env.CI === undefined;
if (skipped)
  process.stderr.write('Skipped page: Debian package chromium is not installed (apt-get install chromium).\n');

const { hospital, overMllp, overFhir, overWebhook, closeLater, closeAll } = createKioskBench();
afterEach(closeAll);

/** A hospital, and its page in a browser of that size; whatever the page complains about is in `complaints`. */
async function openPage(viewport: { readonly width: number; readonly height: number }) {
  const simulator = await hospital();
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  closeLater(() => browser.close());
  const page = await browser.newPage({ viewport });
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => complaints.push(message.text()));
  await page.goto(simulator.url);
  await page.getByText('Nothing yet').waitFor();
  return { simulator, page, complaints };
}

test.skipIf(skipped)(
  'an arrival appears by itself, shown as text, and a switch on the page reaches the hospital',
  async () => {
    const { simulator, page, complaints } = await openPage({ width: 1280, height: 720 });
    const line = connect({ host: '127.0.0.1', port: simulator.mllpPort });
    closeLater(() => line.destroy());
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

const longWord = 'Ánh'.repeat(40);
const longCode = 'B'.repeat(64);
const registrationOf = (visitId: string, fullName: string): RegistrationFact => ({
  ...registration,
  visit: { ...registration.visit, visitId: visitId as VisitId },
  patient: { ...registration.patient, fullName },
  contact: { phone: undefined, phoneConfirmed: undefined, patientCode: longCode },
});

test.skipIf(skipped).for([
  { width: 900, height: 800 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
])(
  'names, answers and calls of any length fit on a page of $width pixels, and every protocol is counted',
  async (size) => {
    const { simulator, page, complaints } = await openPage(size);
    const [mllp, fhir, webhook] = [overMllp(simulator), overFhir(simulator), overWebhook(simulator)];
    await deliver(mllp, 'C1', registrationOf('V1', longWord));
    await deliver(mllp, 'C1', registrationOf('V1', longWord));
    await deliver(fhir, 'C2', registrationOf('V2', longWord));
    await deliver(webhook, 'C3', registrationOf('V3', longWord));
    for (const { lookUps } of [mllp, fhir, webhook]) await lookUps.findPatient?.(registration.patient);
    const call = { alertId: 'A1ERT000000000000001' as AlertId, kind: 'help-wanted', kioskId: 'kiosk-1' } as const;
    await webhook.alerts.deliver({ ...call, place: 'Sảnh'.repeat(20), raisedAt: 0, escalation: 1 });
    const answer = page.getByTitle(`HL7 · ${longCode}`);
    await answer.waitFor();
    await page.getByText('repeated once').waitFor();

    const wider = () =>
      page
        .locator('html, #list, #alerts, #detail, th, td, .short')
        .evaluateAll((parts) =>
          parts.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.outerHTML.slice(0, 80)),
        );
    assert.deepEqual(await wider(), []);
    const last = page.locator('tbody tr').last().locator('td').last();
    assert.equal(await last.getByText('received twice').isVisible(), true);
    assert.deepEqual(
      await page
        .locator('#counts dd')
        .allTextContents()
        .then((counts) => counts.slice(3)),
      [String(simulator.state().connections), '7 HL7 3 · FHIR 2 · webhook 2', '1', '0'],
    );
    await answer.click();
    assert.equal(await page.locator('#detail dd', { hasText: longCode }).first().textContent(), longCode);
    assert.deepEqual([await wider(), complaints], [[], []]);

    await page.getByRole('button', { name: 'Clear list' }).click();
    await page.getByText('Nothing yet').waitFor();
    assert.equal(await page.locator('#received').textContent(), '0');
  },
);

import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterEach, test } from 'vitest';
import { openMedplumHospital } from '#backend-client/fhir/evidence/medplum-hospital.ts';
import { reportPage } from '#backend-client/hospital-kit/conformance/page.ts';
import { type ConformanceReport, conformanceReport } from '#backend-client/hospital-kit/conformance/report.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type HospitalSettings, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import {
  accessToken,
  type FhirFaults,
  type Hl7Faults,
  openFhirFront,
  openHl7Peer,
  openWebhookPeer,
  type Peer,
  type WebhookFaults,
} from './hospital-peers.bench.ts';
import { runConformance } from './run.ts';

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

function closedLater<Opened extends Pick<Peer, 'close'>>(opened: Opened): Opened {
  openThings.push(opened.close);
  return opened;
}

const secret = randomBytes(32).toString('hex');
/** Moved on by a peer that is slow; nobody waits. */
let skewMs = 0;
const clock = { ...machineClock, now: () => Date.now() + skewMs };

async function run(system: Readonly<Record<string, unknown>>, appointmentId?: string): Promise<ConformanceReport> {
  const { hospital } = siteFile.parse({ ...syntheticSite, hospital: [{ id: 'his', ...system }] });
  const site = { ...syntheticSite, profile: 'production', hospital } as const;
  const needs = { clock, randomBytes, environment: { SECRET: secret }, kioskVersion: '0.1.0' };
  const ran = await runConformance(site, { ...needs, appointmentId, onCheck: () => {} });
  assert.ok(ran.ok);
  return conformanceReport.parse(ran.value);
}

async function runHl7(faults: Hl7Faults = {}) {
  const peer = closedLater(await openHl7Peer(faults));
  const capabilities: HospitalSettings['capabilities'] = ['registrations', 'readings', 'arrivals', 'patient-look-up'];
  const report = await run({ protocol: 'hl7v2-mllp', host: '127.0.0.1', port: peer.port, capabilities });
  return { report, heard: peer.heard };
}

async function runFhir(faults: FhirFaults = {}) {
  const medplum = closedLater(await openMedplumHospital());
  const peer = closedLater(await openFhirFront(medplum.baseUrl, faults));
  const capabilities = ['registrations', 'readings', 'arrivals', 'patient-look-up', 'appointment-look-up'];
  const baseUrl = `http://127.0.0.1:${peer.port}/fhir`;
  const again = (changes: object = {}, appointmentId?: string) =>
    run({ protocol: 'fhir-r4', baseUrl, capabilities, ...changes }, appointmentId);
  return { report: await again(), medplum, baseUrl, again };
}

async function runWebhook(faults: WebhookFaults = {}) {
  const peer = closedLater(await openWebhookPeer(secret, faults));
  const asked = ['patient-look-up', 'appointment-look-up', 'insurance-check', 'alerts'];
  const capabilities = ['registrations', 'readings', 'arrivals', ...asked];
  const url = `http://127.0.0.1:${peer.port}/tiep-don`;
  return run({ protocol: 'webhook', url, secretVariable: 'SECRET', capabilities });
}

/** `id: verdict` of what is not accepted. */
function notAccepted({ systems }: ConformanceReport): readonly string[] {
  return systems
    .flatMap(({ checks }) => checks)
    .filter(({ verdict }) => verdict !== 'accepted')
    .map(({ id, verdict }) => `${id}: ${verdict}`);
}

function checkOf({ systems }: ConformanceReport, id: string) {
  const check = systems.flatMap(({ checks }) => checks).find((each) => each.id === id);
  assert.ok(check, id);
  return check;
}

test('a HIS that takes HL7 as the guide asks has nothing to change; what only it can see it is told to look at', async () => {
  const { report, heard } = await runHl7();
  assert.deepEqual(
    [notAccepted(report), report.nothingWrong, report.summary.accepted],
    [['kept.ordinary: not-checkable'], true, 25],
  );
  assert.deepEqual(
    [...new Set(heard.map((message) => message.split('|')[10]))],
    ['T'],
    'every message says that it is a test',
  );
});

test('a FHIR server that nobody here wrote keeps every registration once and as it was sent', async () => {
  const { report, medplum } = await runFhir();
  assert.deepEqual(notAccepted(report), ['arrival: not-checkable', 'look-up.registered-patient: not-checkable']);
  const tags = (await medplum.all('Encounter')).map(({ meta }) => meta?.security?.[0]?.code);
  assert.deepEqual([...new Set(tags)], ['HTEST']);
});

test('a second run meets the people of the first, and still everything is kept once and as sent', async () => {
  const { medplum, again } = await runFhir();
  assert.deepEqual(notAccepted(await again()), ['arrival: not-checkable', 'look-up.registered-patient: not-checkable']);
  const numbers = (await medplum.all<Patient>('Patient')).map(({ identifier }) => identifier?.[0]?.value);
  assert.equal(new Set(numbers).size, numbers.length);
});

test('a test appointment that exists is arrived at', async () => {
  const { medplum, again } = await runFhir();
  const { id } = await medplum.repository.createResource<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    participant: [{ status: 'accepted' }],
  });
  assert.equal(checkOf(await again({}, id), 'arrival').verdict, 'accepted');
});

test('a program that checks signatures and answers questions has nothing to change', async () => {
  assert.deepEqual(notAccepted(await runWebhook()), ['kept.ordinary: not-checkable', 'alerts: not-checkable']);
});

test('a column of ten characters is found, over HL7 by asking again', async () => {
  const { report } = await runHl7({ keepsNumber: (number) => number.slice(0, 10) });
  const { verdict, finding, advice } = checkOf(report, 'look-up.registered-patient');
  assert.deepEqual(
    [verdict, finding.en],
    ['wrong', 'The 12-digit number is cut or changed: it came back as 0010990000.'],
  );
  assert.match(advice?.en ?? '', /text of at least 12 characters/);
});

test('a number that lost its zeros is found on a FHIR server, and nothing else is blamed', async () => {
  const { report } = await runFhir({ keeps: (bundle) => bundle.replaceAll(/"00(1099\d{6}|10990000\d\d)"/g, '"$1"') });
  const { verdict, finding } = checkOf(report, 'kept.leading-zeros');
  assert.deepEqual(
    [verdict, finding.en],
    ['wrong', 'The 12-digit number is cut or changed: it came back as 1099000000.'],
  );
  assert.ok(notAccepted(report).includes('kept.ordinary: wrong'));
  assert.equal(checkOf(report, 'kept.without-papers').verdict, 'accepted');
});

test('letters that lost their marks are found on a FHIR server', async () => {
  const { report } = await runFhir({ keeps: (bundle) => bundle.replaceAll('ữ', '?') });
  const { verdict, finding } = checkOf(report, 'kept.vietnamese-letters');
  assert.equal(verdict, 'wrong');
  assert.match(finding.en, /^It reads back otherwise: name → /);
});

test('an answer that a FHIR server keeps in other words is found, and no other answer is blamed', async () => {
  const { report } = await runFhir({
    keeps: (bundle) => bundle.replaceAll('"linkId":"occupation"', '"linkId":"nghe"'),
  });
  const { verdict, finding } = checkOf(report, 'kept.answers');
  assert.deepEqual([verdict, finding.en], ['wrong', 'It reads back otherwise: answer occupation → nothing.']);
});

test('a visit that is stored twice is found', async () => {
  const { report } = await runFhir({ keeps: (bundle) => bundle.replaceAll(/,"ifNoneExist":"[^"]*"/g, '') });
  assert.equal(checkOf(report, 'kept.ordinary').finding.en, 'There are 2 records for one id.');
});

test('a pressure that reads back in another unit is found', async () => {
  const { report } = await runFhir({ keeps: (bundle) => bundle.replaceAll('mm[Hg]', 'kPa') });
  assert.equal(checkOf(report, 'kept.reading').finding.en, 'It reads back as –/– mm[Hg].');
});

test('a server that keeps a mean and loses how it was taken is told which extension to keep', async () => {
  const { report } = await runFhir({
    keeps: (bundle) => bundle.replaceAll('urn:tiep-don:extension:measuring-circumstances', 'urn:elsewhere'),
  });
  const { verdict, advice } = checkOf(report, 'kept.mean');
  assert.equal(verdict, 'wrong');
  assert.match(advice?.en ?? '', /urn:tiep-don:extension:measuring-circumstances/);
});

test('a HIS that refuses a repeat is told to answer as the first time', async () => {
  const seen = new Set<string>();
  const report = await runWebhook({
    answers: (path, body) => {
      if (path.endsWith('/look-ups') || !seen.has(body)) return void seen.add(body);
      return { status: 409 };
    },
  });
  const { verdict, advice } = checkOf(report, 'registration.repeated');
  assert.equal(verdict, 'refused');
  assert.match(advice?.en ?? '', /answer as the first time/);
});

test('a phone that does not come back is found', async () => {
  const { report } = await runHl7({ forgetsPhones: true });
  assert.equal(
    checkOf(report, 'look-up.registered-patient').finding.en,
    'The confirmed phone does not come back (none).',
  );
});

test('AE for a patient without papers names the message, what came back, and where to look', async () => {
  const { report } = await runHl7({ refuses: '^^^^^^U|', err: '101^Required field missing' });
  const { verdict, finding, advice, received } = checkOf(report, 'registration.without-papers');
  assert.deepEqual(
    [verdict, finding.en],
    ['refused', 'The HIS says what is wrong with the content (hl7-content-refused).'],
  );
  assert.match(received ?? '', /ERR\|\|PID\^1\^5\|101\^Required field missing/);
  assert.match(advice?.en ?? '', /must not be required.*ERR-2 and ERR-3/);
  assert.equal(advice?.where, 'backend-client/hl7v2/README.md');
  assert.deepEqual(notAccepted(report), ['kept.ordinary: not-checkable', 'registration.without-papers: refused']);
});

test('a HIS that does not know a made-up appointment is not blamed for it', async () => {
  const { report } = await runHl7({ refuses: 'SIU^S14', err: '204^Unknown key identifier' });
  const { verdict, advice } = checkOf(report, 'arrival');
  assert.deepEqual([verdict, advice?.where], ['not-checkable', 'npm run conformance -- --appointment ID']);
});

test('a HIS that needs more than two seconds is told so, message by message', async () => {
  skewMs = 0;
  const { report } = await runHl7({
    beforeAnswer: () => {
      skewMs += 2_500;
    },
  });
  const { verdict, tookMs, advice } = checkOf(report, 'registration.ordinary');
  assert.deepEqual([verdict, (tookMs ?? 0) >= 2_500, report.nothingWrong], ['slow', true, false]);
  assert.match(advice?.en ?? '', /Answer within 2 seconds/);
});

test('a receiver that takes forged requests is found out', async () => {
  const report = await runWebhook({ takesAnySignature: true });
  assert.deepEqual(notAccepted(report), [
    'kept.ordinary: not-checkable',
    'signature.missing: wrong',
    'signature.wrong: wrong',
    'signature.old: wrong',
    'signature.question: wrong',
    'alerts: not-checkable',
  ]);
  assert.equal(checkOf(report, 'signature.wrong').finding.en, 'A forged request was taken (204).');
});

test('when nobody listens, one refusal says so and nothing else is sent', async () => {
  const peer = await openHl7Peer();
  await peer.close();
  const report = await run({ protocol: 'hl7v2-mllp', host: '127.0.0.1', port: peer.port });
  const [first, ...others] = report.systems[0]?.checks ?? [];
  assert.deepEqual([first?.verdict, first?.advice?.where], ['refused', 'hospital "his": host, port']);
  assert.deepEqual([...new Set(others.map(({ verdict }) => verdict))], ['not-checkable']);
});

test('an error instead of "nobody" for an unknown person is refused, and says how to say it', async () => {
  const report = await runWebhook({ answers: (path) => (path.endsWith('/look-ups') ? { status: 404 } : undefined) });
  const { verdict, advice } = checkOf(report, 'look-up.unknown-patient');
  assert.equal(verdict, 'refused');
  assert.match(advice?.en ?? '', /webhook: unknown/);
});

test('neither tokens nor what they are asked with are in a report', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'conformance-'));
  openThings.push(async () => rmSync(directory, { recursive: true }));
  const keyFile = join(directory, 'key.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const { again, baseUrl } = await runFhir();
  const auth = { kind: 'smart-backend', tokenUrl: `${baseUrl}/token`, clientId: 'kiosk', keyFile };
  const report = await again({ auth });
  assert.equal(checkOf(report, 'registration.ordinary').verdict, 'accepted');
  assert.ok(!['client_assertion', accessToken].some((secretText) => JSON.stringify(report).includes(secretText)));
});

test('no secret is in a report, and an answer of markup is text on the page', async () => {
  const attack = '<script>alert(1)</script><img src=x onerror=alert(2)>';
  const report = await runWebhook({ answers: () => ({ status: 400, body: attack }) });
  const page = reportPage(report);
  assert.ok(checkOf(report, 'registration.ordinary').received?.includes(attack));
  assert.ok(!page.includes('<script') && !page.includes('<img'));
  assert.ok(![page, JSON.stringify(report)].some((text) => text.includes(secret) || text.includes('v1=')));
});

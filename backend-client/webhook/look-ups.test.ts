import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { BusinessDay } from '#config/agreements/ids.ts';
import { isShownText } from '#config/agreements/shown-text.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { Capability } from '#config/settings/site-file.ts';
import { anh, erika, nobody, syntheticSite, typedPapers } from '../contract/synthetic-people.ts';
import { openWebhookClient } from './client.ts';
import { createWebhookLookUps } from './look-ups.ts';
import { question as questionSchema } from './question-words.ts';
import { openScriptedReceiver, type Script, type ScriptedAnswer, testSecret } from './scripted-receiver.bench.ts';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const now = Date.UTC(2026, 10, 22, 1, 0, 0);
const day = '2026-11-22' as BusinessDay;
const everything: readonly Capability[] = ['patient-look-up', 'appointment-look-up', 'insurance-check'];

async function hospital(script: Script, capabilities = everything) {
  const clock = createHandCrankedClock(now);
  const lines: object[] = [];
  const receiver = await openScriptedReceiver(script, clock.now);
  openThings.push(receiver.close);
  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url: receiver.url,
    secretVariable: 'WEBHOOK_SECRET',
    capabilities,
  });
  const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: testSecret } });
  assert.ok(client.ok);
  openThings.push(client.value.close);
  const lookUps = createWebhookLookUps({
    settings,
    site: syntheticSite,
    client: client.value,
    clock,
    timeoutMs: 3_000,
    log: (id, fields) => lines.push({ id, ...fields }),
  });
  return { lookUps, clock, lines, ...receiver };
}

/** All four questions to a hospital that answers each with the same. */
async function askEverything(answer: ScriptedAnswer) {
  const { lookUps, heard } = await hospital(() => answer);
  const answers = [
    await lookUps.findPatient?.(anh),
    await lookUps.findAppointments?.(anh, undefined, day),
    await lookUps.findAppointment?.('H-1', day),
    await lookUps.checkInsurance?.(anh),
  ].map((each) => (each?.ok ? each.value : each?.problem.kind));
  return { answers, heard };
}

test('questions are signed posts with documented fields only, and no address says anything about a person', async () => {
  const { heard } = await askEverything({ status: 404 });
  const questions = heard.map(({ body }) => JSON.parse(body));
  assert.deepEqual(
    questions.map(({ kind }) => kind),
    ['find-patient', 'find-appointments', 'find-appointment', 'check-insurance'],
  );
  for (const question of questions) assert.deepEqual(questionSchema.parse(question), question);
  assert.deepEqual(questions[0].patient.citizenNumber, '001148000001');
  assert.deepEqual([...new Set(heard.map(({ method, path }) => `${method} ${path}`))], ['POST /tiep-don/look-ups']);
});

test('a passport and typed numbers are asked about in documented fields; the name on record is told of whoever typed none', async () => {
  const { lookUps, heard } = await hospital(() => ({
    body: { result: 'found', patientCode: 'BN-1', person: { fullName: 'Muster Erika' } },
  }));
  const found = { patientCode: 'BN-1', contact: undefined };
  assert.deepEqual(await lookUps.findPatient?.(erika), { ok: true, value: found });
  assert.deepEqual(await lookUps.findPatient?.(typedPapers), {
    ok: true,
    value: { ...found, fullName: 'Muster Erika' },
  });
  const questions = heard.map(({ body }) => JSON.parse(body));
  for (const question of questions) assert.deepEqual(questionSchema.parse(question), question);
  assert.deepEqual(questions[0].patient.passport, erika.passport);
  const { oldCitizenNumber, patientCode, saidPhone } = questions[1].patient;
  assert.deepEqual([oldCitizenNumber, patientCode, saidPhone], ['012345678', 'BN00012345', '0901234567']);
});

test('only what the site file names is asked', async () => {
  const { lookUps } = await hospital(() => ({}), ['registrations', 'insurance-check']);
  assert.deepEqual(Object.keys(lookUps), ['checkInsurance']);
});

test.for<[string, unknown, unknown]>([
  [
    'a known person with a phone number',
    { result: 'found', patientCode: 'BN-1', phone: '0912 345.678' },
    {
      patientCode: 'BN-1',
      contact: { phone: '0912345678', patientCode: 'BN-1', phoneConfirmed: undefined },
      particulars: { phone: '0912345678' },
    },
  ],
  [
    'a known person with what is asked once',
    { result: 'found', patientCode: 'BN-1', ethnicity: '02', occupation: 'retired', address: 'Số 9, Phố Thử' },
    {
      patientCode: 'BN-1',
      contact: undefined,
      particulars: { ethnicity: '02', occupation: 'retired', address: 'Số 9, Phố Thử' },
    },
  ],
  [
    'words of another list: nobody is lost for them',
    { result: 'found', patientCode: 'BN-1', ethnicity: 2, occupation: 'Nông dân', address: '\u0000' },
    { patientCode: 'BN-1', contact: undefined },
  ],
  [
    'a known person with blood pressures of earlier days, and some that are none',
    {
      result: 'found',
      patientCode: 'BN-1',
      earlierPressures: [
        { day: '2026-10-05', systolic: 142, diastolic: 88 },
        { day: '2027-01-01', systolic: 142, diastolic: 88 },
        { day: '2026-03-05', systolic: 151, diastolic: 93 },
        { day: '2026-04-05', systolic: 0, diastolic: 0 },
      ],
    },
    {
      patientCode: 'BN-1',
      contact: undefined,
      earlierPressures: [
        { day: '2026-03-05', systolic: 151, diastolic: 93 },
        { day: '2026-10-05', systolic: 142, diastolic: 88 },
      ],
    },
  ],
  [
    'pressures that cannot be read: nobody is lost for them',
    { result: 'found', patientCode: 'BN-1', earlierPressures: '142/88' },
    { patientCode: 'BN-1', contact: undefined },
  ],
  [
    'a known person without',
    { result: 'found', patientCode: 'BN-1', phone: null },
    { patientCode: 'BN-1', contact: undefined },
  ],
  [
    'a phone number that is none',
    { result: 'found', patientCode: 'BN-1', phone: 'gọi con trai' },
    { patientCode: 'BN-1', contact: undefined },
  ],
  ['nobody', { result: 'unknown' }, undefined],
  ['several people', { result: 'ambiguous' }, 'ambiguous'],
  ['a code that breaks lines', { result: 'found', patientCode: 'BN\n1' }, 'not-understood'],
])('find-patient: %s', async ([, body, expected]) => {
  const { lookUps } = await hospital(() => ({ body }));
  const answer = await lookUps.findPatient?.(anh);
  assert.deepEqual(answer?.ok ? answer.value : answer?.problem.kind, expected);
});

const appointment = (appointmentId: string, startsAt?: string) => ({ appointmentId, kind: 'appointment', startsAt });

test('appointments of the day come soonest first, those without a time last, at most eight', async () => {
  const body = {
    appointments: [
      {
        appointmentId: 'slip',
        kind: 'follow-up-slip',
        serviceHisCode: 'K01',
        description: `Phòng\t${'x'.repeat(100)}`,
      },
      appointment('yesterday', '2026-11-21T09:00:00+07:00'),
      appointment('noon', '2026-11-22T12:00:00+07:00'),
      appointment('early', '2026-11-21T23:30:00Z'),
      ...Array.from({ length: 9 }, (_, hour) => appointment(`later-${hour}`, `2026-11-22T1${hour}:30:00+07:00`)),
    ],
  };
  const { lookUps } = await hospital(() => ({ body }));
  const answer = await lookUps.findAppointments?.(anh, { patientCode: 'BN-1', contact: undefined }, day);
  assert.ok(answer?.ok);
  assert.equal(
    answer.value.map(({ appointmentId }) => appointmentId).join(' '),
    'early later-0 later-1 noon later-2 later-3 later-4 later-5',
  );
});

test('a slip without a time is of today; its text is one line of 80 characters', async () => {
  const slip = {
    appointmentId: 'H-1',
    kind: 'follow-up-slip',
    description: `Phòng\n${'x'.repeat(100)}`,
    serviceHisCode: null,
  };
  const { lookUps } = await hospital(() => ({ body: { appointment: slip } }));
  const answer = await lookUps.findAppointment?.('H-1', day);
  assert.deepEqual(answer?.ok && answer.value, {
    appointmentId: 'H-1',
    kind: 'follow-up-slip',
    serviceHisCode: undefined,
    startsAt: undefined,
    description: `Phòng ${'x'.repeat(74)}`,
  });
});

test('a slip of another day, or that nobody knows, is no appointment', async () => {
  const bodies = [{ appointment: appointment('H-1', '2026-11-23T09:00:00+07:00') }, { appointment: null }];
  const { lookUps, heard } = await hospital(() => ({ body: bodies[heard.length - 1] }));
  const answers = [await lookUps.findAppointment?.('H-1', day), await lookUps.findAppointment?.('H-1', day)];
  assert.deepEqual(answers, [
    { ok: true, value: undefined },
    { ok: true, value: undefined },
  ]);
});

test("the gateway's answer, passed on by the hospital's server, insures the patient", async () => {
  const body = {
    maKetQua: '000',
    gtTheTu: '01/01/2026',
    gtTheDen: '31/12/2026',
    maDKBD: '27005',
    dsLichSuKCB2018: null,
  };
  const { lookUps } = await hospital(() => ({ body }));
  const answer = await lookUps.checkInsurance?.(anh);
  assert.deepEqual(answer?.ok && [answer.value.path, answer.value.validTo, answer.value.checkedAt], [
    'insured',
    '2026-12-31',
    now,
  ]);
});

test("trouble of the hospital's own account at the gateway calls a technician, not the patient to the desk", async () => {
  const codes = ['000', '110', '401', '054', '205', '500'];
  const { lookUps, heard, lines } = await hospital(() => ({ body: { maKetQua: codes[heard.length - 1] } }));
  const paths: unknown[] = [];
  for (const _code of codes) {
    const answer = await lookUps.checkInsurance?.(anh);
    paths.push(answer?.ok && answer.value.path);
  }
  assert.deepEqual(paths, ['insured', 'see-desk', 'not-verified', 'not-verified', 'not-verified', 'not-verified']);
  assert.deepEqual(
    lines,
    [
      ['401', 'gateway-account'],
      ['054', 'gateway-account'],
      ['205', 'question-format'],
      ['500', 'gateway-server'],
    ].map(([resultCode, reason]) => ({ id: 'insurance-alarm', endpointId: 'his', resultCode, reason })),
  );
});

test.for<[string, ScriptedAnswer, string]>([
  ['401', { status: 401 }, 'refused'],
  ['404', { status: 404 }, 'refused'],
  ['a redirect', { status: 307, headers: { location: 'http://127.0.0.1:1/' } }, 'refused'],
  ['429', { status: 429 }, 'no-answer'],
  ['500', { status: 500 }, 'no-answer'],
  ['a page of HTML', { body: '<html></html>' }, 'not-understood'],
  ['JSON of something else', { body: [1, 2] }, 'not-understood'],
  ['an answer without end', { body: `"${'x'.repeat(300_000)}"` }, 'not-understood'],
])('whatever is asked, %s is told apart and nobody is held up', async ([, answer, kind]) => {
  const { answers } = await askEverything(answer);
  assert.deepEqual(answers, [kind, kind, kind, kind]);
});

test('a silent hospital is given up after the time for a question', async () => {
  const { lookUps, clock, nextRequest } = await hospital(() => 'nothing');
  const asked = lookUps.findPatient?.(nobody);
  await nextRequest();
  clock.advance(3_000);
  assert.deepEqual(await asked, { ok: false, problem: { kind: 'no-answer' } });
});

test('no answer, however hostile, does more than fail', async () => {
  let body: unknown;
  const { lookUps } = await hospital(() => ({ body }));
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }));
  const some = fc.record(
    Object.fromEntries(
      ['result', 'patientCode', 'phone', 'appointments', 'appointment', 'maKetQua', 'gtTheDen'].map((key) => [
        key,
        value,
      ]),
    ),
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(fc.oneof(value, some), async (answer) => {
      body = answer;
      const found = await lookUps.findPatient?.(anh);
      if (found?.ok && found.value) assert.match(found.value.patientCode, /^[!-~]{1,64}$/);
      await lookUps.findAppointments?.(anh, undefined, day);
      await lookUps.findAppointment?.('H-1', day);
      const checked = await lookUps.checkInsurance?.(anh);
      if (checked?.ok && checked.value.path.startsWith('insured')) assert.match(checked.value.resultCode, /^00[0-4]$/);
    }),
    { numRuns: 60 },
  );
}, 30_000);

test('what a hospital says of somebody else is not used', async () => {
  const person = { fullName: 'Nguyễn Thị Ngọc Ảnh', birthDate: '1948-08-15', sex: 'female' };
  const everyAnswer = { result: 'found', patientCode: 'BN9', phone: '0912345678', appointments: [], person };
  const card = { maKetQua: '000', maThe: 'DN4010199999999' };
  for (const gateway of [
    { hoTen: person.fullName },
    { ngaySinh: '1949' },
    { gioiTinh: 'Nam' },
    { maThe: 'DN4010199999998' },
  ]) {
    const { answers } = await askEverything({ body: JSON.stringify({ ...everyAnswer, ...card, ...gateway }) });
    assert.deepEqual([answers[0], answers[1], answers[3]], ['other-person', 'other-person', 'other-person']);
  }
  const { answers } = await askEverything({
    body: JSON.stringify({
      ...everyAnswer,
      person: { fullName: 'NGUYEN THI NGOC ANH', birthDate: '1948', sex: 'F' },
      ...card,
      ...{ hoTen: 'NGUYỄN THỊ NGỌC ÁNH', ngaySinh: '15/08/1948', gioiTinh: 'Nữ' },
    }),
  });
  assert.equal(answers.includes('other-person'), false);
});

test('what a hospital words for a patient is bounded, and nothing of it hides or turns the text beside it', async () => {
  const description = `\u202eBS. Bình\u0000 \u200b👩‍⚕️${'A\u0301'.repeat(100)}\n`;
  const { lookUps } = await hospital(() => ({
    body: JSON.stringify({ appointments: [{ appointmentId: 'LH-1', kind: 'appointment', description }] }),
  }));
  const found = await lookUps.findAppointments?.(anh, undefined, day);
  assert.ok(found?.ok);
  const shown = found.value[0]?.description ?? '';
  assert.ok(shown.startsWith('BS. Bình ÁÁ') && shown.length === 80 && isShownText(shown));
});

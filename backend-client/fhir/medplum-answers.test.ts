import assert from 'node:assert/strict';
import type { Consent, Encounter, Patient, QuestionnaireResponse, RelatedPerson } from '@medplum/fhirtypes';
import { afterEach, test } from 'vitest';
import { anh, answersOfAnh } from '../contract/synthetic-people.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import { openFhirBench } from './evidence/fhir-bench.ts';
import { openMedplumHospital } from './evidence/medplum-hospital.ts';
import { correction, reading, registration, visitFacts } from './evidence/synthetic-facts.ts';

/** What a patient answered, at a FHIR server that others wrote. */

const openThings: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function hospital() {
  const medplum = await openMedplumHospital();
  const kiosk = openFhirBench({ baseUrl: medplum.baseUrl });
  openThings.push(medplum.close, kiosk.endpoint.close);
  return { medplum, kiosk };
}

const accepted = { ok: true, value: 'accepted' };
const vnCore = 'http://fhir.ehealth.gov.vn/core';

function answersIn(response: QuestionnaireResponse | undefined) {
  return Object.fromEntries(
    (response?.item ?? []).map(({ linkId, answer = [] }) => [
      linkId,
      answer.map(
        (each) =>
          each.valueCoding?.code ??
          each.valueQuantity?.value ??
          each.valueBoolean ??
          each.valueDate ??
          each.valueString,
      ),
    ]),
  );
}

function saidIn(consent: Consent | undefined) {
  return consent?.provision?.provision?.map(({ type, purpose }) => `${purpose?.[0]?.code} ${type}`);
}

test('everything that a patient answered arrives, each where FHIR has a place for it', async () => {
  const { medplum, kiosk } = await hospital();
  assert.deepEqual(await kiosk.tell(registration(anh, { answers: answersOfAnh, purpose: 'referral' })), accepted);
  const [patient] = await medplum.all<Patient>('Patient');
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const [companion] = await medplum.all<RelatedPerson>('RelatedPerson');
  const [response] = await medplum.all<QuestionnaireResponse>('QuestionnaireResponse');
  assert.deepEqual(
    {
      people: patient?.extension?.map(({ url, valueCodeableConcept: said }) => [
        url.replace(vnCore, ''),
        said?.text,
        said?.coding?.map(({ system, code }) => `${system?.replace(vnCore, '')} ${code}`),
      ]),
      homes: patient?.address?.map(({ type, text }) => [type, text]),
      phone: patient?.telecom?.map(({ value }) => value),
      why: encounter?.reasonCode?.map(({ coding, text }) => [coding?.[0]?.code, text]),
      cameWith: encounter?.participant?.map(({ type, individual }) => [
        type?.[0]?.coding?.[0]?.code,
        individual?.reference,
      ]),
      companion: [
        companion?.patient?.reference,
        companion?.relationship?.[0]?.coding?.[0]?.code,
        companion?.name?.[0]?.text,
        companion?.identifier?.map(({ value }) => value),
      ],
      whose: [response?.subject?.reference, response?.encounter?.reference, response?.source?.reference],
    },
    {
      people: [
        ['/StructureDefinition/extension-race', 'Tày', ['/CodeSystem/vn-core-race 02']],
        [
          '/StructureDefinition/extension-occupation',
          'Hưu trí',
          ['urn:tiep-don:code:occupation retired', 'urn:tiep-don:code:ma-nghe-nghiep 00000'],
        ],
      ],
      homes: [
        [undefined, 'Số 1, Đường Thử Nghiệm, Bắc Ninh'],
        ['physical', 'Số 9, Phố Tạm Trú, Hà Nội'],
      ],
      phone: ['0987000009'],
      why: [['referral', 'Khám theo phiếu chuyển cơ sở']],
      cameWith: [['ESC', `RelatedPerson/${companion?.id}`]],
      companion: [`Patient/${patient?.id}`, 'CHILD', 'Trần Văn Thử', ['V1S1T000000000000001', '001075000002']],
      whose: [`Patient/${patient?.id}`, `Encounter/${encounter?.id}`, `RelatedPerson/${companion?.id}`],
    },
  );
  assert.deepEqual(answersIn(response), {
    ethnicity: ['02'],
    occupation: ['retired'],
    address: ['Số 9, Phố Tạm Trú, Hà Nội'],
    phone: ['0987000009'],
    'screening-signs': ['fever', 'cough'],
    'screening-temperature': [38.2],
    'screening-isolate': [true],
    'has-eaten': [false],
    'referral-signed-on': ['2026-11-16'],
    'referral-valid-for': ['ten-working-days'],
    'referral-standing': ['valid'],
  });
  const [consent, ...others] = await medplum.all<Consent>('Consent');
  assert.deepEqual(
    [
      others,
      consent?.status,
      consent?.policyRule?.coding?.[0]?.code,
      consent?.performer?.map(({ reference }) => reference?.split('/')[0]),
      saidIn(consent),
      consent?.provision?.provision?.[0]?.extension?.[0]?.extension?.map(({ url, ...value }) => [
        url,
        Object.values(value)[0],
      ]),
    ],
    [
      [],
      'active',
      'OPTINR',
      ['Patient', 'RelatedPerson'],
      ['messages permit', 'research deny', 'companion-details permit'],
      [
        ['wordsHash', answersOfAnh.consents[0].wordsHash],
        ['language', 'vi'],
        ['shownMs', 8200],
        ['by', 'patient'],
        ['saidAt', '2026-11-22T08:12:05+07:00'],
      ],
    ],
  );
});

test('a server without records of answers hears of the particulars in the Patient, and of nothing else', async () => {
  const medplum = await openMedplumHospital();
  const kiosk = openFhirBench({ baseUrl: medplum.baseUrl, answerRecords: false });
  openThings.push(medplum.close, kiosk.endpoint.close);
  assert.deepEqual(await kiosk.tell(registration(anh, { answers: answersOfAnh })), accepted);
  const [patient] = await medplum.all<Patient>('Patient');
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const types = ['RelatedPerson', 'Consent', 'QuestionnaireResponse'] as const;
  const counts = await Promise.all(types.map(async (type) => (await medplum.all(type)).length));
  assert.deepEqual([counts, patient?.extension?.length, encounter?.participant], [[0, 0, 0], 2, undefined]);
});

test('whatever arrives twice is there once, and a reading brings no answers along', async () => {
  const { medplum, kiosk } = await hospital();
  const facts = [
    registration(anh, { answers: answersOfAnh }),
    correction(anh, { answers: answersOfAnh }),
    reading(visitFacts(anh, { answers: answersOfAnh })),
  ];
  const messages = facts.map((fact) => kiosk.render(fact));
  for (const message of [...messages, ...messages]) assert.deepEqual(await kiosk.endpoint.send(message), accepted);
  const types = ['Patient', 'Encounter', 'RelatedPerson', 'Consent', 'QuestionnaireResponse'] as const;
  const counts = await Promise.all(types.map(async (type) => (await medplum.all(type)).length));
  assert.deepEqual([counts, kiosk.logged], [[1, 1, 1, 1, 1], []]);
});

test('what was said otherwise later changes what we wrote: a consent taken back, a name that is not given any more', async () => {
  const { medplum, kiosk } = await hospital();
  await kiosk.tell(registration(anh, { answers: answersOfAnh }));
  const [messages, research] = answersOfAnh.consents;
  const later: VisitAnswers = {
    ...answersOfAnh,
    companion: { relation: 'spouse', fullName: undefined, citizenNumber: undefined },
    consents: [{ ...messages, granted: false, at: messages.at + 60_000 }, research],
    particulars: { ...answersOfAnh.particulars, ethnicity: '03', address: 'Số 10, Phố Mới, Hà Nội' },
    preparation: { hasEaten: true },
  };
  assert.deepEqual(await kiosk.tell(correction(anh, { answers: later })), accepted);
  const [patient] = await medplum.all<Patient>('Patient');
  const [companion, ...others] = await medplum.all<RelatedPerson>('RelatedPerson');
  const [consent, ...doubles] = await medplum.all<Consent>('Consent');
  const [response, ...more] = await medplum.all<QuestionnaireResponse>('QuestionnaireResponse');
  assert.deepEqual(
    {
      companion: [companion?.relationship?.map(({ coding }) => coding?.[0]?.code), companion?.name, others],
      consent: [consent?.status, saidIn(consent), consent?.policyRule?.coding?.[0]?.code, consent?.dateTime, doubles],
      said: [answersIn(response).ethnicity, answersIn(response)['has-eaten'], more],
      people: patient?.extension?.map(({ valueCodeableConcept: said }) => said?.text),
      homes: patient?.address?.map(({ use, text }) => [use, text]).toSorted(),
    },
    {
      companion: [['SPS'], undefined, []],
      consent: ['rejected', ['messages deny', 'research deny'], 'OPTOUT', '2026-11-22T08:13:05+07:00', []],
      said: [['03'], [true], []],
      people: ['Thái', 'Hưu trí'],
      homes: [
        ['home', 'Số 1, Đường Thử Nghiệm, Bắc Ninh'],
        ['home', 'Số 10, Phố Mới, Hà Nội'],
        ['old', 'Số 9, Phố Tạm Trú, Hà Nội'],
      ],
    },
  );
});

test("what the hospital's own record of a patient says stays, and what the patient said stands beside it", async () => {
  const { medplum, kiosk } = await hospital();
  const race = {
    url: `${vnCore}/StructureDefinition/extension-race`,
    valueCodeableConcept: { text: 'Nùng', coding: [{ system: `${vnCore}/CodeSystem/vn-core-race`, code: '07' }] },
  };
  const phone = { system: 'phone', value: '0911 000 111', use: 'home' } as const;
  await medplum.repository.createResource<Patient>({
    resourceType: 'Patient',
    identifier: [{ system: `${vnCore}/sid/national_id`, value: '001148000001' }],
    name: [{ text: 'Nguyễn Thị Ngọc Ánh' }],
    extension: [race],
    telecom: [phone],
    address: [{ use: 'home', text: 'Địa chỉ của bệnh viện' }],
  });
  assert.deepEqual(await kiosk.tell(registration(anh, { answers: answersOfAnh })), accepted);
  assert.deepEqual(await kiosk.tell(correction(anh, { answers: answersOfAnh })), accepted);
  const [patient, ...others] = await medplum.all<Patient>('Patient');
  const [response] = await medplum.all<QuestionnaireResponse>('QuestionnaireResponse');
  assert.deepEqual(
    [
      others,
      patient?.extension?.map(({ valueCodeableConcept: said }) => said?.text),
      patient?.telecom?.map(({ value }) => value),
      patient?.address?.map(({ use, text }) => `${use} ${text}`).toSorted(),
      answersIn(response).ethnicity,
    ],
    [
      [],
      ['Nùng', 'Hưu trí'],
      ['0911 000 111', '0987000009'],
      ['home Số 1, Đường Thử Nghiệm, Bắc Ninh', 'home Số 9, Phố Tạm Trú, Hà Nội', 'home Địa chỉ của bệnh viện'],
      ['02'],
    ],
  );
});

test('a companion of a correction joins the doctor whom the hospital has named, and a consent withdrawn at the desk stays so', async () => {
  const { medplum, kiosk } = await hospital();
  const { companion: _, ...alone } = answersOfAnh;
  await kiosk.tell(registration(anh, { answers: alone }));
  const [before] = await medplum.all<Encounter>('Encounter');
  const [granted] = await medplum.all<Consent>('Consent');
  assert.ok(before && granted);
  await medplum.repository.updateResource<Encounter>({
    ...before,
    participant: [{ individual: { display: 'BS. Của Bệnh Viện' } }],
  });
  await medplum.repository.updateResource<Consent>({ ...granted, status: 'inactive' });
  assert.deepEqual(await kiosk.tell(correction(anh, { answers: answersOfAnh })), accepted);
  const [encounter] = await medplum.all<Encounter>('Encounter');
  const consents = await medplum.all<Consent>('Consent');
  assert.deepEqual(
    [
      encounter?.participant?.map(({ individual }) => individual?.display ?? individual?.reference?.split('/')[0]),
      consents.find(({ id }) => id === granted.id)?.status,
    ],
    [['BS. Của Bệnh Viện', 'RelatedPerson'], 'inactive'],
  );
});

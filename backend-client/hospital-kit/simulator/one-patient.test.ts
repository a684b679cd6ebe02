import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { CorrectionFact, RegistrationFact } from '../../contract/fact.ts';
import type { Patient } from '../../contract/patient.ts';
import { syntheticSite } from '../../contract/synthetic-people.ts';
import { patientQuery } from '../../hl7v2/messages/patient-query.ts';
import { createMllpFraming, mllpFrame } from '../../hl7v2/mllp-framing.ts';
import { parseMessage } from '../../hl7v2/parse.ts';
import { controlId, endpointWith, registration } from '../../hl7v2/sample-facts.ts';
import { factsOfPatient } from './fhir-patient.ts';
import { type FhirResource, listOf, objectOf } from './fhir-search.ts';
import type { HisSimulator } from './his-simulator.ts';
import { createKioskBench, deliver, type Kiosk } from './kiosk.bench.ts';
import type { PersonFacts } from './known-person.ts';
import { readArrival } from './read-arrival.ts';

const { hospital, overMllp, overFhir, overWebhook, closeLater, closeAll } = createKioskBench();
afterEach(closeAll);

const protocols = ['mllp', 'fhir', 'webhook'] as const;
type Protocol = (typeof protocols)[number];
const pairs = protocols.flatMap((first) => protocols.map((second) => [first, second] as const));

function kiosksOf(simulator: HisSimulator): Readonly<Record<Protocol, Kiosk>> {
  return { mllp: overMllp(simulator), fhir: overFhir(simulator), webhook: overWebhook(simulator) };
}

const anh: Patient = {
  ...registration.patient,
  citizen: { number: '001148000001', oldNumber: undefined, issuedOn: undefined },
};
const [citizenNumber, card] = ['001148000001', 'DN4010199999999'];
const phone = '0912345678';
const confirmed = { phone, patientCode: undefined, phoneConfirmed: true };

function visitOf(patient: Patient, visitId: string, contact: RegistrationFact['contact']): RegistrationFact {
  return { ...registration, patient, contact, visit: { ...registration.visit, visitId: visitId as VisitId } };
}

function correctionOf(patient: Patient, visitId: string, contact: RegistrationFact['contact']): CorrectionFact {
  return { ...visitOf(patient, visitId, contact), kind: 'correction', correctedAt: registration.visit.storedAt };
}

/** What the hospital says of whoever carries this number: the only Patient over FHIR, and the only PID over HL7. */
async function saidOf(
  simulator: HisSimulator,
  number: string,
): Promise<Readonly<Record<'mllp' | 'fhir', PersonFacts>>> {
  const [resource, another] = await patientsWith(simulator, number);
  assert.ok(resource && !another);
  const { patientName, birth, sex, address, phone, ...numbers } = readArrival(await answerOverMllp(simulator, number));
  const { patientCode, citizenNumber, insuranceNumber } = numbers;
  return {
    mllp: { patientName, birth, sex, address, phone, patientCode, citizenNumber, insuranceNumber },
    fhir: factsOfPatient(resource),
  };
}

async function patientsWith({ fhirUrl }: HisSimulator, number: string): Promise<readonly FhirResource[]> {
  const found = await fetch(`${fhirUrl}/Patient?identifier=${number}`);
  return listOf(objectOf(await found.json()).entry).map(({ resource }) => resource as FhirResource);
}

async function answerOverMllp({ mllpPort }: HisSimulator, number: string) {
  const line = connect({ host: '127.0.0.1', port: mllpPort });
  closeLater(() => line.destroy());
  const authority = number.length === 12 ? 'CCCD' : 'BHXH';
  const sought = { number, authority, type: number.length === 12 ? 'NI' : 'SB' };
  line.write(mllpFrame(patientQuery({ endpoint: endpointWith(), site: syntheticSite, controlId }, sought, 0)));
  const framing = createMllpFraming();
  for await (const chunk of line) {
    const [frame] = framing.push(chunk).frames;
    const parsed = frame && parseMessage(frame);
    if (parsed?.ok) return parsed.value;
  }
  throw new Error('The hospital closed the line.');
}

/** Patient code and phone number as the kiosk learns them over each protocol, in the order of `protocols`. */
async function foundOverAll(simulator: HisSimulator, patient: Patient): Promise<readonly unknown[]> {
  const said: unknown[] = [];
  for (const { lookUps } of Object.values(kiosksOf(simulator))) {
    const found = await lookUps.findPatient?.(patient);
    assert.ok(found);
    said.push(found.ok ? [found.value?.patientCode, found.value?.contact?.phone] : found.problem.kind);
  }
  return said;
}

const threeTimes = (said: unknown) => [said, said, said];
const known = {
  patientName: 'Nguyễn Thị Ngọc Ánh',
  birth: '19480815',
  sex: 'F',
  address: registration.patient.address ?? '',
  citizenNumber,
  insuranceNumber: card,
  patientCode: 'BN27000001',
  phone,
};

test.each(protocols)('whoever was registered over %s is one and the same patient over every protocol', async (told) => {
  const simulator = await hospital();
  assert.equal(await deliver(kiosksOf(simulator)[told], 'C1', visitOf(anh, 'V1', confirmed)), 'accepted');
  for (const number of [citizenNumber, card, card.slice(-10)])
    assert.deepEqual(await saidOf(simulator, number), { mllp: known, fhir: known });
  for (const patient of [anh, { ...anh, citizen: undefined }, { ...anh, insurance: undefined }])
    assert.deepEqual(await foundOverAll(simulator, patient), threeTimes(['BN27000001', phone]));
});

test.each(pairs)(
  'registered over %s, again and corrected over %s: more is known, and of one patient',
  async (first, second) => {
    const simulator = await hospital();
    const kiosks = kiosksOf(simulator);
    const scanned: Patient = { ...anh, birth: { precision: 'year', year: 1948 }, insurance: undefined, sex: 'unknown' };
    assert.equal(await deliver(kiosks[first], 'C1', visitOf(scanned, 'V1', undefined)), 'accepted');
    assert.deepEqual(await foundOverAll(simulator, anh), threeTimes(['BN27000001', undefined]));
    assert.equal(await deliver(kiosks[second], 'C2', visitOf(scanned, 'V2', confirmed)), 'accepted');
    assert.deepEqual(await foundOverAll(simulator, anh), threeTimes(['BN27000001', phone]));
    assert.equal(await deliver(kiosks[second], 'C3', correctionOf(anh, 'V1', undefined)), 'accepted');
    assert.deepEqual(await saidOf(simulator, citizenNumber), { mllp: known, fhir: known });
    assert.deepEqual(await foundOverAll(simulator, { ...anh, citizen: undefined }), threeTimes(['BN27000001', phone]));
  },
);

test.each(pairs)(
  'registered over %s, then with less over %s: nothing that was known is lost',
  async (first, second) => {
    const simulator = await hospital();
    const kiosks = kiosksOf(simulator);
    const bare: Patient = { ...anh, birth: { precision: 'year', year: 1948 }, insurance: undefined, sex: 'unknown' };
    const denied = { phone: '0999999999', patientCode: undefined, phoneConfirmed: false };
    await deliver(kiosks[first], 'C1', visitOf(anh, 'V1', confirmed));
    assert.equal(await deliver(kiosks[second], 'C2', visitOf(bare, 'V2', denied)), 'accepted');
    assert.equal(await deliver(kiosks[second], 'C3', correctionOf(bare, 'V2', undefined)), 'accepted');
    assert.deepEqual(await saidOf(simulator, citizenNumber), { mllp: known, fhir: known });
  },
);

const minh: Patient = { ...anh, fullName: 'Lê Minh Khác', birth: { precision: 'day', date: '2001-02-03' } };

test.each(protocols)('%s: somebody else under a number of Trần Văn Ví Dụ takes nothing of his', async (told) => {
  const simulator = await hospital();
  const kiosk = kiosksOf(simulator)[told];
  const before = await saidOf(simulator, '027080000007');
  const hisCitizen = { number: '027080000007', oldNumber: undefined, issuedOn: undefined };
  const hisCard = anh.insurance && { ...anh.insurance, number: '2700000007' };
  const withHisCard: Patient = { ...minh, insurance: hisCard };
  assert.equal(await deliver(kiosk, 'C1', visitOf({ ...minh, citizen: hisCitizen }, 'V1', confirmed)), 'accepted');
  assert.equal(await deliver(kiosk, 'C2', visitOf(withHisCard, 'V2', confirmed)), 'accepted');
  await deliver(kiosk, 'C3', correctionOf({ ...minh, citizen: hisCitizen, insurance: undefined }, 'V1', confirmed));
  assert.deepEqual(await saidOf(simulator, '027080000007'), before);
  assert.deepEqual(await saidOf(simulator, '2700000007'), before);
  const [own] = await foundOverAll(simulator, withHisCard);
  assert.notDeepEqual(own, ['BN260007', before.mllp.phone]);
  assert.deepEqual(await foundOverAll(simulator, withHisCard), threeTimes(own));
});

test('FHIR: a Patient that is sent without a condition is recognised by a number that came over HL7', async () => {
  const simulator = await hospital();
  await deliver(overMllp(simulator), 'C1', visitOf(anh, 'V1', confirmed));
  const system = 'http://fhir.ehealth.gov.vn/core/sid/national_id';
  const resource = { resourceType: 'Patient', identifier: [{ system, value: citizenNumber }] };
  const answer = await fetch(`${simulator.fhirUrl}/Patient`, { method: 'POST', body: JSON.stringify(resource) });
  const [patient, another] = await patientsWith(simulator, citizenNumber);
  assert.deepEqual([answer.status, await answer.json(), another], [200, patient, undefined]);
});

test('FHIR: a Patient that was changed in between is not overwritten', async () => {
  const simulator = await hospital();
  await deliver(overFhir(simulator), 'C1', visitOf(anh, 'V1', confirmed));
  const read = async () => (await patientsWith(simulator, citizenNumber))[0];
  const before = await read();
  const write = async (seen: FhirResource | undefined, friend: string) => {
    const resource = { ...before, contact: [{ name: { text: friend } }] };
    const ifMatch = `W/"${objectOf(seen?.meta).versionId}"`;
    const request = { method: 'PUT', url: `Patient/${before?.id}`, ifMatch };
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource, request }] };
    return (await fetch(simulator.fhirUrl, { method: 'POST', body: JSON.stringify(bundle) })).status;
  };
  assert.deepEqual(
    [await write(before, 'Thử'), await write(before, 'Ví Dụ'), await write(await read(), 'Ví Dụ')],
    [200, 412, 200],
  );
});

test.each(protocols)('cut numbers are cut for whoever was registered over %s too, and not believed', async (told) => {
  const simulator = await hospital();
  const withoutCard = { ...anh, insurance: undefined };
  await deliver(kiosksOf(simulator)[told], 'C1', visitOf(withoutCard, 'V1', confirmed));
  const cut = { kind: 'cut-numbers', digits: 9 } as const;
  simulator.setMode(cut);
  for (const protocol of ['fhir', 'webhook'] as const) simulator.setHttpMode(protocol, cut);
  const said = await saidOf(simulator, citizenNumber);
  assert.deepEqual([said.mllp.citizenNumber, said.fhir.citizenNumber], ['001148000', '001148000']);
  const [mllp, fhir, webhook] = await foundOverAll(simulator, withoutCard);
  assert.deepEqual([mllp, fhir, webhook], ['not-understood', [undefined, undefined], [undefined, undefined]]);
});

test('FHIR: one entry that fails leaves nothing of the others, over no protocol', async () => {
  const simulator = await hospital();
  const kiosk = overFhir(simulator);
  const bundle = JSON.parse(new TextDecoder().decode(kiosk.renderer.render(visitOf(anh, 'V1', confirmed), controlId)));
  const subject = { reference: 'Patient?identifier=nobody' };
  bundle.entry.push({
    resource: { resourceType: 'Encounter', subject },
    request: { method: 'POST', url: 'Encounter' },
  });
  const refused = await fetch(simulator.fhirUrl, { method: 'POST', body: JSON.stringify(bundle) });
  const encounters = await (await fetch(`${simulator.fhirUrl}/Encounter`)).json();
  assert.deepEqual([refused.status, objectOf(encounters).total], [412, 0]);
  assert.deepEqual(await foundOverAll(simulator, anh), threeTimes([undefined, undefined]));
  assert.equal(await deliver(kiosk, 'C1', visitOf(anh, 'V1', confirmed)), 'accepted');
  assert.deepEqual(await foundOverAll(simulator, anh), threeTimes(['BN27000001', phone]));
});

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { RegistrationFact } from '#backend-client/contract/fact.ts';
import type { Patient } from '#backend-client/contract/patient.ts';
import { createPassingMemory } from '#backend-client/contract/system-memory.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { judgeKept } from '#backend-client/hospital-kit/conformance/judge-kept.ts';
import { openTestedSystems } from '#backend-client/hospital-kit/conformance/tested-systems.ts';
import type { Language } from '#config/agreements/language.ts';
import type { FaultBench } from './fault-bench.ts';
import type { Reads } from './fault-table.ts';

/** One registration of somebody who does not exist: what is sent, what the technician must read, what the hospital holds. */

export const patient: Patient = {
  fullName: 'Nguyễn Thị Ngọc Ánh',
  birth: { precision: 'day', date: '1948-08-15' },
  sex: 'female',
  address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh',
  citizen: { number: '001148000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  insurance: undefined,
  source: 'qr-cccd',
};
export const sent = {
  patientName: 'Nguyễn Thị Ngọc Ánh',
  citizenNumber: '001148000001',
  oldCitizenNumber: '012345678',
  birth: '19480815',
  sex: 'F',
  address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh',
  serviceCode: 'K01',
};
export const endings = ['delivery-accepted', 'delivery-delayed', 'delivery-refused', 'delivery-unsure'] as const;

const circuits = {
  retried: { vi: 'Đang thông', en: 'Open to us' },
  'left-alone': { vi: 'Tạm ngưng gửi', en: 'Left alone' },
} as const;
const delayed = { vi: '1 tin chưa được nhận, đang gửi lại', en: '1 not taken yet, being sent again' };
const waiting = { vi: '1 tin chờ', en: '1 waiting' };
const registration = { vi: 'Đăng ký', en: 'Registration' };
const states = {
  refused: { vi: 'Bệnh viện từ chối', en: 'The hospital refused it' },
  unsure: { vi: 'Chưa rõ bệnh viện đã nhận chưa', en: 'The hospital may have it' },
} as const;

/** Expected of `pageInWords`. */
export function wordsOf(reads: Reads, { number }: StoredVisit, language: Language): readonly string[] {
  if (reads.of === 'nothing') return [];
  const { of, why, who, next } = reads;
  const trouble = [why, ...(who ? [who] : []), next];
  const words =
    of === 'refused' || of === 'unsure'
      ? [registration, states[of], ...trouble]
      : [circuits[of], ...(of === 'retried' ? [delayed] : []), ...trouble, waiting];
  const said = words.map((each) => each[language]);
  return of === 'refused' || of === 'unsure' ? [number.text, ...said] : said;
}

/** How often each registration came, under its own id. */
export function received(bench: FaultBench): readonly number[] {
  return bench.registrations().map(({ receivedTimes }) => receivedTimes);
}

/** What the hospital has taken: every registration that it did not refuse. */
export function kept(bench: FaultBench) {
  return bench
    .registrations()
    .filter(({ answer }) => answer === 'AA' || answer === 'none' || answer === 'HTTP 200')
    .map(({ facts }) => {
      const { patientName, citizenNumber, oldCitizenNumber, birth, sex, address, serviceCode, ticket } = facts;
      return { patientName, citizenNumber, oldCitizenNumber, birth, sex, address, serviceCode, ticket };
    });
}

export async function peopleWith(bench: FaultBench, number: string): Promise<readonly string[]> {
  const answer = await fetch(`${bench.simulator.url}api/people`);
  const people = (await answer.json()) as readonly { readonly citizenNumber: string; readonly fullName: string }[];
  return people.filter(({ citizenNumber }) => citizenNumber === number).map(({ fullName }) => fullName);
}

/** As the conformance kit judges it. */
export async function readBack({ clock, log, site, environment }: FaultBench, visit: StoredVisit) {
  const nothing = { contact: undefined, insuranceCheck: undefined, appointment: undefined };
  const fact: RegistrationFact = { kind: 'registration', visit, patient, purpose: 'examination', ...nothing };
  const opened = await openTestedSystems(site, { clock, randomBytes, environment, log, memoryOf: createPassingMemory });
  assert.ok(opened.ok);
  const [system] = opened.value;
  assert.ok(system?.conformance.readBack);
  const judged = judgeKept(
    await system.conformance.readBack.visit(fact),
    { id: 'registration.ordinary', title: { vi: 'Đăng ký', en: 'Registration' }, fact },
    system,
  );
  await system.endpoint.close();
  return judged;
}

import { type BusinessDay, createReadingId, createVisitId, type RandomBytes } from '#config/agreements/ids.ts';
import type { Appointment } from '../../contract/appointment.ts';
import type {
  ArrivalFact,
  CancellationFact,
  CorrectionFact,
  ReadingFact,
  RegistrationFact,
  ServiceChangeFact,
  VisitFacts,
} from '../../contract/fact.ts';
import type { Patient } from '../../contract/patient.ts';
import type { StoredReading } from '../../contract/reading.ts';
import { meanOfThree, threeReadings } from '../../contract/synthetic-readings.ts';
import type { Priority, ServiceWords } from '../../contract/visit.ts';
import type { VisitAnswers } from '../../contract/visit-answers.ts';
import type { Words } from './report.ts';

/**
 * The people and visits of a conformance run. Nobody of them exists, and all say so by name. Their numbers are the same in
 * every run, so that a hospital's test system is not filled with new people; visits, readings and messages are fresh.
 */
export interface TestSet {
  readonly registrations: readonly NamedRegistration[];
  /** More became known about the first registration: the chip was read. */
  readonly correction: CorrectionFact;
  /** Somebody who comes with the insurance card and then shows the citizen card: known under another number than the strongest. */
  readonly knownOtherwise: { readonly registration: RegistrationFact; readonly correction: CorrectionFact };
  /** Its patient chooses another service; `cancellation` is for systems that cannot move a visit. */
  readonly serviceChange: { readonly cancellation: CancellationFact; readonly change: ServiceChangeFact };
  readonly readingOfVisit: ReadingFact;
  /** From a kiosk that only measures: the ticket is all it knows. */
  readonly readingByTicket: ReadingFact;
  /** By protocol, after rest; the readings were sent before their mean. */
  readonly sitting: { readonly readings: readonly ReadingFact[]; readonly mean: ReadingFact };
  /** A visit of its own for the patient of `appointmentId`. */
  arrivalFor(appointmentId: string): { readonly registration: RegistrationFact; readonly arrival: ArrivalFact };
  /** Somebody whom no run registers, and whom the console's test registration (…98) is not. */
  readonly stranger: Patient;
}

export type RegistrationCase =
  | 'registration.ordinary'
  | 'registration.priority-uncertain'
  | 'registration.priority-declared'
  | 'registration.without-papers'
  | 'registration.longest'
  | 'registration.vietnamese-letters'
  | 'registration.delimiters'
  | 'registration.leading-zeros'
  /** Only where the site file has patients asked; a system may refuse it. */
  | 'registration.answers';

export interface NamedRegistration {
  readonly id: RegistrationCase;
  readonly title: Words;
  readonly fact: RegistrationFact;
}

interface Needs {
  readonly randomBytes: RandomBytes;
  /** Epoch ms. */
  readonly now: number;
  readonly day: BusinessDay;
  readonly service: ServiceWords;
  /** That somebody changes to; the same one in a hospital with one service. */
  readonly otherService: ServiceWords;
}

export const longestText = 255;
export const testPhone = '0900000099';

export function createTestSet({ randomBytes, now, day, service, otherService }: Needs): TestSet {
  let tickets = 0;

  function facts(patient: Patient, chosen: Partial<VisitFacts> = {}, priority?: Priority): VisitFacts {
    tickets += 1;
    const number = { series: 'THU', sequence: tickets, text: `THU${String(tickets).padStart(3, '0')}` };
    return {
      visit: {
        visitId: createVisitId(randomBytes, now),
        day,
        number,
        service,
        priority,
        storedAt: now,
        paper: 'pending',
        replaces: undefined,
      },
      patient,
      purpose: 'examination',
      contact: undefined,
      insuranceCheck: undefined,
      appointment: undefined,
      ...chosen,
    };
  }

  function registration(
    id: RegistrationCase,
    title: Words,
    patient: Patient,
    chosen: Partial<VisitFacts> = {},
    priority?: Priority,
  ): NamedRegistration {
    return { id, title, fact: { kind: 'registration', ...facts(patient, chosen, priority) } };
  }

  const card = (serial: string) => insuranceCard(serial, yearOf(day));

  const ordinary = registration(
    'registration.ordinary',
    {
      vi: 'Đăng ký thông thường, có thẻ BHYT và số điện thoại',
      en: 'An ordinary registration, with insurance card and phone',
    },
    person('07', 'Nguyễn Văn Thường', { insurance: card('07') }),
    { contact: { phone: testPhone, patientCode: undefined, phoneConfirmed: true } },
  );
  const corrected: VisitFacts = { ...ordinary.fact, patient: withOldNumber(ordinary.fact.patient) };
  const uncertain = registration(
    'registration.priority-uncertain',
    {
      vi: 'Ưu tiên chưa chắc chắn, chỉ có thẻ BHYT và năm sinh',
      en: 'Uncertain priority: an insurance card and a year of birth only',
    },
    {
      ...person('01', 'Trần Thị Ưu Tiên', { insurance: card('01') }),
      birth: { precision: 'year', year: yearOf(day) - 75 },
      sex: 'female',
      citizen: undefined,
      source: 'qr-bhyt',
    },
    {},
    { ground: 'age-75', certain: false },
  );

  const withBothCards = person('08', 'Đỗ Thị Hai Thẻ', { insurance: card('08') });
  const byInsurance = facts({ ...withBothCards, citizen: undefined, source: 'qr-bhyt' });

  const reading = (withFacts: boolean): ReadingFact => {
    const { visit } = ordinary.fact;
    return {
      kind: 'reading',
      visitId: visit.visitId,
      ticketNumber: visit.number.text,
      facts: withFacts ? ordinary.fact : undefined,
      reading: {
        readingId: createReadingId(randomBytes),
        visitId: visit.visitId,
        ticketNumber: visit.number.text,
        day,
        takenAt: now,
        deviceId: 'thu-nghiem',
        deviceModel: withFacts ? 'TM-2657' : undefined,
        deviceTime: undefined,
        values: {
          kind: 'blood-pressure',
          systolic: 121,
          diastolic: 81,
          mean: withFacts ? 94 : undefined,
          pulse: 71,
          irregular: withFacts ? false : undefined,
          moved: withFacts ? false : undefined,
        },
        circumstances: {
          readingNumber: 1,
          readingCount: 1,
          restSeconds: withFacts ? 300 : undefined,
          posture: 'sitting',
        },
      },
    };
  };

  return {
    registrations: [
      ordinary,
      uncertain,
      registration(
        'registration.priority-declared',
        {
          vi: 'Ưu tiên do người bệnh tự khai, nhân viên xác nhận',
          en: 'A priority that the patient has declared, for staff to confirm',
        },
        { ...person('09', 'Bùi Thị Tự Khai', {}), sex: 'female' },
        {},
        { ground: 'pregnancy', certain: false },
      ),
      registration(
        'registration.without-papers',
        { vi: 'Không có giấy tờ: chỉ có số thứ tự', en: 'Without papers: nothing but a number' },
        nobody,
      ),
      registration(
        'registration.longest',
        {
          vi: `Họ tên và địa chỉ dài nhất (${longestText} ký tự)`,
          en: `The longest name and address (${longestText} characters)`,
        },
        {
          ...person('03', 'Dài', {}),
          fullName: filled('THỬ NGHIỆM Dài', ' Nguyễn'),
          address: filled('Số 1', ', Đường Thử Nghiệm'),
        },
      ),
      registration(
        'registration.vietnamese-letters',
        { vi: 'Đủ mọi chữ cái tiếng Việt', en: 'Every Vietnamese letter' },
        {
          ...person('04', '', {}),
          fullName: `THỬ NGHIỆM ${vietnameseLetters}`,
          address: `Số 1, ${vietnameseLetters.toLocaleUpperCase('vi')}`,
        },
      ),
      registration(
        'registration.delimiters',
        {
          vi: 'Ký tự phân cách trong văn bản: | ^ ~ \\ & < > " \'',
          en: 'Delimiters inside texts: | ^ ~ \\ & < > " \'',
        },
        {
          ...person('05', '', {}),
          fullName: 'THỬ NGHIỆM | ^ ~ \\ & < > " \' Hết',
          address: 'Số 1 | 2 ^ 3 ~ 4 \\ 5 & 6 < 7 > 8 " 9 \' Hết',
        },
      ),
      registration(
        'registration.leading-zeros',
        {
          vi: 'Số định danh 12 chữ số có số 0 ở đầu và ở cuối',
          en: 'A 12-digit number with zeros in front and at the end',
        },
        person('00', 'Lê Văn Số Không', {}),
      ),
      registration(
        'registration.answers',
        {
          vi: 'Người đi cùng, đồng ý, dân tộc, nghề nghiệp, nơi ở, sàng lọc, phiếu chuyển',
          en: 'Companion, consents, people, occupation, present address, screening, referral',
        },
        person('10', 'Hoàng Thị Trả Lời', {}),
        { purpose: 'referral', answers: testAnswers(now) },
      ),
    ],
    correction: { ...corrected, kind: 'correction', correctedAt: now + 1_000 },
    serviceChange: {
      cancellation: { ...corrected, kind: 'cancellation', cancelledAt: now + 2_000 },
      change: {
        ...corrected,
        kind: 'service-change',
        visit: {
          ...corrected.visit,
          number: { series: 'THU', sequence: 900, text: 'THU900' },
          service: otherService,
          replaces: corrected.visit.number.text,
          numberedAt: now + 2_000,
        },
        changedAt: now + 2_000,
      },
    },
    knownOtherwise: {
      registration: { kind: 'registration', ...byInsurance },
      correction: { ...byInsurance, kind: 'correction', patient: withBothCards, correctedAt: now + 1_000 },
    },
    readingOfVisit: reading(true),
    readingByTicket: reading(false),
    sitting: sittingFor(reading(true), randomBytes),
    arrivalFor(appointmentId) {
      const appointment: Appointment = {
        appointmentId,
        kind: 'appointment',
        serviceHisCode: undefined,
        startsAt: undefined,
        description: undefined,
      };
      const known = facts(person('06', 'Phạm Thị Hẹn', {}), { appointment });
      return { registration: { kind: 'registration', ...known }, arrival: { kind: 'arrival', ...known, appointment } };
    },
    stranger: { ...person('99', 'Người Lạ', {}), insurance: card('99') },
  };
}

/** Ids of this run, whoever they are the readings of. */
function sittingFor(one: ReadingFact, randomBytes: RandomBytes): TestSet['sitting'] {
  const sitting = createReadingId(randomBytes);
  const taken = (reading: StoredReading): StoredReading => ({
    ...one.reading,
    readingId: createReadingId(randomBytes),
    values: reading.values,
    circumstances: { ...reading.circumstances, sitting },
  });
  const readings = threeReadings.map(taken);
  const mean = { ...taken(meanOfThree), derivedFrom: readings.slice(1).map(({ readingId }) => readingId) };
  return {
    readings: readings.map((reading) => ({ ...one, reading })),
    mean: { ...one, reading: mean },
  };
}

/** All 67 letters with marks, in words as they stand in a dictionary; `toLocaleUpperCase` gives the others. */
export const vietnameseLetters = 'àáảãạ ăằắẳẵặ âầấẩẫậ đ èéẻẽẹ êềếểễệ ìíỉĩị òóỏõọ ôồốổỗộ ơờớởỡợ ùúủũụ ưừứửữự ỳýỷỹỵ';

/** 001: Hà Nội; 0: a man of the 20th century; 99: the year. The serial numbers are too low to be anybody's (zeros). */
function person(serial: string, name: string, chosen: Partial<Patient>): Patient {
  return {
    fullName: `THỬ NGHIỆM ${name}`,
    birth: { precision: 'day', date: '1999-01-31' },
    sex: 'male',
    address: 'Số 1, Đường Thử Nghiệm, Hà Nội',
    citizen: { number: `0010990000${serial}`, oldNumber: undefined, issuedOn: '2021-05-25' },
    insurance: undefined,
    source: 'qr-cccd',
    ...chosen,
  };
}

/** Everything that a patient can be asked. */
function testAnswers(now: number): VisitAnswers {
  const consent = { language: 'vi', shownMs: 5_000, at: now } as const;
  return {
    companion: { relation: 'child', fullName: 'THỬ NGHIỆM Đi Cùng', citizenNumber: undefined },
    consents: [
      { ...consent, purpose: 'thu-nghiem-1', granted: true, by: 'patient', wordsHash: '0'.repeat(64) },
      { ...consent, purpose: 'thu-nghiem-2', granted: false, by: 'patient', wordsHash: 'f'.repeat(64) },
    ],
    particulars: {
      ethnicity: '02',
      occupation: 'retired',
      address: 'Số 2, Phố Thử Nghiệm, Hà Nội',
      phone: testPhone,
    },
    screening: { signs: ['cough'], temperature: 37.5, isolate: false },
    preparation: { hasEaten: true },
    referral: { signedOn: undefined, validFor: 'ten-working-days', standing: 'not-known' },
  };
}

/** Read from the chip. The address stays: the next run finds this person again and compares. */
function withOldNumber(patient: Patient): Patient {
  return {
    ...patient,
    citizen: patient.citizen && { ...patient.citizen, oldNumber: '099123456' },
    source: 'chip',
    chip: 'not-verified',
  };
}

const nobody: Patient = {
  fullName: undefined,
  birth: undefined,
  sex: 'unknown',
  address: undefined,
  citizen: undefined,
  insurance: undefined,
  source: 'none',
};

function insuranceCard(serial: string, year: number): Patient['insurance'] {
  return {
    number: `DN40199999999${serial}`,
    facilityCode: '01001',
    validFrom: `${year}-01-01`,
    validTo: `${year}-12-31`,
    fiveYearsOn: undefined,
    benefitLevel: '4',
  };
}

function yearOf(day: BusinessDay): number {
  return Number(day.slice(0, 4));
}

/** `start`, then `more` again and again, exactly as long as the longest text, without a blank at the end. */
function filled(start: string, more: string): string {
  const text = (start + more.repeat(longestText)).slice(0, longestText);
  return text.replace(/[ ,]$/, 'g');
}

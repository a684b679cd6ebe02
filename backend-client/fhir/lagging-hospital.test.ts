import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { ReadingId, VisitId } from '#config/agreements/ids.ts';
import type { OutgoingMessage } from '../contract/delivery.ts';
import type { Fact, VisitFacts } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, nobody, visitOfAnh } from '../contract/synthetic-people.ts';
import { createPassingMemory } from '../contract/system-memory.ts';
import { type FhirBench, openFhirBench } from './evidence/fhir-bench.ts';
import { type Fault, type LaggingHospital, openLaggingHospital } from './evidence/lagging-hospital.ts';
import { arrival, correction, reading, registration, storedAt, visitFacts } from './evidence/synthetic-facts.ts';
import { type JsonObject, objectsAt, textAt } from './read-json.ts';
import { literalOf } from './three-way.ts';

/**
 * Law 14 over whole runs: a search that lags a minute, conditions that heed one token, lost answers, restarts, and staff who
 * write into their own records at any moment. Whatever is theirs is there afterwards, and whatever is ours has arrived once.
 */

const systems = {
  citizen: 'http://fhir.ehealth.gov.vn/core/sid/national_id',
  insurance: 'http://fhir.ehealth.gov.vn/core/sid/insurance_number',
};
const numbers = { citizen: '001148000001', insurance: 'DN4010199999999', shortInsurance: '0199999999' };

const papers = {
  none: nobody,
  insurance: { ...anh, citizen: undefined, source: 'qr-bhyt' },
  citizen: { ...anh, insurance: undefined },
  'damaged name': { ...anh, fullName: 'Nguyễn Thị Ngọc Anh' },
  all: { ...anh, source: 'chip', chip: 'genuine' },
} as const satisfies Record<string, Patient>;
type Papers = keyof typeof papers;

const known = {
  nobody: [],
  'by the insurance number': [{ insurance: numbers.shortInsurance }],
  'by the citizen number': [{ citizen: numbers.citizen }],
  'by both numbers': [{ citizen: numbers.citizen, insurance: numbers.insurance }],
  'in two records': [{ insurance: numbers.insurance }, { citizen: numbers.citizen }],
} as const satisfies Record<string, readonly { readonly citizen?: string; readonly insurance?: string }[]>;

type Step =
  | { readonly does: 'tell'; readonly visit: number; readonly what: Fact['kind']; readonly papers: Papers }
  | { readonly does: 'edit'; readonly which: number }
  | { readonly does: 'wait'; readonly seconds: number }
  | { readonly does: 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('tell' as const),
      visit: fc.nat({ max: 2 }),
      what: fc.constantFrom<Fact['kind']>('registration', 'correction', 'correction', 'reading', 'arrival'),
      papers: fc.constantFrom<Papers>('none', 'insurance', 'citizen', 'damaged name', 'all'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('edit' as const), which: fc.nat({ max: 1000 }) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('wait' as const), seconds: fc.nat({ max: 45 }) }) },
  { weight: 1, arbitrary: fc.constant({ does: 'restart' as const }) },
);

const run = fc.record({
  known: fc.constantFrom(...(Object.keys(known) as (keyof typeof known)[])),
  conditionsLag: fc.boolean(),
  tellsIds: fc.boolean(),
  steps: fc.array(step, { minLength: 1, maxLength: 14 }),
  faults: fc.array(fc.constantFrom<Fault>('none', 'none', 'none', 'refused', 'dropped-before', 'dropped-after'), {
    maxLength: 25,
  }),
  /** Staff write something after these answers to our questions, just before we write. */
  inBetween: fc.array(fc.nat({ max: 60 }), { maxLength: 4 }),
});

test('nothing of the hospital is ever gone, and everything of ours arrives once', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(run, async (chosen) => {
      const clock = createHandCrankedClock(storedAt);
      // FHIR wants the ids told (Bundle.entry.response.location). Where they are not, a search must show what was written.
      const lagMs = chosen.tellsIds ? 60_000 : 0;
      const hospital = await openLaggingHospital({ ...chosen, clock, lagMs });
      const kiosk = createKiosk(hospital, clock, chosen.conditionsLag ? lagMs / 1000 + 1 : 0);
      const staff = createStaff(hospital);
      for (const record of known[chosen.known]) staff.knowsAlready(record);
      staff.books();
      // Searches show all of that.
      clock.advance(120_000);
      hospital.faults.push(...chosen.faults);
      let answers = 0;
      hospital.afterReading = () => {
        answers += 1;
        if (chosen.inBetween.includes(answers)) staff.edits(answers);
      };
      const before = carriersOf(hospital);
      try {
        for (const each of chosen.steps) {
          if (each.does === 'edit') staff.edits(each.which);
          else if (each.does === 'wait') clock.advance(each.seconds * 1000);
          else if (each.does === 'restart') await kiosk.restarts();
          else kiosk.is(each);
          await kiosk.sends();
        }
        await kiosk.sendsAll();
        staff.findsEverything();
        findsOurs(hospital, kiosk.told(), { before, tellsIds: chosen.tellsIds });
      } finally {
        await kiosk.close();
        await hospital.close();
      }
    }),
    { numRuns: 120 },
  );
});

type Told = Extract<Step, { does: 'tell' }>;
interface Waiting {
  readonly visit: number;
  readonly fact: Fact;
  readonly message: OutgoingMessage;
}

/** One message of a visit after the other, as the outbox sends them; what is on its disk outlives a restart. */
function createKiosk(hospital: LaggingHospital, clock: HandCrankedClock, searchLagSeconds: number) {
  const kept = { memory: createPassingMemory(), clock };
  const queue: Waiting[] = [];
  const all: Waiting[] = [];
  const attempts = new Map<Waiting, number>();
  const settings = { baseUrl: hospital.baseUrl, searchLagSeconds };
  let bench: FhirBench = openFhirBench(settings, kept);
  let rendered = 0;

  function factOf({ visit, what, papers: shown }: Told): Fact {
    const visitId = `V1S1T00000000000000${visit}` as VisitId;
    const before = all.filter((each) => each.visit === visit);
    const contact = { phone: '0912000567', patientCode: undefined, phoneConfirmed: shown === 'all' };
    const facts: Partial<VisitFacts> = { visit: { ...visitOfAnh, visitId }, contact };
    if (before.length === 0) return registration(papers[shown], facts);
    if (what === 'reading') {
      const readingId = `READ1NG00000000000${String(rendered).padStart(2, '0')}` as ReadingId;
      const last = before.findLast(({ fact }) => fact.kind === 'correction' || fact.kind === 'registration')?.fact;
      const patient = last && 'patient' in last ? last.patient : papers[shown];
      return reading(visitFacts(patient, facts), { readingId, visitId });
    }
    if (what === 'arrival') return { ...arrival('LH-42', papers[shown]), ...facts } as Fact;
    return correction(papers[shown], facts);
  }

  async function attempt(waiting: Waiting): Promise<boolean> {
    const count = (attempts.get(waiting) ?? 0) + 1;
    attempts.set(waiting, count);
    const sent = await bench.endpoint.send({ ...waiting.message, attempts: count });
    if (sent.ok) queue.splice(queue.indexOf(waiting), 1);
    else assert.notEqual(sent.problem.kind, 'permanent', `for the desk: ${sent.problem.reason}`);
    return sent.ok;
  }

  async function sends(): Promise<void> {
    for (const visit of new Set(queue.map((each) => each.visit))) {
      for (let next = headOf(visit); next && (await attempt(next)); next = headOf(visit));
    }
  }

  function headOf(visit: number): Waiting | undefined {
    return queue.find((each) => each.visit === visit);
  }

  return {
    is(step: Told) {
      rendered += 1;
      const fact = factOf(step);
      const waiting = { visit: step.visit, fact, message: { ...bench.render(fact), messageId: rendered } };
      const controlId = `C0NTR0L1D0000000${String(1000 + rendered)}` as OutgoingMessage['controlId'];
      const message = { ...bench.render(fact, controlId), messageId: rendered };
      queue.push({ ...waiting, message });
      all.push(queue.at(-1) ?? waiting);
    },
    sends,
    async sendsAll() {
      for (let round = 0; queue.length > 0; round += 1) {
        assert.ok(round < 60, 'everything arrives within twenty minutes');
        clock.advance(20_000);
        await sends();
      }
    },
    async restarts() {
      // Long enough for a machine to start, and for a search to show whom we made just before.
      clock.advance(61_000);
      await bench.endpoint.close();
      bench = openFhirBench(settings, kept);
    },
    told: () => all,
    close: () => bench.endpoint.close(),
  };
}

/** What staff wrote: a value of a field, or one item of its list. */
interface Owned {
  readonly literal: string;
  readonly key: string;
  readonly value: unknown;
  readonly isItem: boolean;
}

/** People who work in their own records, and remember what they wrote. */
function createStaff(hospital: LaggingHospital) {
  let owned: Owned[] = [];
  let marks = 0;

  function own(literal: string, fields: JsonObject): void {
    for (const [key, value] of Object.entries(fields)) {
      owned = owned.filter(
        (each) => each.literal !== literal || each.key !== key || (each.isItem && key !== 'location'),
      );
      if (!Array.isArray(value)) owned.push({ literal, key, value, isItem: false });
      else for (const item of value) owned.push({ literal, key, value: item, isItem: true });
    }
  }

  function write(record: JsonObject, fields: JsonObject): void {
    const type = String(record.resourceType);
    const id = textAt(record, 'id');
    const added = Object.entries(fields).map(([key, value]) => {
      const before = record[key];
      return [key, Array.isArray(value) && Array.isArray(before) && key !== 'location' ? [...before, ...value] : value];
    });
    const written = hospital.write({ ...record, ...Object.fromEntries(added) }, id);
    own(`${type}/${written}`, fields);
  }

  const next = () => {
    marks += 1;
    return marks;
  };
  const marked = () => `Bệnh viện ${next()}`;
  const edits: Readonly<Record<string, readonly (() => JsonObject)[]>> = {
    Patient: [
      () => ({ telecom: [{ system: 'phone', value: `09000000${next()}` }] }),
      () => ({ contact: [{ name: { text: marked() } }] }),
      () => ({ maritalStatus: { text: marked() } }),
      () => ({ name: [{ use: 'official', text: marked() }] }),
      () => ({ address: [{ use: 'home', text: marked(), country: 'VN' }] }),
      () => ({ extension: [{ url: 'urn:hospital:extension', valueString: marked() }] }),
      () => ({ birthDate: '1948-09-15' }),
      () => ({ gender: 'male' }),
      () => ({ identifier: [{ system: 'urn:hospital:code', value: marked() }] }),
      () => ({ active: true, generalPractitioner: [{ display: marked() }] }),
    ],
    Encounter: [
      () => ({ status: 'in-progress', participant: [{ individual: { display: marked() } }] }),
      () => ({ status: 'finished', period: { start: '2026-11-22T08:00:00+07:00', end: '2026-11-22T09:00:00+07:00' } }),
      () => ({ diagnosis: [{ condition: { display: marked() } }] }),
      () => ({ location: [{ location: { display: marked() } }] }),
      () => ({ priority: { text: marked() } }),
      () => ({ serviceType: { text: marked() } }),
      () => ({ identifier: [{ system: 'urn:hospital:encounter', value: marked() }] }),
      () => ({ reasonCode: [{ text: marked() }] }),
    ],
    Coverage: [
      () => ({ network: marked() }),
      () => ({ order: next() }),
      () => ({ extension: [{ url: 'urn:hospital:extension', valueString: marked() }] }),
      () => ({ period: { start: '2026-01-01', end: '2027-12-31' } }),
    ],
    Appointment: [() => ({ status: 'checked-in' }), () => ({ status: 'fulfilled' }), () => ({ comment: marked() })],
    Provenance: [() => ({ policy: ['urn:hospital:policy'] })],
  };

  return {
    knowsAlready({ citizen, insurance }: { readonly citizen?: string; readonly insurance?: string }) {
      const identifier = [
        ...(citizen === undefined ? [] : [{ system: systems.citizen, value: citizen }]),
        ...(insurance === undefined ? [] : [{ system: systems.insurance, value: insurance }]),
      ];
      write(
        { resourceType: 'Patient' },
        { identifier, name: [{ text: 'NGUYỄN T. N. ÁNH' }], contact: [{ name: { text: 'Trần Văn Thử' } }] },
      );
    },
    books() {
      hospital.write({ resourceType: 'Appointment', status: 'booked', comment: 'nhịn ăn' }, 'LH-42');
      own('Appointment/LH-42', { comment: 'nhịn ăn' });
    },
    edits(which: number) {
      const records = Object.keys(edits).flatMap((type) => hospital.all(type));
      const record = records[which % Math.max(1, records.length)];
      const possible = edits[String(record?.resourceType)] ?? [];
      const edit = possible[Math.floor(which / Math.max(1, records.length)) % Math.max(1, possible.length)];
      if (record && edit) write(record, edit());
    },
    findsEverything() {
      for (const { literal, key, value, isItem } of owned) {
        const [type = '', id] = literal.split('/');
        const record = hospital.all(type).find((each) => each.id === id);
        const stands = record?.[key];
        const isThere = isItem
          ? Array.isArray(stands) && stands.some((item) => isDeepStrictEqual(item, value))
          : isDeepStrictEqual(stands, value);
        assert.ok(isThere, `${literal}.${key}: ${JSON.stringify(value)} → ${JSON.stringify(stands)}`);
      }
    },
  };
}

interface Carriers {
  readonly citizen: number;
  readonly insurance: number;
}

function carriersOf(hospital: LaggingHospital): Carriers {
  const count = (system: string) =>
    hospital.all('Patient').filter((each) => objectsAt(each, 'identifier').some((one) => one.system === system)).length;
  return { citizen: count(systems.citizen), insurance: count(systems.insurance) };
}

/** Each message once, no second patient where a number was known, and what the last card said is somewhere to be read. */
function findsOurs(
  hospital: LaggingHospital,
  told: readonly Waiting[],
  { before, tellsIds }: { readonly before: Carriers; readonly tellsIds: boolean },
): void {
  const after = carriersOf(hospital);
  assert.ok(after.citizen <= Math.max(1, before.citizen), 'one patient with the citizen number');
  assert.ok(after.insurance <= Math.max(1, before.insurance), 'one patient with the insurance number');
  const patients = new Map(hospital.all('Patient').map((each) => [`Patient/${String(each.id)}`, each]));
  assert.equal(hospital.all('Provenance').length, told.length, 'one Provenance for each message');
  const readings = told.filter(({ fact }) => fact.kind === 'reading');
  assert.equal(hospital.all('Observation').length, 2 * readings.length, 'each reading once');
  for (const observation of hospital.all('Observation'))
    assert.ok(patients.has(literalOf(observation.subject) ?? ''), 'a reading of somebody');

  for (const visit of new Set(told.map((each) => each.visit))) {
    const facts = told.filter((each) => each.visit === visit).map(({ fact }) => fact);
    const cards = facts.flatMap((fact) => (fact.kind === 'registration' || fact.kind === 'correction' ? [fact] : []));
    const ofVisit = (type: string) => hospital.all(type).filter((each) => isOf(each, cards[0]?.visit.visitId ?? ''));
    const [encounter, ...more] = ofVisit('Encounter');
    assert.ok(encounter && more.length === 0, 'one visit');
    const hasInsurance = cards.some(({ patient }) => patient.insurance !== undefined);
    assert.equal(ofVisit('Coverage').length, hasInsurance ? 1 : 0, 'one coverage of the card that was shown');
    const whose = patients.get(literalOf(encounter.subject) ?? '');
    assert.ok(whose, 'a visit of somebody');
    // Without ids nobody can tell whether it was us who pointed it to another record of theirs.
    if (tellsIds && cards.at(-1)?.patient.citizen)
      assert.ok(hasNumber(whose, systems.citizen, numbers.citizen), 'of whom the card names');
    if (facts.some(({ kind }) => kind === 'arrival'))
      assert.notEqual(hospital.all('Appointment')[0]?.status, 'booked', 'the arrival is known');
    for (const { kind, patient, contact } of cards) {
      if (kind !== 'correction' || !patient.citizen) continue;
      const holder = [...patients.values()].find((each) => hasNumber(each, systems.citizen, numbers.citizen));
      assert.ok(holder);
      const names = objectsAt(holder, 'name').map(({ text }) => text);
      assert.ok(
        names.some((text) => text === patient.fullName),
        `the name ${patient.fullName} is in ${names.join()}`,
      );
      const phones = objectsAt(holder, 'telecom').map(({ value }) => value);
      if (contact?.phoneConfirmed) assert.ok(phones.includes(contact.phone), 'the phone is there');
      const born = [holder.birthDate, ...saysOf(holder)];
      // Staff may have mended it after us.
      assert.ok(born.includes('1948-08-15') || holder.birthDate === '1948-09-15', 'the birth date is there');
      const insured = patient.insurance?.number;
      if (insured !== undefined)
        assert.ok(
          [...patients.values()].some(
            (each) =>
              hasNumber(each, systems.insurance, insured) || hasNumber(each, systems.insurance, numbers.shortInsurance),
          ),
          'the insurance number is there',
        );
    }
  }
}

function saysOf(patient: JsonObject): readonly unknown[] {
  return objectsAt(patient, 'extension').flatMap((each) =>
    objectsAt(each, 'extension').map(({ valueDate }) => valueDate),
  );
}

function isOf(resource: JsonObject, visitId: string): boolean {
  return objectsAt(resource, 'identifier').some(({ value }) => value === visitId);
}

function hasNumber(resource: JsonObject, system: string, value: string): boolean {
  return objectsAt(resource, 'identifier').some((each) => each.system === system && each.value === value);
}

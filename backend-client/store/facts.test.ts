import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'vitest';
import type { VisitId } from '#config/agreements/ids.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { Fact, FactKind } from '../contract/fact.ts';
import type { Patient } from '../contract/patient.ts';
import type { ReadingRequest } from '../contract/reading.ts';
import type { MessageRenderer } from '../contract/store.ts';
import { nobody } from '../contract/synthetic-people.ts';
import type { DeliveryNote } from './message-queue.ts';
import {
  citizen,
  claimNext,
  createStoreBench,
  dayMs,
  insured,
  lan,
  request,
  type StoreBench,
  storedVisit,
} from './store.bench.ts';
import type { Store } from './store.ts';

let bench: StoreBench;
let told: Fact[];
beforeEach(() => {
  bench = createStoreBench();
  told = [];
});
afterEach(() => bench.remove());

const everything: readonly FactKind[] = ['registration', 'correction', 'arrival', 'reading'];

/** Remembers the facts, and says kind and control id on the wire. */
function telling(endpointId: string, takes: readonly FactKind[] = everything): MessageRenderer {
  return {
    endpointId,
    takes,
    render(fact, controlId) {
      told.push(fact);
      return Buffer.from(`${fact.kind}|${controlId}`);
    },
  };
}

const open = (takes?: readonly FactKind[]) => bench.open({ renderers: [telling('his', takes)] });

function pressure(visitId: VisitId, systolic = 127): ReadingRequest {
  return {
    visitId,
    ticketNumber: 'A001',
    values: {
      kind: 'blood-pressure',
      systolic,
      diastolic: 76,
      mean: 97,
      pulse: 78,
      irregular: false,
      moved: undefined,
    },
    deviceId: 'bp',
    deviceModel: undefined,
    deviceTime: undefined,
    circumstances: { readingNumber: 1, readingCount: 1, restSeconds: undefined, posture: 'sitting' },
  };
}

const slip: Appointment = {
  appointmentId: 'H-1',
  kind: 'follow-up-slip',
  serviceHisCode: 'K01',
  startsAt: undefined,
  description: undefined,
};

const accepted: DeliveryNote = { state: 'accepted' };
const refused: DeliveryNote = { state: 'refused', reason: 'hospital-error-ae' };

/** What is sent next, and how it fares: `registration`, or why nothing is. */
function deliver(store: Store, note: DeliveryNote = accepted): string {
  const claim = claimNext(store);
  assert.ok(claim.ok);
  if (claim.value.kind !== 'claimed') return claim.value.kind;
  store.noteDelivery(claim.value.message.messageId, note);
  return Buffer.from(claim.value.message.bytes).toString().split('|')[0] ?? '';
}

describe('what the hospital is told about a visit', () => {
  test('is the registration, then the arrival, then each reading, in this order', () => {
    const store = open();
    const { visitId } = storedVisit(store, request(lan, { appointment: slip, purpose: 'follow-up' }));
    store.storeReading(pressure(visitId));
    const sent = [1, 2, 3, 4].map(() => deliver(store));
    store.close();
    assert.deepEqual(sent, ['registration', 'arrival', 'reading', 'nothing-queued']);
    const reading = told[2];
    assert.ok(reading?.kind === 'reading' && reading.facts);
    assert.deepEqual(
      [reading.facts.patient, reading.facts.appointment, reading.facts.visit.visitId],
      [lan, slip, visitId],
    );
  });

  test('is only what its endpoint takes', () => {
    const store = open(['reading']);
    const { visitId } = storedVisit(store, request(lan, { appointment: slip }));
    store.storeReading(pressure(visitId));
    const sent = [deliver(store), deliver(store)];
    store.close();
    assert.deepEqual(sent, ['reading', 'nothing-queued']);
  });

  test('the hospital hears of a priority that the patient has only since they were measured, once', () => {
    const store = open();
    const { visitId } = storedVisit(store, request(lan));
    for (const _ of [1, 2]) store.raisePriority(visitId, { ground: 'crisis-reading', certain: false });
    const sent = [1, 2, 3].map(() => deliver(store));
    store.close();
    assert.deepEqual(sent, ['registration', 'correction', 'nothing-queued']);
    const [, correction] = told;
    assert.ok(correction?.kind === 'correction');
    assert.deepEqual(correction.visit.priority, { ground: 'crisis-reading', certain: false });
    assert.deepEqual(correction.patient, lan);
  });

  test('of a visit that another kiosk stored, a reading says ticket and visit', () => {
    const store = open();
    const elsewhere = 'ZZZZZZZZZZZZZZZZZZZZ' as VisitId;
    store.storeReading(pressure(elsewhere));
    const sent = deliver(store);
    store.close();
    assert.equal(sent, 'reading');
    const [fact] = told;
    assert.ok(fact?.kind === 'reading');
    assert.deepEqual([fact.visitId, fact.ticketNumber, fact.facts], [elsewhere, 'A001', undefined]);
  });
});

describe('a patient who comes back with more', () => {
  const card = 'DN4010199999999';

  test('another card: the same number, and the hospital hears of the card once', () => {
    const store = open();
    const first = store.storeVisit(request(lan));
    const second = store.storeVisit(request(insured(lan, card)));
    const third = store.storeVisit(request(insured(lan, card)));
    const sent = [1, 2, 3].map(() => deliver(store));
    store.close();
    assert.ok(first.ok && second.ok && third.ok);
    assert.deepEqual(
      [second.value.visit.number, second.value.corrected, third.value.corrected],
      [first.value.visit.number, true, false],
    );
    assert.deepEqual(sent, ['registration', 'correction', 'nothing-queued']);
    assert.equal(told[1]?.kind === 'correction' && told[1].patient.insurance?.number, card);
  });

  test('the chip: its text replaces a damaged name, and nothing that was known is lost', () => {
    const store = open();
    const damaged: Patient = { ...insured(lan, card), fullName: undefined };
    const { visitId } = storedVisit(store, request(damaged));
    const chip: Patient = { ...lan, source: 'chip', address: 'Số 2, Đường Chip' };
    const made = [store.correctVisit(visitId, chip), store.correctVisit(visitId, chip)];
    const foreign = store.correctVisit('ZZZZZZZZZZZZZZZZZZZZ' as VisitId, chip);
    store.close();
    assert.deepEqual(
      [...made, foreign].map((each) => (each.ok ? each.value : each.problem.kind)),
      ['corrected', 'nothing-new', 'unknown-visit'],
    );
    const correction = told[1];
    assert.ok(correction?.kind === 'correction');
    const { fullName, address, source, insurance } = correction.patient;
    assert.deepEqual([fullName, address, source, insurance?.number], [lan.fullName, 'Số 2, Đường Chip', 'chip', card]);
  });

  test('the chip is read at last: the hospital hears what it proved, and a card that did not match stays one', () => {
    const store = open();
    const { visitId } = storedVisit(store, request(lan));
    const verdicts = ['not-verified', 'genuine', 'not-verified', 'does-not-match', 'genuine'] as const;
    const made = verdicts.map((chip) => store.correctVisit(visitId, { ...lan, chip }));
    store.close();
    assert.deepEqual(
      made.map((each) => each.ok && each.value),
      ['corrected', 'corrected', 'nothing-new', 'corrected', 'nothing-new'],
    );
    assert.deepEqual(
      told.slice(1).map((fact) => fact.kind === 'correction' && fact.patient.chip),
      ['not-verified', 'genuine', 'does-not-match'],
    );
  });

  test('a card that was read after the number was given leads to that number, unless it has one of its own', () => {
    const store = open();
    const first = storedVisit(store, request(nobody));
    assert.ok(store.correctVisit(first.visitId, lan).ok);
    const own = storedVisit(store, request(citizen(2)));
    const third = storedVisit(store, request(nobody));
    assert.ok(store.correctVisit(third.visitId, citizen(2)).ok);
    const again = [lan, citizen(2)].map((patient) => storedVisit(store, request(patient)).number.text);
    store.close();
    assert.deepEqual(again, [first.number.text, own.number.text]);
  });

  test('nothing more: nothing is written', () => {
    const store = open();
    storedVisit(store, request(lan));
    const again = store.storeVisit(request({ ...lan, address: undefined }));
    store.close();
    assert.equal(again.ok && again.value.corrected, false);
    assert.equal(told.length, 1);
  });
});

describe('a message that the hospital refused', () => {
  function refusedVisit() {
    const store = open();
    const { visitId } = storedVisit(store, request(lan));
    store.storeReading(pressure(visitId));
    storedVisit(store, request(citizen(2)));
    const sent = [deliver(store, refused), deliver(store), deliver(store)];
    const [letter] = store.deadLetters();
    assert.ok(letter);
    return { store, sent, letter };
  }

  test('is listed with what it holds up, and names no patient', () => {
    const { store, sent, letter } = refusedVisit();
    const counts = store.messageCounts();
    store.close();
    assert.deepEqual(sent, ['registration', 'registration', 'nothing-queued']);
    assert.deepEqual(counts, { queued: 1, sending: 0, refused: 1, unsure: 0, held: 1 });
    const { controlId, visitId, since, ...rest } = letter;
    assert.deepEqual(rest, {
      messageId: 1,
      endpointId: 'his',
      fact: 'registration',
      ticketNumber: 'A001',
      state: 'refused',
      reason: 'hospital-error-ae',
      attempts: 1,
      held: 1,
      whoActs: 'his',
    });
    assert.doesNotMatch(JSON.stringify(letter), /Lan|027148000123/);
  });

  test('is sent again under the same id when a person says so', () => {
    const { store, letter } = refusedVisit();
    const decided = store.decide(letter.messageId, 'send-again', 'Trần Thị Thử');
    const claim = claimNext(store);
    store.close();
    assert.deepEqual(decided, { ok: true, value: true });
    assert.ok(claim.ok && claim.value.kind === 'claimed');
    assert.equal(claim.value.message.controlId, letter.controlId);
  });

  test('is made anew from what is known now, under a new id, and what waited follows it', () => {
    const { store, letter } = refusedVisit();
    store.decide(letter.messageId, 'render-anew', 'Trần Thị Thử');
    const claim = claimNext(store);
    assert.ok(claim.ok && claim.value.kind === 'claimed');
    store.noteDelivery(claim.value.message.messageId, accepted);
    const next = deliver(store);
    store.close();
    assert.notEqual(claim.value.message.controlId, letter.controlId);
    assert.equal(next, 'reading');
    const anew = told.at(-1);
    assert.ok(anew?.kind === 'registration');
    assert.equal(anew.visit.visitId, letter.visitId);
  });

  test('is settled by hand, what waited goes on, and a second decision comes too late', () => {
    const { store, letter } = refusedVisit();
    const decided = store.decide(letter.messageId, 'settle-by-hand', 'Trần Thị Thử');
    const tooLate = store.decide(letter.messageId, 'send-again', 'Trần Thị Thử');
    const next = deliver(store);
    const left = store.deadLetters();
    store.close();
    assert.deepEqual(
      [decided, tooLate, next, left],
      [{ ok: true, value: true }, { ok: true, value: false }, 'reading', []],
    );
  });
});

test('a purpose that no catalogue has is kept and told as it is, and an ordinary scan takes it from nobody', () => {
  const store = open();
  storedVisit(store, request(lan, { purpose: 'Hội chẩn từ xa' }));
  storedVisit(store, request({ ...lan, address: 'Số 2, Đường Thử Nghiệm' }, { purpose: 'examination' }));
  store.close();
  assert.deepEqual(told.map((fact) => 'purpose' in fact && [fact.kind, fact.purpose]).slice(0, 1), [
    ['registration', 'Hội chẩn từ xa'],
  ]);
  assert.ok(told.every((fact) => 'purpose' in fact && fact.purpose === 'Hội chẩn từ xa'));
});

test('a second scan that knows more is told once: a correction, and the arrival at an appointment that is new', () => {
  const store = open();
  const first = storedVisit(store, request(lan));
  const more = {
    appointment: slip,
    purpose: 'follow-up',
    contact: { phone: '0900000001', patientCode: 'BN1', phoneConfirmed: true },
    priority: { ground: 'age-75', certain: true },
  } as const;
  const again = store.storeVisit(request(lan, more));
  const third = store.storeVisit(request(lan, more));
  const sent = [1, 2, 3, 4].map(() => deliver(store));
  const [kept] = [...store.visitsOf(first.day)];
  store.close();
  assert.ok(again.ok && third.ok);
  assert.deepEqual(
    [again.value.visit.number.text, again.value.found, again.value.corrected, third.value.corrected],
    [first.number.text, true, true, false],
  );
  assert.deepEqual(again.value.visit.priority, more.priority);
  assert.deepEqual(sent, ['registration', 'correction', 'arrival', 'nothing-queued']);
  const correction = told[1];
  assert.ok(correction?.kind === 'correction');
  assert.deepEqual(
    [correction.appointment, correction.contact, correction.purpose, correction.visit.priority],
    [slip, more.contact, 'follow-up', more.priority],
  );
  assert.ok(kept && 'facts' in kept);
  assert.deepEqual([kept.facts.appointment, kept.facts.contact], [slip, more.contact]);
});

test('what was measured is erased with its visit once the hospital has all of it', async () => {
  const store = open();
  const { visitId } = storedVisit(store, request(lan));
  store.storeReading(pressure(visitId));
  const elsewhere = 'ZZZZZZZZZZZZZZZZZZZZ' as VisitId;
  store.storeReading(pressure(elsewhere));
  for (const _ of [1, 2, 3]) deliver(store);
  bench.clock.advance(3 * dayMs);
  const erased = await store.eraseExpired();
  const readings = [visitId, elsewhere].flatMap((each) => store.readingsOf(each));
  store.close();
  assert.deepEqual(erased, { ok: true, value: { visits: 1, messages: 3, readings: 2, dayKeys: 1 } });
  assert.deepEqual(readings, []);
});

test('a visit without papers is corrected by nothing that it does not know', () => {
  const store = open();
  const { visitId } = storedVisit(store, request(nobody));
  const made = store.correctVisit(visitId, nobody);
  store.close();
  assert.equal(made.ok && made.value, 'nothing-new');
});

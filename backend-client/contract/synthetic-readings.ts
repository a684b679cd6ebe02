import type { ReadingId } from '#config/agreements/ids.ts';
import type { ReadingFact, VisitFacts } from './fact.ts';
import type { MeasuringCircumstances, ReadingValues, StoredReading } from './reading.ts';
import { visitOfAnh } from './synthetic-people.ts';

/** A sitting of three with everything that can be known of it, and its mean. Nobody was measured. */

const minuteMs = 60_000;
const firstAt = visitOfAnh.storedAt + 6 * minuteMs;

/** Everything that can be known of how a reading was taken. */
export const secondOfThree = {
  readingNumber: 2,
  readingCount: 3,
  restSeconds: 300,
  posture: 'sitting',
  protocol: { name: 'esh', version: 1 },
  sitting: 'S1TT1NG0000000000001',
  arm: 'left',
  deviceSerial: '5140700123',
  validation: { status: 'validated', cuffCm: { from: 17, to: 42 } },
  said: { quietHalfHour: true, emptyBladder: true, medicineToday: false },
} as const satisfies MeasuringCircumstances;

function taken(readingId: string, readingNumber: number, values: ReadingValues): StoredReading {
  return {
    readingId: readingId as ReadingId,
    day: visitOfAnh.day,
    takenAt: firstAt + (readingNumber - 1) * 2 * minuteMs,
    visitId: visitOfAnh.visitId,
    ticketNumber: visitOfAnh.number.text,
    values,
    deviceId: 'bp',
    deviceModel: 'TM-2657',
    deviceTime: undefined,
    circumstances: { ...secondOfThree, readingNumber },
  };
}

function pressure(systolic: number, diastolic: number, pulse: number, moved = false): ReadingValues {
  return { kind: 'blood-pressure', systolic, diastolic, mean: undefined, pulse, irregular: false, moved };
}

export const threeReadings: readonly StoredReading[] = [
  taken('READ1NG0000000000011', 1, pressure(148, 90, 82, true)),
  taken('READ1NG0000000000012', 2, pressure(136, 85, 74)),
  taken('READ1NG0000000000013', 3, pressure(132, 83, 72)),
];

export const meanOfThree: StoredReading = {
  ...taken('READ1NG0000000000014', 3, {
    kind: 'blood-pressure-average',
    systolic: 134,
    diastolic: 84,
    pulse: 73,
    rule: 'esh',
    of: [2, 3],
    spread: { systolic: 4, diastolic: 2 },
  }),
  derivedFrom: threeReadings.slice(1).map(({ readingId }) => readingId),
};

/** As the hospital is told of it, one after the other. */
export function factsOfSitting(facts: VisitFacts | undefined): readonly ReadingFact[] {
  return [...threeReadings, meanOfThree].map((reading) => factOf(reading, facts));
}

export function factOf(reading: StoredReading, facts: VisitFacts | undefined): ReadingFact {
  return { kind: 'reading', reading, facts, visitId: reading.visitId, ticketNumber: reading.ticketNumber };
}

import type { Database } from 'better-sqlite3';
import {
  type BusinessDay,
  createReadingId,
  type RandomBytes,
  type ReadingId,
  type VisitId,
} from '#config/agreements/ids.ts';
import type { VisitFacts } from '../contract/fact.ts';
import type { PressureAverageValues, ReadingRequest, StoredReading } from '../contract/reading.ts';
import type { OpenDay } from './business-days.ts';
import type { DayKeys } from './day-keys.ts';
import type { FactMessages } from './fact-messages.ts';
import { circumstancesFrom } from './measuring-circumstances.ts';
import { readingValuesFrom, writtenValues } from './reading-values.ts';
import { openSealedText, seal } from './sealing.ts';

export interface Readings {
  /** The reading, the mean of its sitting if there is one, and their messages in one transaction. */
  store(request: ReadingRequest, average: PressureAverageValues | undefined, today: OpenDay): StoredReading;
  /** Oldest first. */
  of(visitId: VisitId): readonly StoredReading[];
}

interface Needs {
  readonly db: Database;
  readonly keys: DayKeys;
  readonly messages: FactMessages;
  readonly factsOf: (visitId: VisitId) => VisitFacts | undefined;
  readonly randomBytes: RandomBytes;
}

interface ReadingRow {
  readonly reading_id: ReadingId;
  readonly visit_id: VisitId;
  readonly day: BusinessDay;
  readonly device_id: string;
  readonly body: Uint8Array;
  readonly taken_at: number;
}

type SealedPart = Pick<
  StoredReading,
  'ticketNumber' | 'values' | 'deviceModel' | 'deviceTime' | 'circumstances' | 'derivedFrom'
>;

/** Measured values are health data: sealed like a patient's name (law 7). */
export function createReadings({ db, keys, messages, factsOf, randomBytes }: Needs): Readings {
  const insert = db.prepare<[string, string, string, string, Uint8Array, number]>(
    'insert into reading (reading_id, visit_id, day, device_id, body, taken_at) values (?, ?, ?, ?, ?, ?)',
  );
  const select = db.prepare<[string], ReadingRow>('select * from reading where visit_id = ? order by taken_at, rowid');
  const storeNow = db.transaction(
    (request: ReadingRequest, average: PressureAverageValues | undefined, today: OpenDay): StoredReading => {
      const stored = insertOne(request, today);
      if (average) insertOne({ ...request, values: average, deviceTime: undefined }, today);
      return stored;
    },
  );

  return { store: (request, average, today) => storeNow.immediate(request, average, today), of };

  function insertOne(taken: ReadingRequest, today: OpenDay): StoredReading {
    const { day, at, key } = today;
    const readingId = createReadingId(randomBytes);
    const counted = countedIn(taken);
    const request = isOfOneDevice(counted) ? taken : ofSeveralDevices(taken);
    const { visitId, deviceId, values, deviceModel, deviceTime, circumstances } = request;
    const facts = factsOf(visitId);
    // The ticket that was shown may say a number that the visit has given up.
    const ticketNumber = facts?.visit.number.text ?? request.ticketNumber;
    const derivedFrom = counted && { derivedFrom: counted.map((each) => each.readingId) };
    const written = writtenValues(values);
    const part: SealedPart = { ticketNumber, values: written, deviceModel, deviceTime, circumstances, ...derivedFrom };
    const place = { table: 'reading', rowId: readingId, day } as const;
    const body = seal(key.sealing, place, Buffer.from(JSON.stringify(part)), randomBytes);
    insert.run(readingId, visitId, day, deviceId, body, at);
    const reading: StoredReading = { ...request, ticketNumber, readingId, day, takenAt: at, ...derivedFrom };
    const fact = { kind: 'reading', reading, facts, visitId, ticketNumber } as const;
    messages.insertLater(fact, { visitId, ticketNumber, readingId }, today);
    return reading;
  }

  /** The readings of its sitting that a mean is made of, in the order of their numbers; `undefined` unless all of them are here. */
  function countedIn({ visitId, values, circumstances: { sitting } }: ReadingRequest) {
    if (values.kind !== 'blood-pressure-average' || sitting === undefined) return undefined;
    const ofSitting = of(visitId).filter(
      (each) => each.values.kind === 'blood-pressure' && each.circumstances.sitting === sitting,
    );
    const counted = values.of.flatMap(
      (number) => ofSitting.findLast((each) => each.circumstances.readingNumber === number) ?? [],
    );
    return counted.length === values.of.length ? counted : undefined;
  }

  function of(visitId: VisitId): readonly StoredReading[] {
    return select.all(visitId).flatMap((row) => {
      const key = keys.of(row.day);
      const place = { table: 'reading', rowId: row.reading_id, day: row.day } as const;
      const plain = key && openSealedText(key.sealing, place, row.body);
      if (plain === undefined) return [];
      const part: Partial<SealedPart> = JSON.parse(plain);
      const values = readingValuesFrom(part.values);
      // Of a kind that this version does not know, and that says nothing by name.
      if (!values) return [];
      const { ticketNumber = '', deviceModel, deviceTime, derivedFrom } = part;
      return [
        {
          readingId: row.reading_id,
          visitId: row.visit_id,
          day: row.day,
          takenAt: row.taken_at,
          deviceId: row.device_id,
          ticketNumber,
          values,
          deviceModel,
          deviceTime,
          circumstances: circumstancesFrom(part.circumstances),
          ...(derivedFrom && { derivedFrom }),
        },
      ];
    });
  }
}

function isOfOneDevice(readings: readonly StoredReading[] | undefined): boolean {
  return new Set(readings?.map(({ deviceId, circumstances }) => `${deviceId} ${circumstances.deviceSerial}`)).size <= 1;
}

/** A mean over a monitor and the one that stood in for it: nothing is said of either but where the last reading came from. */
function ofSeveralDevices(request: ReadingRequest): ReadingRequest {
  const { arm: _arm, deviceSerial: _serial, validation: _validation, ...circumstances } = request.circumstances;
  return { ...request, deviceModel: undefined, circumstances };
}

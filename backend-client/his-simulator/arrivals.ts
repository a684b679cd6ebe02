import type { Hl7Message } from '../hl7v2/parse.ts';
import { readArrival } from './read-arrival.ts';
import type { Arrival, ArrivalAnswer } from './words.ts';

/** What the hospital remembers: the last messages, and what it answered to each control id. In memory only. */
export interface Arrivals {
  /** Notes a message; one whose MSH-10 is known is the same arrival once more. */
  receive(message: Hl7Message, frame: Uint8Array, at: number): Arrival;
  noteAnswer(arrivalNumber: number, answer: ArrivalAnswer, acknowledgement?: Uint8Array): void;
  /** The bytes that were a final answer (`AA`, `AE`) to this arrival. */
  finalAcknowledgement(arrivalNumber: number): Uint8Array | undefined;
  /** Oldest first. */
  list(): readonly Arrival[];
  clear(): void;
}

export function createArrivals(capacity: number, changed: (arrival: Arrival) => void): Arrivals {
  const byNumber = new Map<number, Arrival>();
  const numberOfControlId = new Map<string, number>();
  const acknowledgements = new Map<number, Uint8Array>();
  let lastNumber = 0;

  function put(arrival: Arrival): Arrival {
    byNumber.set(arrival.number, arrival);
    changed(arrival);
    return arrival;
  }

  function forgetOldest(): void {
    const [oldest] = byNumber.values();
    if (!oldest || byNumber.size < capacity) return;
    byNumber.delete(oldest.number);
    acknowledgements.delete(oldest.number);
    numberOfControlId.delete(oldest.facts.controlId);
  }

  function receive(message: Hl7Message, frame: Uint8Array, at: number): Arrival {
    const facts = readArrival(message);
    const known = byNumber.get(numberOfControlId.get(facts.controlId) ?? 0);
    if (known) return put({ ...known, lastReceivedAt: at, receivedTimes: known.receivedTimes + 1 });
    forgetOldest();
    lastNumber += 1;
    // Without a control id nothing can be recognised again.
    if (facts.controlId !== '') numberOfControlId.set(facts.controlId, lastNumber);
    const raw = new TextDecoder()
      .decode(frame)
      .replaceAll(/[\r\n]+/g, '\n')
      .trimEnd();
    return put({
      number: lastNumber,
      receivedAt: at,
      lastReceivedAt: at,
      receivedTimes: 1,
      answer: 'waiting',
      facts,
      raw,
    });
  }

  return {
    receive,
    noteAnswer(arrivalNumber, answer, acknowledgement) {
      const arrival = byNumber.get(arrivalNumber);
      if (!arrival) return;
      if (acknowledgement && (answer === 'AA' || answer === 'AE')) acknowledgements.set(arrivalNumber, acknowledgement);
      put({ ...arrival, answer });
    },
    finalAcknowledgement: (arrivalNumber) => acknowledgements.get(arrivalNumber),
    list: () => [...byNumber.values()],
    clear() {
      byNumber.clear();
      numberOfControlId.clear();
      acknowledgements.clear();
    },
  };
}

import type { Arrival, ArrivalAnswer, HisProtocol } from './words.ts';

/** A message, read. Without a control id nothing can be recognised again. */
export type Received = Pick<Arrival, 'protocol' | 'kind' | 'says' | 'facts' | 'raw'>;

/** What the hospital remembers: the last messages, and what it answered to each control id. In memory only. */
export interface Arrivals {
  /** Notes a message; one whose control id is known from the same protocol is the same arrival once more. */
  receive(received: Received, at: number): Arrival;
  /** What was answered to a look-up. */
  noteWords(arrivalNumber: number, says: string): void;
  noteAnswer(arrivalNumber: number, answer: ArrivalAnswer, acknowledgement?: Uint8Array): void;
  /** The bytes that were a final answer (`AA`, `AE`) to this arrival. */
  finalAcknowledgement(arrivalNumber: number): Uint8Array | undefined;
  /** A frame over MLLP that is no HL7. */
  noteNotUnderstood(): void;
  /** Since the start or the last clearing. */
  counts(): ArrivalCounts;
  /** Oldest first. */
  list(): readonly Arrival[];
  clear(): void;
}

export interface ArrivalCounts {
  /** Repeated messages and those that were not understood are in these. */
  readonly received: Readonly<Record<HisProtocol, number>>;
  readonly repeated: number;
  readonly notUnderstood: number;
}

const noCounts: ArrivalCounts = { received: { mllp: 0, fhir: 0, webhook: 0 }, repeated: 0, notUnderstood: 0 };

export function createArrivals(capacity: number, changed: (arrival: Arrival) => void): Arrivals {
  const byNumber = new Map<number, Arrival>();
  const numberOfControlId = new Map<string, number>();
  const acknowledgements = new Map<number, Uint8Array>();
  let lastNumber = 0;
  let counts = noCounts;

  function count(protocol: HisProtocol, more: Partial<Pick<ArrivalCounts, 'repeated' | 'notUnderstood'>>): void {
    counts = {
      received: { ...counts.received, [protocol]: counts.received[protocol] + 1 },
      repeated: counts.repeated + (more.repeated ?? 0),
      notUnderstood: counts.notUnderstood + (more.notUnderstood ?? 0),
    };
  }

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
    numberOfControlId.delete(keyOf(oldest));
  }

  function receive(received: Received, at: number): Arrival {
    const known = byNumber.get(numberOfControlId.get(keyOf(received)) ?? 0);
    count(received.protocol, { repeated: known ? 1 : 0 });
    if (known) return put({ ...known, lastReceivedAt: at, receivedTimes: known.receivedTimes + 1 });
    forgetOldest();
    lastNumber += 1;
    if (received.facts.controlId !== '') numberOfControlId.set(keyOf(received), lastNumber);
    return put({
      ...received,
      number: lastNumber,
      receivedAt: at,
      lastReceivedAt: at,
      receivedTimes: 1,
      answer: 'waiting',
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
    noteWords(arrivalNumber, says) {
      const arrival = byNumber.get(arrivalNumber);
      if (arrival) put({ ...arrival, says });
    },
    finalAcknowledgement: (arrivalNumber) => acknowledgements.get(arrivalNumber),
    noteNotUnderstood: () => count('mllp', { notUnderstood: 1 }),
    counts: () => counts,
    list: () => [...byNumber.values()],
    clear() {
      counts = noCounts;
      byNumber.clear();
      numberOfControlId.clear();
      acknowledgements.clear();
    },
  };
}

function keyOf({ protocol, facts }: Pick<Received, 'protocol' | 'facts'>): string {
  return `${protocol} ${facts.controlId}`;
}

import type {
  CounterSnapshot,
  FoundNumbers,
  LaneName,
  StandsWhere,
  WaitingFlag,
} from '#kiosk/bridge/hub/counter-words.ts';

/** The lists of the page, in the order of their keys 1 to 5. */
export const listNames = ['waiting', 'absent', 'parked', 'unknown', 'called'] as const;
export type ListName = (typeof listNames)[number];

/** One number of a list, whatever list. */
export interface Row {
  readonly visitId: string;
  readonly number: string;
  readonly day: string | undefined;
  readonly serviceCode: string;
  readonly lane: LaneName;
  readonly flags: readonly WaitingFlag[];
  /** Epoch ms by the hub's clock. */
  readonly since: number;
  readonly stands: StandsWhere;
  readonly counter: string | undefined;
  readonly reason: string | undefined;
}

export function rowsOf(snapshot: CounterSnapshot, list: ListName): readonly Row[] {
  switch (list) {
    case 'waiting':
      return snapshot.waiting.map(({ flags, ...each }) => row(each, 'waiting', { flags }));
    case 'absent':
    case 'parked':
    case 'unknown':
      return snapshot[list].map(({ reason, ...each }) => row(each, list, { reason }));
    case 'called':
      return foundRows({ found: snapshot.calledToday });
  }
}

export function foundRows({ found }: FoundNumbers): readonly Row[] {
  return found.map(({ at, stands, counter, ...each }) => row({ ...each, since: at }, stands, { counter }));
}

/** How many there are, also of those that a snapshot does not hold. */
export function countOf(snapshot: CounterSnapshot, list: ListName): number {
  if (list === 'waiting') return snapshot.waitingCount;
  return list === 'called' ? snapshot.calledCount : snapshot[list].length;
}

/** A list that is nobody's business on an ordinary day is not shown. */
export function shownLists(snapshot: CounterSnapshot): readonly ListName[] {
  return listNames.filter((name) => name !== 'unknown' || snapshot.unknown.length > 0 || snapshot.isRecovering);
}

/** The same number as it stands now; as it was found when no list has it. */
export function rowNow(snapshot: CounterSnapshot, row: Row): Row {
  const all = listNames.flatMap((list) => rowsOf(snapshot, list));
  return all.find(({ visitId }) => visitId === row.visitId) ?? row;
}

export function minutesSince(since: number, now: number): number {
  return Math.max(0, Math.floor((now - since) / 60_000));
}

function row(
  of: Pick<Row, 'visitId' | 'number' | 'serviceCode' | 'lane' | 'since'> & { readonly day?: string },
  stands: StandsWhere,
  more: {
    readonly flags?: readonly WaitingFlag[];
    readonly counter?: string | undefined;
    readonly reason?: string | undefined;
  },
): Row {
  const { visitId, number, serviceCode, lane, since } = of;
  return {
    visitId,
    number,
    day: of.day,
    serviceCode,
    lane,
    since,
    stands,
    flags: more.flags ?? [],
    counter: more.counter,
    reason: more.reason,
  };
}

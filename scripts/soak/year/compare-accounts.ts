import type { CounterAccount, DoneAct } from './counters.ts';
import type { KioskAccount } from './kiosk.ts';
import type { CounterLine, LogAccount, NumbersOfDay } from './log-account.ts';

/** Three accounts of one day, each kept by itself: of those who gave and called, of the hub, and of the rows of its database. */
export interface AccountsOfDay {
  readonly kiosks: readonly KioskAccount[];
  readonly counters: CounterAccount;
  readonly log: LogAccount;
  /** Events that the hub says that it has committed, and those that were in the log before this hub began to count. */
  readonly counted: { readonly byHub: ReadonlyMap<string, number>; readonly before: ReadonlyMap<string, number> };
  /** Whether the database or a session fell on this day: a commit may have been done and not heard of. */
  readonly hasFallen: boolean;
  /** Whoever was there at the end of the day before. */
  readonly leftBefore: ReadonlySet<string> | undefined;
}

/** Sentences about what is not equal. */
export function compareAccounts(accounts: AccountsOfDay): readonly string[] {
  const { kiosks, log } = accounts;
  return [
    ...kiosks.flatMap(({ kioskId, broken }) => broken.map((each) => `${kioskId}: ${each}`)),
    ...log.broken,
    ...numbersOfKiosks(accounts),
    ...actsOfCounters(accounts),
    ...countsOfHub(accounts),
    ...rowsOfTables(log),
    ...carriedOver(accounts),
  ].map((sentence) => `${log.day}: ${sentence}`);
}

function numbersOfKiosks({ kiosks, counters, log }: AccountsOfDay): readonly string[] {
  const broken: string[] = [];
  const given = new Map<string, { readonly number: string | undefined; readonly from: string }>();
  for (const { kioskId, entered } of kiosks)
    for (const [visitId, number] of entered) given.set(visitId, { number, from: kioskId });
  for (const { kind, visitId } of counters.done.values())
    if (kind === 'quick-issue') given.set(String(visitId), { number: undefined, from: 'desk' });
  for (const [visitId, { number, from }] of given) {
    const found = log.entered.get(visitId);
    if (!found) broken.push(`lost: ${visitId}, ${number}, of ${from}`);
    else if (found.from !== from || (number !== undefined && found.number !== number))
      broken.push(`${visitId} is ${number} of ${from} there, and ${found.number} of ${found.from} in the log`);
  }
  for (const visitId of log.entered.keys())
    if (!given.has(visitId)) broken.push(`nobody has given ${visitId} a number`);

  const changed = new Map(kiosks.flatMap((kiosk) => [...kiosk.changed]));
  for (const [visitId, number] of changed)
    if (log.changed.get(visitId) !== number)
      broken.push(`${visitId} has ${number}, and ${log.changed.get(visitId)} in the log`);
  if (log.changed.size !== changed.size)
    broken.push(`${log.changed.size} changes in the log, ${changed.size} at kiosks`);

  // Whoever was called and finished before has nothing to give up, and whoever is in the priority lane needs not be raised.
  const gaveUp = new Set<string>(kiosks.flatMap((kiosk) => [...kiosk.gaveUp]));
  const raised = new Set<string>(kiosks.flatMap((kiosk) => [...kiosk.raised]));
  for (const visitId of log.withdrawn) if (!gaveUp.has(visitId)) broken.push(`nobody has withdrawn ${visitId}`);
  for (const visitId of gaveUp) if (log.standing.has(visitId)) broken.push(`${visitId} gave up and is still there`);
  for (const visitId of log.raised) if (!raised.has(visitId)) broken.push(`nobody has raised ${visitId}`);
  return broken;
}

/** What an act leaves in the log; a call may also finish the one before. */
const lineOf: Readonly<Partial<Record<DoneAct['kind'], string>>> = {
  'call-next': 'called',
  recall: 'recalled',
  finish: 'finished',
  absent: 'was-absent',
  park: 'parked',
  return: 'returned',
  transfer: 'transferred',
};

function actsOfCounters({ counters, log }: AccountsOfDay): readonly string[] {
  const broken: string[] = [];
  for (const [actId, { kind, counter, visitId }] of counters.done) {
    const wanted = lineOf[kind];
    if (wanted === undefined) continue;
    const lines = log.atCounters.get(actId) ?? [];
    const isThere = (line: CounterLine) => line.kind === wanted && line.counter === counter && line.visitId === visitId;
    if (!lines.some(isThere))
      broken.push(`${kind} of ${visitId} at ${counter} was answered as done and is not in the log`);
  }
  for (const [actId, [line]] of log.atCounters)
    if (!counters.done.has(actId as never))
      broken.push(`nobody at ${line?.counter} has done ${line?.kind} of ${line?.visitId}`);
  return broken;
}

function countsOfHub({ counted: { byHub, before }, counters, log, hasFallen }: AccountsOfDay): readonly string[] {
  const broken: string[] = [];
  let unheard = 0;
  for (const kind of new Set([...log.kinds.keys(), ...byHub.keys()])) {
    const inLog = (log.kinds.get(kind) ?? 0) - (before.get(kind) ?? 0);
    const ofHub = byHub.get(kind) ?? 0;
    unheard += inLog - ofHub;
    if (ofHub > inLog || (!hasFallen && ofHub < inLog))
      broken.push(`the hub counted ${ofHub} lines ${kind}, the log has ${inLog}`);
  }
  // What was committed and not heard of was asked for again, by somebody.
  if (hasFallen && unheard > mostUnheard)
    broken.push(`${unheard} lines that no hub has heard of, ${counters.doubtful.size} doubtful acts`);
  return broken;
}

/** The acts of one commit for each time that something falls, at most a few times a day, and the lines of each. */
const mostUnheard = 2_000;

function rowsOfTables({ day, rows, kinds, numbers, atCounters }: LogAccount): readonly string[] {
  const lines = [...kinds.values()].reduce((sum, each) => sum + each, 0);
  const used = numbers.get(day)?.used.size ?? 0;
  return [
    ...(rows.events === lines ? [] : [`${rows.events} rows of events, ${lines} lines`]),
    ...(rows.numbers === used ? [] : [`${rows.numbers} rows of numbers, ${used} numbers in the lines`]),
    ...(rows.acts >= atCounters.size && rows.acts <= lines ? [] : [`${rows.acts} rows of acts, ${lines} lines`]),
    ...(rows.staleDocuments === 0 ? [] : [`${rows.staleDocuments} documents of days that are over`]),
  ];
}

/** The change of the day takes nobody away. */
function carriedOver({ leftBefore, log }: AccountsOfDay): readonly string[] {
  if (!leftBefore) return [];
  const gone = [...leftBefore].filter((visitId) => !log.carried.has(visitId));
  const come = [...log.carried].filter((visitId) => !leftBefore.has(visitId));
  return [
    ...gone.map((visitId) => `${visitId} waited in the evening and was not there in the morning`),
    ...come.map((visitId) => `${visitId} was there in the morning and not in the evening`),
  ];
}

/** Every number of a block is somebody's, or was never needed; nothing is both. Known when the day after has begun. */
export function compareNumbers(day: string, told: readonly (NumbersOfDay | undefined)[]): readonly string[] {
  const all = (kind: keyof NumbersOfDay) => told.flatMap((each) => [...(each?.[kind] ?? [])]);
  const [leased, used, voided] = [new Set(all('leased')), new Set(all('used')), new Set(all('voided'))];
  const unexplained = [...leased].filter((name) => !used.has(name) && !voided.has(name));
  const both = [...voided].filter((name) => used.has(name));
  const isUnderMark = (name: string) => name.includes('-');
  const unleased = [...used].filter((name) => !leased.has(name) && !isUnderMark(name));
  return [
    ...unexplained.map((name) => `${day}: nobody says what became of number ${name}`),
    ...both.map((name) => `${day}: number ${name} is somebody's, and was never given`),
    ...unleased.map((name) => `${day}: number ${name} lies in no block`),
  ];
}

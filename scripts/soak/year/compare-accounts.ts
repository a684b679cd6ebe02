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

function countsOfHub({
  counted: { byHub, before },
  kiosks,
  counters,
  log,
  hasFallen,
}: AccountsOfDay): readonly string[] {
  const broken: string[] = [];
  const uncertain = hasFallen ? uncertainLines(kiosks, counters, log) : new Map<string, number>();
  for (const kind of new Set([...log.kinds.keys(), ...byHub.keys()])) {
    const inLog = (log.kinds.get(kind) ?? 0) - (before.get(kind) ?? 0);
    const ofHub = byHub.get(kind) ?? 0;
    const most = uncertain.get(kind) ?? 0;
    if (ofHub > inLog || inLog - ofHub > most)
      broken.push(
        `the hub counted ${ofHub} lines ${kind}, the log has ${inLog}${most > 0 ? `, and ${most} of them are of acts that were asked for twice` : ''}`,
      );
  }
  return broken;
}

/**
 * By kind: where the database falls between its commit and its answer, the hub reads its log anew and has counted nothing of that commit. It
 * answers none of its acts either, so each of them is asked for again: no other line can be missing.
 */
function uncertainLines(
  kiosks: AccountsOfDay['kiosks'],
  counters: CounterAccount,
  { acts, atCounters }: LogAccount,
): ReadonlyMap<string, number> {
  const knowsAll = kiosks.every(({ doubtful }) => doubtful !== undefined);
  const doubtful = new Set<string>([...counters.doubtful, ...kiosks.flatMap((kiosk) => [...(kiosk.doubtful ?? [])])]);
  const lines = new Map<string, number>();
  for (const [actId, kinds] of acts) {
    if (!doubtful.has(actId) && (knowsAll || atCounters.has(actId))) continue;
    for (const kind of kinds) lines.set(kind, (lines.get(kind) ?? 0) + 1);
  }
  return lines;
}

function rowsOfTables({ day, rows, kinds, numbers, atCounters }: LogAccount): readonly string[] {
  const lines = [...kinds.values()].reduce((sum, each) => sum + each, 0);
  const used = numbers.get(day)?.used.size ?? 0;
  return [
    ...(rows.events === lines ? [] : [`${rows.events} rows of events, ${lines} lines`]),
    ...(rows.numbers === used ? [] : [`${rows.numbers} rows of numbers, ${used} numbers in the lines`]),
    ...(rows.acts >= atCounters.size && rows.acts <= lines ? [] : [`${rows.acts} rows of acts, ${lines} lines`]),
    ...(rows.old === 0 ? [] : [`${rows.old} rows of days that nobody keeps any more`]),
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

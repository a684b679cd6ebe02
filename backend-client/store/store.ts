import { setImmediate as otherWork } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay, RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { StoredAlert } from '../contract/alert.ts';
import type { Patient } from '../contract/patient.ts';
import type { MessageRenderer, PrintAttempt, PrintRefusal, StoreProblem, VisitStore } from '../contract/store.ts';
import type { SystemMemory } from '../contract/system-memory.ts';
import type { StoredVisit } from '../contract/visit.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import type { NumberingRecord } from '../numbering/gaps.ts';
import type { OpenLease } from '../numbering/leases.ts';
import { createNumbering, type LeaseAdded, type LeasedBlock, type NumberingPolicy } from '../numbering/policy.ts';
import { type AlertTable, createAlertTable } from './alert-table.ts';
import { createBusinessDays, type TimeOfFacility } from './business-days.ts';
import { openDatabase, type StoreOpenProblem } from './database.ts';
import { createDayCounts, type DayCounts, nothingCounted } from './day-counts.ts';
import { createDayFacts } from './day-facts.ts';
import { createDayKeys } from './day-keys.ts';
import { createDayTally } from './day-tally.ts';
import { createDeadLetters } from './dead-letters.ts';
import { createDelayedMessages } from './delayed-messages.ts';
import type { ErasurePause } from './erasure-pieces.ts';
import { createExpiredTickets, type ExpiredTicket } from './expired-tickets.ts';
import type { Trust } from './facility-time.ts';
import { createFactMessages } from './fact-messages.ts';
import { type FreeBytesOf, type FreeSpace, freeBytesOf, freeSpaceFrom } from './free-space.ts';
import { createGiveUps } from './give-ups.ts';
import { createTellingLate } from './late-system.ts';
import { createLeaseTable, type VoidRun } from './lease-table.ts';
import type { MessageQueue } from './message-queue.ts';
import { type DeduplicatingEndpoint, Messages } from './messages.ts';
import { createOpinions } from './opinions.ts';
import { createPapers } from './papers.ts';
import { createRandomPool } from './random-pool.ts';
import { createReadings } from './readings.ts';
import { createRetention, defaultRetention, type Erased, type ErasureRules, type MayErase } from './retention.ts';
import { type FileRewrite, rewriteOnce } from './rewrite-file.ts';
import { createServiceChanges } from './service-changes.ts';
import { createServiceWords, type ServiceOfSite } from './service-words.ts';
import { createStaffActs } from './staff-acts.ts';
import { createStaffNames } from './staff-names.ts';
import { watchStoreFile } from './store-file.ts';
import { createStoreGuard, nothingWaits, type StoreCondition } from './store-guard.ts';
import { onDisk } from './store-problem.ts';
import { createSystemRecords } from './system-records.ts';
import { createUndeliveredVisits, type UndeliveredVisits } from './undelivered-visits.ts';
import { createVisits } from './visits.ts';
import { createWaitingCounts } from './waiting-counts.ts';
import { createWaiting } from './waiting-messages.ts';

export type { StoreOpenProblem } from './database.ts';
export type { StoreCondition } from './store-guard.ts';

/**
 * The kiosk's memory: one SQLite file, opened by one process, sealed row by row. This folder alone knows SQL; it never
 * touches the network, the printer or the log.
 */
export interface Store extends VisitStore, MessageQueue {
  /** Calls for a person; what a full disk does not take is a `StoreProblem`. */
  readonly alerts: AlertStore;
  /** What a system has told about its own records of a visit. */
  memoryOf(endpointId: string): SystemMemory;
  /**
   * Deletes what is past its retention and may go, while time is confirmed (law 12), in short pieces with everybody else's
   * work between them (see `Retention`).
   * To be called a few times a day; once at a time. What a closed store left undone the next call finds.
   */
  eraseExpired(options?: ErasureOptions): Promise<Result<Erased, StoreProblem>>;
  /** What day and what time it is, and how far that is believed. */
  readonly time: StoreTime;
  /** Erased before the hospital had them, until a named person has taken the list: oldest first. */
  expiredTickets(): readonly ExpiredTicket[];
  /** How many there are, listed or not. */
  expiredCount(): number;
  /** `count`: how many the person has seen. `false`: it is another list by now. */
  takeExpired(count: number, by: string): Result<boolean, StoreProblem>;
  /** Visits of the current business day. */
  storedToday(): number;
  /** What happened in the current business day. */
  countsToday(): DayCounts;
  /**
   * Whether anything stands between the store and its file. A call that only reads says what it can when the disk fails, which
   * may be nothing, and this says why.
   */
  condition(): StoreCondition;
  /**
   * Reads the file table by table (SQLite's `quick_check`), with everybody else's work between them. `not-finished`: `budgetMs` were
   * over; `not-read`: it could not be asked.
   */
  checkIntegrity(budgetMs: number): Promise<'whole' | 'damaged' | 'not-finished' | 'not-read'>;
  /** Looked at anew at most once a second. */
  freeSpace(): FreeSpace;
  /** Every visit of a day by ticket number, read while it is walked; throws what SQLite throws. */
  visitsOf(day: BusinessDay): Iterable<VisitOfDay>;
  /** What the hospital does not know yet, with all that a person at the desk needs; see `UndeliveredVisits`. */
  readonly undelivered: UndeliveredVisits;
  /** Days of which something can still be read, newest first. */
  readableDays(): readonly BusinessDay[];
  /** For audits and tests: `explainGaps` says whether each number is accounted for. */
  numberingOf(day: BusinessDay): NumberingRecord;
  /** A system that was added in the middle of the day hears of its visits, too; see `createTellingLate`. Gives how many. */
  tellOfToday(endpointId: string): Result<number, StoreProblem>;
  /** A system that has lost what it was told hears of the day and of the night before again. Gives how many. */
  tellAgain(endpointId: string): Result<number, StoreProblem>;
  /** Numbers that the hub has leased to this kiosk, on the disk when this returns. */
  addLease(block: LeasedBlock): Result<LeaseAdded, StoreProblem>;
  /** Of a day, by series and number, with those that are used up. */
  leasesOf(day: BusinessDay): readonly OpenLease[];
  /** Numbers of blocks that were never needed, of days behind this one; by day, series and number. */
  voidsSince(day: BusinessDay | undefined): readonly VoidRun[];
}

/** Beside `now` and `today`, see `TimeOfFacility`. */
export interface StoreTime extends Omit<TimeOfFacility, 'note' | 'leave'> {
  note(): Result<void, StoreProblem>;
  leave(day: BusinessDay, by: string): Result<boolean, StoreProblem>;
}

export interface ErasureOptions extends Partial<ErasureRules> {
  /** Told of each piece of the work. */
  readonly onPause?: (pause: ErasurePause) => void;
}

export interface AlertStore {
  list(since: number): readonly StoredAlert[];
  change<Value>(work: (alerts: AlertTable) => Value): Result<Value, StoreProblem>;
}

export interface StoreSettings {
  readonly path: string;
  /** 32 bytes, see `readMasterKey`. */
  readonly masterKey: Uint8Array;
  /** See `readNextMasterKey`: a rotation that was cut off may have gone so far. */
  readonly nextMasterKey?: Uint8Array | undefined;
  readonly facility: {
    readonly timeZone: string;
    readonly services: readonly ServiceOfSite[];
    /** Without it: standalone. */
    readonly numbering?: NumberingPolicy;
  };
  readonly renderers: readonly MessageRenderer[];
  /** Tell what becomes of a message that a crash cut off while sending. */
  readonly endpoints: readonly DeduplicatingEndpoint[];
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  readonly randomBytes: RandomBytes;
  /** At the opening, and whenever the trust in the machine's clock changes. */
  readonly onTrust?: (trust: Trust) => void;
  readonly freeBytesOf?: FreeBytesOf;
  /**
   * With it, a store of an earlier version is written anew at this start, which takes a second for some 50 MB; it hears what
   * becomes of it. Without it such a store stays as it is.
   */
  readonly onFileRewrite?: (progress: FileRewrite) => void;
}

export function openStore(settings: StoreSettings): Result<Store, StoreOpenProblem> {
  const { path, onFileRewrite } = settings;
  if (onFileRewrite) rewriteOnce({ path, freeBytes: freeBytesFor(settings), say: onFileRewrite });
  const opened = openDatabase(path);
  if (!opened.ok) return opened;
  const db = opened.value;
  const assembled = onDisk(() => assembleStore(db, settings));
  if (assembled.ok && assembled.value) return ok(assembled.value);
  db.close();
  if (assembled.ok) return problem({ kind: 'wrong-key' });
  const { kind } = assembled.problem;
  return problem({ kind: kind === 'disk-full' ? kind : kind === 'damaged' ? 'not-a-store' : 'not-writable' });
}

/** The store on an open database. `undefined` when the master key is not the one that the store was sealed under. */
export function assembleStore(db: Database, settings: StoreSettings): Store | undefined {
  const { facility, masterKey, randomBytes, renderers, endpoints, clock, onTrust = () => {} } = settings;
  const { services, timeZone } = facility;
  const keys = [masterKey, settings.nextMasterKey]
    .flatMap((key) => (key ? [createDayKeys({ db, masterKey: key, randomBytes })] : []))
    .find((made) => made.fitMasterKey());
  if (!keys) return undefined;

  const pooled = createRandomPool(randomBytes);
  const acts = createStaffActs(db, pooled);
  const leases = createLeaseTable(db, () => now());
  const numbering = createNumbering(leases, facility.numbering ?? { kind: 'standalone' });
  const addLease = db.transaction((block: LeasedBlock) => numbering.addLease(block, days.today()));
  const days = createBusinessDays({ db, keys, leases, numbering, acts, timeZone, clock, onTrust });
  const { now } = days;
  const facts = createFactMessages({ db, renderers, randomBytes: pooled });
  const words = createServiceWords(db, services);
  const tally = createDayTally(db);
  const visits = createVisits({
    db,
    keys,
    leases,
    numbering,
    services,
    words,
    messages: facts,
    tally,
    randomBytes: pooled,
    isTimeConfirmed: () => days.status().trust.is === 'confirmed',
  });
  const changes = createServiceChanges({ db, leases, numbering, services, words, messages: facts, visits });
  const tellLate = createTellingLate({ db, renderers, randomBytes: pooled, factsOf: visits.factsOf });
  const giveUp = createGiveUps({ db, messages: facts, factsOf: visits.factsOf });
  const papers = createPapers(db, now);
  const { visitsOf, readableDays } = createDayFacts({
    db,
    factsOf: visits.factsOf,
    leases,
  });
  const readings = createReadings({ db, keys, messages: facts, factsOf: visits.factsOf, randomBytes: pooled });
  const opinions = createOpinions({ db, messages: facts, services, randomBytes: pooled });
  const names = createStaffNames({ db, keys, randomBytes: pooled });
  const letters = createDeadLetters({
    db,
    keys,
    names,
    renderers,
    factsOf: visits.factsOf,
    factsBefore: changes.before,
    readingsOf: readings.of,
    opinionOf: opinions.of,
    randomBytes: pooled,
    now,
  });
  const undelivered = createUndeliveredVisits({ db, factsOf: visits.factsOf, readingsOf: readings.of, now });
  const waiting = createWaitingCounts(db);
  const messages = new Messages({ db, keys, waiting, now });
  const delayed = createDelayedMessages(db, now);
  const listed = createWaiting({ db, endpoints, monotonic: clock.monotonic });
  const expired = createExpiredTickets(db);
  const takeExpired = db.transaction((count: number, by: string): boolean => {
    if (count === 0 || expired.list().length !== count) return false;
    expired.take(days.noteAct({ act: 'took-expired', about: String(count), by }));
    return true;
  });
  const retention = createRetention({
    db,
    keys,
    days,
    leases,
    timeZone,
    inFlight: () => messages.inFlight(),
    untried: () => messages.untried(),
    noteUndelivered: (undelivered) => expired.note(undelivered, days.today()),
  });
  const memoryOf = createSystemRecords({ db, keys, randomBytes: pooled });
  const alerts = createAlertTable({ db, names, openDay: days.open });
  const countsOf = createDayCounts(db, { tally, opinionsOf: opinions.counts });
  const countVisits = db.prepare<[string], number>('select count(*) from visit where day = ?').pluck();
  const probe = createWriteProbe(db);
  const freeSpace = createSpaceWatch(freeBytesFor(settings), clock.monotonic);
  const hasRoom = () => freeSpace().condition !== 'too-low';
  const pageBytes = Number(db.pragma('page_size', { simple: true }));
  const guard = createStoreGuard(
    watchStoreFile({
      path: settings.path,
      bytesInUse: () => Number(db.pragma('page_count', { simple: true })) * pageBytes,
      monotonic: clock.monotonic,
    }),
    hasRoom,
  );
  const { write, writeMore, read } = guard;
  const tableNames = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table'").pluck();

  db.transaction(() => {
    words.keep();
    names.sealLeftOver();
    papers.settleCutOff();
    messages.settleCutOff(endpoints);
    if (facility.numbering?.kind === 'shared') leases.endOwnRuns();
  }).immediate();

  return {
    storeVisit: (request) => flat(writeMore(() => visits.store(request, days.open()))),
    numbersByService: () => read(() => visits.numbersOf(days.today()), new Map<string, number>()),
    numbersToday: (patient) => read(() => numbersOf(patient), []),
    changeService: (change) => flat(writeMore(() => changes.change(change, days.open()))),
    giveUp: (visitId) => known(write(() => giveUp.immediate(visitId, days.open()))),
    visitOfTicket: (ticket) =>
      read(
        () => (changes.standingOf(ticket) === 'ours' ? visits.factsOf(ticket.visitId)?.visit : undefined),
        undefined,
      ),
    ticketStanding: (ticket) => read(() => changes.standingOf(ticket), 'not-readable'),
    correctVisit: (visitId, patient) => correction(write(() => visits.correct(visitId, { patient }, days.open()))),
    raisePriority: (visitId, priority) => correction(write(() => visits.correct(visitId, { priority }, days.open()))),
    storeReading: (request, average) => write(() => readings.store(request, average, days.open())),
    readingsOf: (visitId) => read(() => readings.of(visitId), []),
    beginPrint: (visitId, number) => begun(known(write(() => papers.begin(visitId, number)))),
    takeByPhone: (visitId, number) => write(() => papers.takeByPhone(visitId, number)),
    storeOpinion: (request) => write(() => opinions.store(request, days.open())),
    endPrint: (attempt, outcome) => known(write(() => papers.end(attempt, outcome))),
    canStore: () => hasRoom() && guard.probe(probe),
    condition: guard.condition,
    checkIntegrity,
    freeSpace,
    messageCounts: () => read(() => messages.counts(), nothingWaits),
    queuedFor: (endpointId) => read(() => messages.queuedFor(endpointId), 0),
    delayedFor: (endpointId) => read(() => waiting.delayedOf(endpointId), undefined),
    deadLetters: () => read(letters.list, []),
    letterGroups: () => read(listed.letterGroups, []),
    waiting: () => read(listed.bySystem, []),
    stranded: () => read(listed.stranded, []),
    decideSome: (act, by, after) => write(() => letters.decideSome(act, by, after)),
    decide: (messageId, decision, by) => write(() => letters.decide(messageId, decision, by)),
    claim: (endpointId, how) => write(() => messages.claim(endpointId, how)),
    giveBack: (endpointId) => messages.giveBack(endpointId),
    forgetWaits: (endpointId) => write(() => delayed.forgetWaits(endpointId)),
    takeBackRefusals: (messageIds) => write(() => messages.takeBackRefusals(messageIds)),
    noteDelivery: (messageId, note) => write(() => messages.note([{ messageId, note }])),
    noteDeliveries: (deliveries) => write(() => messages.note(deliveries)),
    eraseExpired,
    countsToday: () => read(() => countsOf(days.today()), nothingCounted),
    storedToday: () => read(() => countVisits.get(days.today()) ?? 0, 0),
    visitsOf: (day) => noticed(visitsOf(day)),
    undelivered: { count: () => read(undelivered.count, 0), walk: () => noticed(undelivered.walk()) },
    readableDays: () => read(readableDays, []),
    numberingOf: leases.recordOf,
    tellOfToday: (endpointId) => write(() => tellLate.immediate(endpointId, days.open(), 'never-told')),
    tellAgain: (endpointId) => write(() => tellLate.immediate(endpointId, days.open(), 'lost-again')),
    addLease: (block) => write(() => addLease.immediate(block)),
    leasesOf: (day) => read(() => leases.leasesOf(day), []),
    voidsSince: (day) => read(() => leases.voidsSince(day), []),
    memoryOf,
    alerts: {
      list: (since) => read(() => alerts.list(since), []),
      change: (work) => write(() => db.transaction(() => work(alerts)).immediate()),
    },
    time: {
      now,
      today: days.today,
      status: days.status,
      note: () => write(days.note),
      heardKernel: days.heardKernel,
      heardHospital: days.heardHospital,
      leave: (day, by) => write(() => days.leave(day, by)),
    },
    expiredTickets: () => read(expired.list, []),
    expiredCount: () => read(expired.count, 0),
    takeExpired: (count, by) => write(() => takeExpired.immediate(count, by)),
    close: () => {
      db.close();
    },
  };

  function numbersOf(patient: Patient): readonly StoredVisit[] {
    const day = days.today();
    const key = keys?.of(day);
    return key ? visits.ofToday(patient, { day, key }) : [];
  }

  async function checkIntegrity(budgetMs: number) {
    const tables = read(() => tableNames.all(), []);
    if (tables.length === 0) return 'not-read';
    const startedAt = clock.monotonic();
    for (const table of tables) {
      if (!db.open) return 'not-read';
      const found = read(() => db.pragma(`quick_check('${table.replaceAll("'", "''")}')`, { simple: true }), undefined);
      if (found === undefined) return 'not-read';
      if (found !== 'ok') return 'damaged';
      await otherWork();
      if (clock.monotonic() - startedAt > budgetMs) return 'not-finished';
    }
    return 'whole';
  }

  /** Whoever walks hears of the trouble; the store does, too. */
  function* noticed<Visit>(walk: Iterable<Visit>): Generator<Visit> {
    try {
      yield* walk;
    } catch (error) {
      guard.note(error);
      throw error;
    }
  }

  async function eraseExpired(options: ErasureOptions = {}): Promise<Result<Erased, StoreProblem>> {
    const noted = write(days.note);
    if (!noted.ok) return noted;
    const { mayErase: alsoWanted = () => true } = options;
    const mayErase: MayErase = (day, part) => days.mayErase() && alsoWanted(day, part);
    const pieces = retention.erase({ ...defaultRetention, ...options, mayErase });
    for (;;) {
      if (!db.open) return ok({ visits: 0, messages: 0, readings: 0, dayKeys: 0 });
      const piece = write(() => pieces.next());
      if (!piece.ok) return piece;
      if (piece.value.done) return ok(piece.value.value);
      options.onPause?.(piece.value.value);
      await otherWork();
    }
  }
}

function correction(
  made: Result<boolean | undefined, StoreProblem>,
): Result<'corrected' | 'nothing-new', StoreProblem> {
  const corrected = known(made);
  return corrected.ok ? ok(corrected.value ? 'corrected' : 'nothing-new') : corrected;
}

function known<Value>(found: Result<Value | undefined, StoreProblem>): Result<Value, StoreProblem> {
  if (!found.ok) return found;
  return found.value === undefined ? problem({ kind: 'unknown-visit' }) : ok(found.value);
}

function flat<Value, Inner, Outer>(done: Result<Result<Value, Inner>, Outer>): Result<Value, Inner | Outer> {
  return done.ok ? done.value : done;
}

function begun(begin: Result<PrintAttempt | 'withdrawn', StoreProblem>): Result<PrintAttempt, PrintRefusal> {
  if (!begin.ok) return begin;
  return begin.value === 'withdrawn' ? problem({ kind: 'withdrawn' }) : ok(begin.value);
}

const freeBytesFor =
  ({ freeBytesOf: ofDisk = freeBytesOf, path }: StoreSettings) =>
  () =>
    ofDisk(path);

/** A patient does not wait for the file system: what was seen within the last second counts. */
function createSpaceWatch(freeBytes: () => number, now: () => number): () => FreeSpace {
  let seen: { readonly at: number; readonly space: FreeSpace } | undefined;
  return () => {
    const at = now();
    if (!seen || Math.abs(at - seen.at) >= 1_000) seen = { at, space: freeSpaceFrom(freeBytes()) };
    return seen.space;
  };
}

/**
 * Writes about as much as a visit needs and takes it away again. Both are committed: what is rolled back never leaves
 * SQLite's memory, and a full disk would go unnoticed.
 */
function createWriteProbe(db: Database): () => void {
  const insert = db.prepare('insert into write_probe (bytes) values (zeroblob(32768))');
  const clear = db.prepare('delete from write_probe');
  return () => {
    insert.run();
    clear.run();
  };
}

import { createHmac } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { problem, type Result, unreachable } from '#config/agreements/result.ts';
import type {
  CardAccess,
  CardConnection,
  CardEvent,
  CardFiles,
  CardProblem,
  CardReader,
  ChipReading,
  StopSign,
} from '../contract/card-reader.ts';
import type { Unsubscribe } from '../contract/device.ts';
import { type ConditionReport, createConditionReport } from '../supervisor/device-condition.ts';
import type { SpawnPcsc } from '../transport/pcsc-process.ts';
import type { CscaFolder } from './emrtd/passive-authentication/csca-folder.ts';
import type { ReadingPlan, ReadingProblem } from './emrtd/read-chip.ts';
import { type Pcsc, type PcscCard, type PcscEvent, watchPcsc } from './pcsc-readers.ts';

/**
 * A PC/SC reader of chip cards (CCCD, Căn cước, passports: ICAO 9303 eMRTD). It opens the chip by PACE or BAC, reads the files
 * and says whether they are the issuer's and the chip no copy. It keeps nothing of what it read, and of a key that the card which
 * lies there has refused only a mark by which it knows it again.
 */
export interface PcscEmrtdParts {
  readonly id: string;
  /** `*` for any reader, or a reader's name or a part of it. */
  readonly reader: string;
  /** Folder of trusted country signing certificates; read anew for each card, so that a new one counts at once. */
  readonly cscaDir: string | undefined;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  readonly randomBytes: RandomBytes;
  readonly spawnPcsc?: SpawnPcsc;
  /** The folder was read for the first time, or something about it has changed. */
  readonly onTrust?: (folder: CscaFolder) => void;
}

interface Reading {
  readonly access: CardAccess;
  readonly wanted: CardFiles;
  readonly stop: StopSign | undefined;
}

/** A whole card with its face takes 3 to 8 s on real readers. What takes longer than this never ends. */
export const longestReadMs = 60_000;

/** The service names its readers at once; a reader that is just waking up needs a moment. */
export const readersNamedWithinMs = 1_500;

/** A chip that breaks off is opened again: in other forms, and without the file at which it broke off. */
const mostOpenings = 8;

/** Cards of other countries are not read. */
const homeCountry = 'VN';

/** Looks for the reader from now on, until `close`. */
export function createPcscEmrtdReader(parts: PcscEmrtdParts): CardReader {
  const reader = new PcscEmrtdReader(parts);
  return {
    id: parts.id,
    kind: 'card-reader',
    ...reader.report.told,
    onCard: (listener) => reader.onCard(listener),
    read: (access, wanted, stop) => reader.read({ access, wanted, stop }),
    close: () => reader.close(),
  };
}

class PcscEmrtdReader {
  readonly #parts: PcscEmrtdParts;
  readonly #clock: Clock;
  readonly report: ConditionReport;
  readonly #pcsc: Pcsc;
  /** Curves and ciphers are a tenth of the host's text, and most kiosks have no such reader: loaded where there is one. */
  readonly #emrtd = import('./emrtd/emrtd.ts');
  readonly #cscaFolder: Promise<{ read(at: number): Promise<CscaFolder> }>;
  readonly #listeners = new Set<(event: CardEvent) => void>();
  readonly #present = new Set<string>();
  #refused: RefusedKeys;
  /** How many cards were laid so far. */
  #laid = 0;
  /** Says when, and nothing of what was read. */
  #lastRead: Promise<void> = Promise.resolve();
  #trustTold = '';
  #callOffMissing = () => {};
  #closed = false;

  constructor(parts: PcscEmrtdParts) {
    const { reader, clock, random, randomBytes, spawnPcsc } = parts;
    this.#parts = parts;
    this.#clock = clock;
    this.report = createConditionReport(clock);
    this.#refused = createRefusedKeys(randomBytes);
    this.#cscaFolder = this.#emrtd.then(({ openCscaFolder }) => openCscaFolder(parts.cscaDir));
    this.#pcsc = watchPcsc({
      reader,
      clock,
      random,
      ...(spawnPcsc ? { spawnPcsc } : {}),
      onEvent: (event) => this.#hear(event),
      onService: () => this.#serviceStands(),
    });
    void this.#readTrust();
  }

  onCard(listener: (event: CardEvent) => void): Unsubscribe {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** One reading after the other. */
  read(question: Reading): Promise<Result<ChipReading, CardProblem>> {
    const reading = this.#lastRead.then(() => this.#readUnlessRefused(question));
    this.#lastRead = reading.then(() => {});
    return reading;
  }

  close(): Promise<void> {
    this.#closed = true;
    this.#callOffMissing();
    this.report.end();
    this.#listeners.clear();
    return this.#pcsc.close();
  }

  #serviceStands(): void {
    this.#callOffMissing();
    this.#callOffMissing = this.#clock.after(readersNamedWithinMs, () => {
      if (this.#present.size === 0 && !this.#closed) this.report.absent('not-found');
    });
  }

  #hear(event: PcscEvent): void {
    switch (event.type) {
      case 'reader-present':
        this.#present.add(event.reader);
        this.report.change('ready');
        break;
      case 'reader-absent':
        this.#present.delete(event.reader);
        if (this.#present.size === 0) this.report.absent('lost');
        break;
      case 'card-inserted':
        this.#laid += 1;
        this.#refused = createRefusedKeys(this.#parts.randomBytes);
        this.#tell({ type: 'card-inserted' });
        break;
      case 'card-removed':
        this.#refused = createRefusedKeys(this.#parts.randomBytes);
        this.#tell({ type: 'card-removed' });
        break;
      case 'service-absent':
        this.#callOffMissing();
        this.report.absent('no-service');
        break;
      default:
        unreachable(event);
    }
  }

  #tell(event: CardEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** What a technician should know of the folder is found out at the start, not with the first patient. */
  async #readTrust(): Promise<CscaFolder> {
    const at = this.#clock.now();
    const [{ signsFor }, folder] = await Promise.all([this.#emrtd, this.#cscaFolder.then((each) => each.read(at))]);
    if (this.#closed) return folder;
    const { standing, certificates, unreadable, notCscas, expired } = folder;
    this.report.hint('csca-folder-missing', standing === 'missing');
    this.report.hint('csca-files-unreadable', unreadable.length > 0);
    const isRead = standing === 'empty' || standing === 'read';
    this.report.hint('no-csca-for-country', isRead && !certificates.some((each) => signsFor(each, homeCountry, at)));
    const told = JSON.stringify([standing, certificates.length, unreadable, notCscas, expired]);
    if (told !== this.#trustTold) this.#parts.onTrust?.(folder);
    this.#trustTold = told;
    return folder;
  }

  async #readUnlessRefused(question: Reading): Promise<Result<ChipReading, CardProblem>> {
    const { access, stop } = question;
    if (this.#closed) return problem({ kind: 'absent' });
    if (stop?.aborted) return problem({ kind: 'stopped' });
    // A chip blocks after some wrong keys, and asking again with the same one is never right.
    const refused = this.#refused;
    if (refused.has(access)) return problem({ kind: 'wrong-access-key' });
    const reading = await this.#readInTime(question);
    if (!reading.ok && reading.problem.kind === 'wrong-access-key') refused.add(access);
    return reading;
  }

  async #readInTime(question: Reading): Promise<Result<ChipReading, CardProblem>> {
    let late = false;
    const callOff = this.#clock.after(longestReadMs, () => {
      late = true;
    });
    try {
      return await this.#readLaidCard(question, () => late);
    } finally {
      callOff();
    }
  }

  /** Opened again only by a key that the chip has just accepted: that costs none of its tries. */
  async #readLaidCard(question: Reading, isLate: () => boolean): Promise<Result<ChipReading, CardProblem>> {
    const ownCard = this.#laid;
    const { createHabits } = await this.#emrtd;
    const plan: ReadingPlan = { habits: createHabits(), leaveOut: new Set() };
    for (let opening = 1; opening <= mostOpenings; opening++) {
      // Another card, here or on another reader, is another reading: nothing was learned of it, and the key was not meant for it.
      if (this.#laid !== ownCard) return problem({ kind: 'card-gone' });
      const connected = await this.#pcsc.connect();
      if (!connected.ok)
        return opening > 1 && connected.problem.kind === 'no-card' ? problem({ kind: 'card-gone' }) : connected;
      const reading = await this.#readOnce(connected.value, question, plan, isLate);
      if (reading.ok) return reading;
      const { kind } = reading.problem;
      if (kind !== 'again') return problem({ kind });
    }
    return problem({ kind: 'damaged' });
  }

  async #readOnce(
    card: PcscCard,
    { access, wanted, stop }: Reading,
    plan: ReadingPlan,
    isLate: () => boolean,
  ): Promise<Result<ChipReading, ReadingProblem>> {
    let wasExtended = false;
    const connection: CardConnection = {
      transmit: async (command) => {
        if (stop?.aborted) return problem({ kind: 'stopped' });
        wasExtended = isExtended(command);
        return isLate() ? problem({ kind: 'timed-out' }) : card.transmit(command);
      },
    };
    const reading = await this.#openAndRead(connection, access, wanted, plan);
    await card.disconnect();
    const isGone = !reading.ok && reading.problem.kind === 'card-gone';
    if (!isGone || !wasExtended || !plan.habits.takesExtended) return reading;
    // To a reader that passes no long command on, the card is as good as gone; whether it is shows at once.
    plan.habits.takesExtended = false;
    return problem({ kind: 'again' });
  }

  async #openAndRead(
    connection: CardConnection,
    access: CardAccess,
    wanted: CardFiles,
    plan: ReadingPlan,
  ): Promise<Result<ChipReading, ReadingProblem>> {
    const { adaptToRefusal, openChip, readChip } = await this.#emrtd;
    const [opened, { certificates }] = await Promise.all([
      openChip(connection, access, this.#parts.randomBytes, plan.habits),
      this.#readTrust(),
    ]);
    if (!opened.ok) return adaptToRefusal(plan.habits) ? problem({ kind: 'again' }) : opened;
    return readChip(opened.value, wanted, { cscas: certificates, at: this.#clock.now() }, plan);
  }
}

/** ISO 7816-4 §5.1: a zero where the short form has a length, and more behind it. */
function isExtended(command: Uint8Array): boolean {
  return command.length > 5 && command[4] === 0;
}

interface RefusedKeys {
  has(access: CardAccess): boolean;
  add(access: CardAccess): void;
}

/** Keys that one card has refused, as marks under a secret of their own: the keys are made of somebody's numbers. */
function createRefusedKeys(randomBytes: RandomBytes): RefusedKeys {
  const secret = randomBytes(32);
  const marks = new Set<string>();
  const markOf = (access: CardAccess) => createHmac('sha256', secret).update(keyText(access)).digest('base64');
  return { has: (access) => marks.has(markOf(access)), add: (access) => void marks.add(markOf(access)) };
}

function keyText(access: CardAccess): string {
  if (access.kind === 'can') return `can ${access.can}`;
  return JSON.stringify([access.documentNumber, access.birth, access.expiry]);
}

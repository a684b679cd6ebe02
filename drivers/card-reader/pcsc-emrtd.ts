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
import { createConditionReport } from '../supervisor/device-condition.ts';
import type { SpawnPcsc } from '../transport/pcsc-process.ts';
import { adaptToRefusal, createHabits } from './emrtd/chip-habits.ts';
import { openChip } from './emrtd/open-chip.ts';
import { type CscaFolder, openCscaFolder } from './emrtd/passive-authentication/csca-folder.ts';
import { signsFor } from './emrtd/passive-authentication/issuer-policy.ts';
import { type ReadingPlan, type ReadingProblem, readChip } from './emrtd/read-chip.ts';
import { type PcscEvent, watchPcsc } from './pcsc-readers.ts';

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

export function createPcscEmrtdReader(parts: PcscEmrtdParts): CardReader {
  const { id, clock, random, randomBytes, cscaDir } = parts;
  const report = createConditionReport(clock);
  const listeners = new Set<(event: CardEvent) => void>();
  const present = new Set<string>();
  let refused = createRefusedKeys(randomBytes);
  /** How many cards were laid so far. */
  let laid = 0;
  /** Says when, and nothing of what was read. */
  let lastRead: Promise<void> = Promise.resolve();
  let closed = false;
  const cscaFolder = openCscaFolder(cscaDir);
  let trustTold = '';
  let callOffMissing = () => {};

  const pcsc = watchPcsc({
    reader: parts.reader,
    clock,
    random,
    ...(parts.spawnPcsc ? { spawnPcsc: parts.spawnPcsc } : {}),
    onEvent: take,
    onService() {
      callOffMissing();
      callOffMissing = clock.after(readersNamedWithinMs, () => {
        if (present.size === 0 && !closed) report.absent('not-found');
      });
    },
  });

  function take(event: PcscEvent): void {
    switch (event.type) {
      case 'reader-present':
        present.add(event.reader);
        report.change('ready');
        break;
      case 'reader-absent':
        present.delete(event.reader);
        if (present.size === 0) report.absent('lost');
        break;
      case 'card-inserted':
        laid += 1;
        refused = createRefusedKeys(randomBytes);
        tell({ type: 'card-inserted' });
        break;
      case 'card-removed':
        refused = createRefusedKeys(randomBytes);
        tell({ type: 'card-removed' });
        break;
      case 'service-absent':
        callOffMissing();
        report.absent('no-service');
        break;
      default:
        unreachable(event);
    }
  }

  /** What a technician should know of the folder is found out at the start, not with the first patient. */
  async function readTrust(): Promise<CscaFolder> {
    const at = clock.now();
    const folder = await cscaFolder.read(at);
    if (closed) return folder;
    const { standing, certificates, unreadable, notCscas, expired } = folder;
    report.hint('csca-folder-missing', standing === 'missing');
    report.hint('csca-files-unreadable', unreadable.length > 0);
    const isRead = standing === 'empty' || standing === 'read';
    report.hint('no-csca-for-country', isRead && !certificates.some((each) => signsFor(each, homeCountry, at)));
    const told = JSON.stringify([standing, certificates.length, unreadable, notCscas, expired]);
    if (told !== trustTold) parts.onTrust?.(folder);
    trustTold = told;
    return folder;
  }

  function tell(event: CardEvent): void {
    for (const listener of listeners) listener(event);
  }

  async function read(question: Reading): Promise<Result<ChipReading, CardProblem>> {
    const { access, stop } = question;
    if (closed) return problem({ kind: 'absent' });
    if (stop?.aborted) return problem({ kind: 'stopped' });
    // A chip blocks after some wrong keys, and asking again with the same one is never right.
    const { has, add } = refused;
    if (has(access)) return problem({ kind: 'wrong-access-key' });
    const reading = await readInTime(question);
    if (!reading.ok && reading.problem.kind === 'wrong-access-key') add(access);
    return reading;
  }

  async function readInTime({ access, wanted, stop }: Reading): Promise<Result<ChipReading, CardProblem>> {
    let late = false;
    const callOff = clock.after(longestReadMs, () => {
      late = true;
    });
    const plan: ReadingPlan = { habits: createHabits(), leaveOut: new Set() };
    const ownCard = laid;
    try {
      // Opened again only by a key that the chip has just accepted: that costs none of its tries.
      for (let opening = 1; opening <= mostOpenings; opening++) {
        // Another card, here or on another reader, is another reading: nothing was learned of it, and the key was not meant for it.
        if (laid !== ownCard) return problem({ kind: 'card-gone' });
        const connected = await pcsc.connect();
        if (!connected.ok)
          return opening > 1 && connected.problem.kind === 'no-card' ? problem({ kind: 'card-gone' }) : connected;
        const card = connected.value;
        let wasExtended = false;
        const connection = {
          transmit: async (command: Uint8Array) => {
            if (stop?.aborted) return problem<CardProblem>({ kind: 'stopped' });
            wasExtended = isExtended(command);
            return late ? problem<CardProblem>({ kind: 'timed-out' }) : card.transmit(command);
          },
        };
        const reading = await readConnected(connection, { access, wanted, plan });
        await card.disconnect();
        if (reading.ok) return reading;
        const { kind } = reading.problem;
        // To a reader that passes no long command on, the card is as good as gone; whether it is shows at once.
        const isRefusedByReader = kind === 'card-gone' && wasExtended && plan.habits.takesExtended;
        if (isRefusedByReader) plan.habits.takesExtended = false;
        else if (kind !== 'again') return problem({ kind });
      }
      return problem({ kind: 'damaged' });
    } finally {
      callOff();
    }
  }

  async function readConnected(
    connection: CardConnection,
    { access, wanted, plan }: Omit<Reading, 'stop'> & { readonly plan: ReadingPlan },
  ): Promise<Result<ChipReading, ReadingProblem>> {
    const [opened, { certificates }] = await Promise.all([
      openChip(connection, access, randomBytes, plan.habits),
      readTrust(),
    ]);
    if (!opened.ok) return adaptToRefusal(plan.habits) ? problem({ kind: 'again' }) : opened;
    return readChip(opened.value, wanted, { cscas: certificates, at: clock.now() }, plan);
  }

  void readTrust();

  return {
    id,
    kind: 'card-reader',
    ...report.told,
    onCard(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read(access, wanted, stop) {
      const reading = lastRead.then(() => read({ access, wanted, stop }));
      lastRead = reading.then(() => {});
      return reading;
    },
    close() {
      closed = true;
      callOffMissing();
      report.end();
      listeners.clear();
      return pcsc.close();
    },
  };
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

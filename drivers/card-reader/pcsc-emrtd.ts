import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { problem, type Result, unreachable } from '#config/agreements/result.ts';
import type {
  CardAccess,
  CardEvent,
  CardFiles,
  CardProblem,
  CardReader,
  ChipReading,
  StopSign,
} from '../contract/card-reader.ts';
import { createConditionReport } from '../supervisor/device-condition.ts';
import { type PcscCard, type PcscEvent, watchPcsc } from '../transport/pcsc.ts';
import type { SpawnPcsc } from '../transport/pcsc-process.ts';
import { type CscaFolder, openCscaFolder } from './csca-folder.ts';
import { openChip } from './emrtd/open-chip.ts';
import { signsFor } from './issuer-policy.ts';
import { readChip } from './read-chip.ts';

/**
 * A PC/SC reader of chip cards (CCCD, Căn cước, passports: ICAO 9303 eMRTD). It opens the chip by PACE or BAC, reads the files
 * and says whether they are the issuer's and the chip no copy. It keeps nothing of what it read.
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

/** Cards of other countries are not read. */
const homeCountry = 'VN';

export function createPcscEmrtdReader(parts: PcscEmrtdParts): CardReader {
  const { id, clock, random, randomBytes, cscaDir } = parts;
  const report = createConditionReport(clock);
  const listeners = new Set<(event: CardEvent) => void>();
  const present = new Set<string>();
  const withCard = new Set<string>();
  /** Keys that the card which lies there has refused. */
  let refused: readonly CardAccess[] = [];
  let lastRead: Promise<unknown> = Promise.resolve();
  let closed = false;
  const cscaFolder = openCscaFolder(cscaDir);
  let trustTold = '';

  const pcsc = watchPcsc({
    reader: parts.reader,
    clock,
    random,
    ...(parts.spawnPcsc ? { spawnPcsc: parts.spawnPcsc } : {}),
    onEvent: take,
  });

  function take(event: PcscEvent): void {
    switch (event.type) {
      case 'reader-present':
        present.add(event.reader);
        report.change('ready');
        break;
      case 'reader-absent':
        present.delete(event.reader);
        if (present.size === 0) report.change('absent');
        break;
      case 'card-inserted':
        withCard.add(event.reader);
        tell({ type: 'card-inserted' });
        break;
      case 'card-removed':
        withCard.delete(event.reader);
        refused = [];
        tell({ type: 'card-removed' });
        break;
      case 'service-absent':
        report.change('absent');
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

  async function read({ access, wanted, stop }: Reading): Promise<Result<ChipReading, CardProblem>> {
    if (closed) return problem({ kind: 'absent' });
    if (stop?.aborted) return problem({ kind: 'stopped' });
    // A chip blocks after some wrong keys, and asking again with the same one is never right.
    if (refused.some((each) => isSameKey(each, access))) return problem({ kind: 'wrong-access-key' });
    const connected = await pcsc.connect();
    if (!connected.ok) return connected;
    const reading = await readConnected(connected.value, { access, wanted, stop });
    if (!reading.ok && reading.problem.kind === 'wrong-access-key') refused = [...refused, access];
    await connected.value.disconnect();
    return reading;
  }

  async function readConnected(
    card: PcscCard,
    { access, wanted, stop }: Reading,
  ): Promise<Result<ChipReading, CardProblem>> {
    let late = false;
    const callOff = clock.after(longestReadMs, () => {
      late = true;
    });
    const connection = {
      transmit: async (command: Uint8Array) => {
        if (stop?.aborted) return problem<CardProblem>({ kind: 'stopped' });
        return late ? problem<CardProblem>({ kind: 'timed-out' }) : card.transmit(command);
      },
    };
    try {
      const [opened, { certificates }] = await Promise.all([openChip(connection, access, randomBytes), readTrust()]);
      if (!opened.ok) return opened;
      return await readChip(opened.value, wanted, { cscas: certificates, at: clock.now() });
    } finally {
      callOff();
    }
  }

  void readTrust();

  return {
    id,
    kind: 'card-reader',
    condition: report.condition,
    onCondition: report.onCondition,
    hints: report.hints,
    onHint: report.onHint,
    onCard(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    read(access, wanted, stop) {
      const reading = lastRead.then(() => read({ access, wanted, stop }));
      lastRead = reading;
      return reading;
    },
    close() {
      closed = true;
      report.end();
      listeners.clear();
      refused = [];
      return pcsc.close();
    },
  };
}

function isSameKey(one: CardAccess, other: CardAccess): boolean {
  if (one.kind === 'can') return other.kind === 'can' && one.can === other.can;
  return (
    other.kind === 'mrz' &&
    one.documentNumber === other.documentNumber &&
    one.birth === other.birth &&
    one.expiry === other.expiry
  );
}

import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { CardConnection, CardProblem } from '../contract/card-reader.ts';
import { superviseLine } from '../supervisor/supervise-line.ts';
import { cutLines, lineFrom, type PcscCommand, type PcscProblem, type PcscReport } from '../transport/pcsc-messages.ts';
import { openPcscProcess, type SpawnPcsc, spawnPcscChild } from '../transport/pcsc-process.ts';
import { isWantedReader } from '../transport/pcsc-reader-name.ts';
import { noReaders, readerGone, readerStands } from './laid-card.ts';

/**
 * Card readers by PC/SC, in a process of their own that is started again with back-off whenever it or the PC/SC service goes
 * away. Nothing here throws or rejects for what a reader, a card or that process does.
 */
export interface PcscWatch {
  /** `*` for any reader, or a reader's name or a part of it. */
  readonly reader: string;
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Default: `pcsc-child.ts`. */
  readonly spawnPcsc?: SpawnPcsc;
  onEvent(event: PcscEvent): void;
  /** The service is reached; its readers are told right behind this. */
  readonly onService?: () => void;
}

export type PcscEvent =
  | { readonly type: 'reader-present' | 'reader-absent'; readonly reader: string }
  /** Of the card that was just laid; one that was forgotten on another reader comes and goes without a word. */
  | { readonly type: 'card-inserted' | 'card-removed'; readonly reader: string }
  /** The process or the PC/SC service is gone, and with it every reader; each was told as absent before. */
  | { readonly type: 'service-absent' };

export interface Pcsc {
  /** Takes the card that was just laid for this program alone. One at a time: an earlier connection is ended. */
  connect(): Promise<Result<PcscCard, CardProblem>>;
  close(): Promise<void>;
}

export interface PcscCard extends CardConnection {
  /** Powers the card off. */
  disconnect(): Promise<void>;
}

/**
 * The longest thing a chip does for one APDU is one step of PACE or chip authentication, some two seconds on old chips; a
 * reader keeps waiting for as long as the chip asks for more time (ISO 14443-4 S(WTX)).
 */
export const longestApduMs = 10_000;

/** Powering a card up and down: the reader's driver may try several voltages and speeds. */
const longestConnectMs = 5_000;

/** PC/SC lite looks for a removal every 400 ms. */
const longestRemovalNoticeMs = 1_000;

/** PC/SC lite serves 16 readers (PCSCLITE_MAX_READERS_CONTEXTS). */
const mostReaders = 16;

interface Pending {
  readonly reader: string | undefined;
  settle(answer: Result<Uint8Array, CardProblem>): void;
}

export function watchPcsc({
  reader: wanted,
  clock,
  random,
  spawnPcsc = spawnPcscChild,
  onEvent,
  onService = () => {},
}: PcscWatch): Pcsc {
  let laid = noReaders;
  const pending = new Map<number, Pending>();
  const removalListeners = new Set<() => void>();
  let lastId = 0;
  /** The connection that stands; any other one is over. */
  let connection: { readonly reader: string; cardGone: boolean } | undefined;
  let send: ((command: PcscCommand) => void) | undefined;
  let breakOff = () => {};

  const line = superviseLine({
    open: openPcscProcess(() => {
      const spawned = spawnPcsc();
      breakOff = () => void spawned.stream.destroy();
      return spawned;
    }),
    clock,
    random,
    onOpen(transport) {
      let rest: Uint8Array = new Uint8Array();
      send = (command) => void transport.write(lineFrom(command));
      transport.onData((chunk) => {
        const step = cutLines(rest, chunk);
        rest.fill(0);
        rest = step.rest;
        const reports = step.lines.map(reportFrom);
        for (const report of reports) if (report) take(report);
        if (step.oversized || reports.includes(undefined)) breakOff();
      });
    },
    onLost: serviceGone,
  });

  function serviceGone(): void {
    send = undefined;
    for (const { settle } of [...pending.values()]) settle(problem({ kind: 'absent' }));
    for (const reader of [...laid.readers.keys()]) unplugged(reader);
    onEvent({ type: 'service-absent' });
  }

  function take(report: PcscReport): void {
    switch (report.type) {
      case 'started':
        if (report.service) onService();
        else onEvent({ type: 'service-absent' });
        break;
      case 'reader':
        stands(report.reader, report.hasCard);
        break;
      case 'reader-removed':
        unplugged(report.reader);
        break;
      case 'done':
        pending.get(report.id)?.settle(ok(Buffer.from(report.response, 'base64')));
        break;
      case 'failed':
        pending.get(report.id)?.settle(problem(cardProblemFrom(report.problem)));
        break;
      default:
        unreachable(report);
    }
  }

  function stands(reader: string, hasCard: boolean): void {
    const before = laid;
    const hadCard = before.readers.get(reader);
    if (hadCard === undefined && (!isWantedReader(reader, wanted) || before.readers.size >= mostReaders)) return;
    laid = readerStands(before, reader, hasCard);
    if (hadCard === undefined) onEvent({ type: 'reader-present', reader });
    if (laid.current === reader && before.current !== reader) onEvent({ type: 'card-inserted', reader });
    if (hadCard && !hasCard) cardGone(reader, before.current === reader);
  }

  function unplugged(reader: string): void {
    const { current, readers } = laid;
    const hadCard = readers.get(reader);
    if (hadCard === undefined) return;
    laid = readerGone(laid, reader);
    if (hadCard) cardGone(reader, current === reader);
    onEvent({ type: 'reader-absent', reader });
  }

  /** Whoever waits for an answer of this card need not wait for the driver to notice. */
  function cardGone(reader: string, wasCurrent: boolean): void {
    if (connection?.reader === reader) connection.cardGone = true;
    for (const each of [...pending.values()]) if (each.reader === reader) each.settle(problem({ kind: 'card-gone' }));
    for (const settle of [...removalListeners]) settle();
    if (wasCurrent) onEvent({ type: 'card-removed', reader });
  }

  function ask(
    command: (id: number) => PcscCommand,
    reader: string | undefined,
    limitMs: number,
  ): Promise<Result<Uint8Array, CardProblem>> {
    return new Promise((resolve) => {
      if (!send) return resolve(problem({ kind: 'absent' }));
      lastId += 1;
      const id = lastId;
      const callOff = clock.after(limitMs, () => {
        settle(problem({ kind: 'timed-out' }));
        // It hangs inside a driver, and would hang for the next card too.
        breakOff();
      });
      const settle = (answer: Result<Uint8Array, CardProblem>) => {
        callOff();
        pending.delete(id);
        resolve(answer);
      };
      pending.set(id, { reader, settle });
      send(command(id));
    });
  }

  /** A card that was just taken away is at first a card that does not answer: the service looks at it now and then. */
  function isRemovedSoon(own: { readonly reader: string; readonly cardGone: boolean }): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = () => {
        callOff();
        removalListeners.delete(settle);
        resolve(own.cardGone);
      };
      const callOff = clock.after(longestRemovalNoticeMs, settle);
      removalListeners.add(settle);
      if (own.cardGone || !send) settle();
    });
  }

  async function connect(): Promise<Result<PcscCard, CardProblem>> {
    if (laid.readers.size === 0) return problem({ kind: 'absent' });
    const reader = laid.current;
    if (reader === undefined) return problem({ kind: 'no-card' });
    const own = { reader, cardGone: false };
    connection = own;
    const connected = await ask((id) => ({ do: 'connect', id, reader }), reader, longestConnectMs);
    if (!connected.ok) {
      const isGone = connected.problem.kind === 'damaged' && (await isRemovedSoon(own));
      if (connection === own) connection = undefined;
      return isGone ? problem({ kind: 'no-card' }) : connected;
    }

    return ok({
      async transmit(command) {
        if (connection !== own || own.cardGone) return problem({ kind: 'card-gone' });
        const apdu = Buffer.from(command).toString('base64');
        return ask((id) => ({ do: 'transmit', id, apdu }), reader, longestApduMs);
      },
      async disconnect() {
        if (connection !== own) return;
        connection = undefined;
        await ask((id) => ({ do: 'disconnect', id }), undefined, longestConnectMs);
      },
    });
  }

  return {
    connect,
    async close() {
      await line.close();
      send = undefined;
      for (const { settle } of [...pending.values()]) settle(problem({ kind: 'absent' }));
      for (const settle of [...removalListeners]) settle();
    },
  };
}

function cardProblemFrom(told: PcscProblem): CardProblem {
  switch (told) {
    case 'no-card':
    case 'card-gone':
      return { kind: told };
    // Something without a chip, or a chip that is broken.
    case 'mute':
      return { kind: 'damaged' };
    // To the kiosk a reader that another program uses is not there.
    case 'reader-taken':
    case 'reader-gone':
      return { kind: 'absent' };
    default:
      return unreachable(told);
  }
}

const id = z.int().positive();
const readerName = z.string().min(1).max(255);
const reportSchema: z.ZodType<PcscReport> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), service: z.boolean() }),
  z.object({ type: z.literal('reader'), reader: readerName, hasCard: z.boolean() }),
  z.object({ type: z.literal('reader-removed'), reader: readerName }),
  z.object({ type: z.literal('done'), id, response: z.base64() }),
  z.object({
    type: z.literal('failed'),
    id,
    problem: z.enum(['no-card', 'card-gone', 'mute', 'reader-taken', 'reader-gone']),
  }),
]);

/** `undefined` for what is not a report. */
function reportFrom(line: string): PcscReport | undefined {
  try {
    return reportSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

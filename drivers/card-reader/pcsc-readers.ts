import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { CardConnection, CardProblem } from '../contract/card-reader.ts';
import type { Transport } from '../contract/transport.ts';
import { type SupervisedLine, superviseLine } from '../supervisor/supervise-line.ts';
import { cutLines, lineFrom, type PcscCommand, type PcscProblem, type PcscReport } from '../transport/pcsc-messages.ts';
import { openPcscProcess, type SpawnPcsc, spawnPcscChild } from '../transport/pcsc-process.ts';
import { isWantedReader } from '../transport/pcsc-reader-name.ts';
import { noReaders, readerGone, readerStands } from './laid-card.ts';
import { reportFrom } from './pcsc-report.ts';

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

interface Connection {
  readonly reader: string;
  cardGone: boolean;
}

/** Looks for the service and its readers from now on, until `close`. */
export function watchPcsc(watch: PcscWatch): Pcsc {
  const readers = new PcscReaders(watch);
  return { connect: () => readers.connect(), close: () => readers.close() };
}

class PcscReaders {
  readonly #watch: PcscWatch;
  readonly #clock: Clock;
  readonly #line: SupervisedLine;
  #laid = noReaders;
  readonly #pending = new Map<number, Pending>();
  readonly #removalListeners = new Set<() => void>();
  #lastId = 0;
  /** The connection that stands; any other one is over. */
  #connection: Connection | undefined;
  #send: ((command: PcscCommand) => void) | undefined;
  #breakOff = () => {};

  constructor(watch: PcscWatch) {
    this.#watch = watch;
    this.#clock = watch.clock;
    this.#line = superviseLine({
      open: openPcscProcess(() => this.#spawn()),
      clock: watch.clock,
      random: watch.random,
      onOpen: this.#processStands,
      onLost: this.#serviceGone,
    });
  }

  async connect(): Promise<Result<PcscCard, CardProblem>> {
    if (this.#laid.readers.size === 0) return problem({ kind: 'absent' });
    const reader = this.#laid.current;
    if (reader === undefined) return problem({ kind: 'no-card' });
    const own: Connection = { reader, cardGone: false };
    this.#connection = own;
    const connected = await this.#ask((id) => ({ do: 'connect', id, reader }), reader, longestConnectMs);
    if (connected.ok) return ok(this.#cardOver(own));
    const isGone = connected.problem.kind === 'damaged' && (await this.#isRemovedSoon(own));
    if (this.#connection === own) this.#connection = undefined;
    return isGone ? problem({ kind: 'no-card' }) : connected;
  }

  async close(): Promise<void> {
    await this.#line.close();
    this.#send = undefined;
    this.#allAbsent();
    for (const settle of [...this.#removalListeners]) settle();
  }

  #spawn(): ReturnType<SpawnPcsc> {
    const { spawnPcsc = spawnPcscChild } = this.#watch;
    const spawned = spawnPcsc();
    this.#breakOff = () => void spawned.stream.destroy();
    return spawned;
  }

  readonly #processStands = (transport: Transport): void => {
    let rest: Uint8Array = new Uint8Array();
    this.#send = (command) => void transport.write(lineFrom(command));
    transport.onData((chunk) => {
      const step = cutLines(rest, chunk);
      rest.fill(0);
      rest = step.rest;
      const reports = step.lines.map(reportFrom);
      for (const report of reports) if (report) this.#hear(report);
      if (step.oversized || reports.includes(undefined)) this.#breakOff();
    });
  };

  readonly #serviceGone = (): void => {
    this.#send = undefined;
    this.#allAbsent();
    for (const reader of [...this.#laid.readers.keys()]) this.#unplugged(reader);
    this.#watch.onEvent({ type: 'service-absent' });
  };

  #hear(report: PcscReport): void {
    switch (report.type) {
      case 'started':
        if (report.service) this.#watch.onService?.();
        else this.#watch.onEvent({ type: 'service-absent' });
        break;
      case 'reader':
        this.#stands(report.reader, report.hasCard);
        break;
      case 'reader-removed':
        this.#unplugged(report.reader);
        break;
      case 'done':
        this.#pending.get(report.id)?.settle(ok(Buffer.from(report.response, 'base64')));
        break;
      case 'failed':
        this.#pending.get(report.id)?.settle(problem(cardProblemFrom(report.problem)));
        break;
      default:
        unreachable(report);
    }
  }

  #stands(reader: string, hasCard: boolean): void {
    const before = this.#laid;
    const { onEvent, reader: wanted } = this.#watch;
    const hadCard = before.readers.get(reader);
    if (hadCard === undefined && (!isWantedReader(reader, wanted) || before.readers.size >= mostReaders)) return;
    this.#laid = readerStands(before, reader, hasCard);
    if (hadCard === undefined) onEvent({ type: 'reader-present', reader });
    if (this.#laid.current === reader && before.current !== reader) onEvent({ type: 'card-inserted', reader });
    if (hadCard && !hasCard) this.#cardGone(reader, before.current === reader);
  }

  #unplugged(reader: string): void {
    const { current, readers } = this.#laid;
    const hadCard = readers.get(reader);
    if (hadCard === undefined) return;
    this.#laid = readerGone(this.#laid, reader);
    if (hadCard) this.#cardGone(reader, current === reader);
    this.#watch.onEvent({ type: 'reader-absent', reader });
  }

  /** Whoever waits for an answer of this card need not wait for the driver to notice. */
  #cardGone(reader: string, wasCurrent: boolean): void {
    if (this.#connection?.reader === reader) this.#connection.cardGone = true;
    for (const each of [...this.#pending.values()])
      if (each.reader === reader) each.settle(problem({ kind: 'card-gone' }));
    for (const settle of [...this.#removalListeners]) settle();
    if (wasCurrent) this.#watch.onEvent({ type: 'card-removed', reader });
  }

  #ask(
    command: (id: number) => PcscCommand,
    reader: string | undefined,
    limitMs: number,
  ): Promise<Result<Uint8Array, CardProblem>> {
    return new Promise((resolve) => {
      if (!this.#send) return resolve(problem({ kind: 'absent' }));
      this.#lastId += 1;
      const id = this.#lastId;
      const callOff = this.#clock.after(limitMs, () => {
        settle(problem({ kind: 'timed-out' }));
        // It hangs inside a driver, and would hang for the next card too.
        this.#breakOff();
      });
      const settle = (answer: Result<Uint8Array, CardProblem>) => {
        callOff();
        this.#pending.delete(id);
        resolve(answer);
      };
      this.#pending.set(id, { reader, settle });
      this.#send(command(id));
    });
  }

  #allAbsent(): void {
    for (const { settle } of [...this.#pending.values()]) settle(problem({ kind: 'absent' }));
  }

  /** A card that was just taken away is at first a card that does not answer: the service looks at it now and then. */
  #isRemovedSoon(own: Connection): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = () => {
        callOff();
        this.#removalListeners.delete(settle);
        resolve(own.cardGone);
      };
      const callOff = this.#clock.after(longestRemovalNoticeMs, settle);
      this.#removalListeners.add(settle);
      if (own.cardGone || !this.#send) settle();
    });
  }

  #cardOver(own: Connection): PcscCard {
    return {
      transmit: async (command) => {
        if (this.#connection !== own || own.cardGone) return problem({ kind: 'card-gone' });
        const apdu = Buffer.from(command).toString('base64');
        return this.#ask((id) => ({ do: 'transmit', id, apdu }), own.reader, longestApduMs);
      },
      disconnect: async () => {
        if (this.#connection !== own) return;
        this.#connection = undefined;
        await this.#ask((id) => ({ do: 'disconnect', id }), undefined, longestConnectMs);
      },
    };
  }
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

import type { Socket } from 'node:net';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { Unsubscribe } from '../contract/device.ts';
import type { PrinterSimulatorAction, PrinterSimulatorState } from '../contract/simulator.ts';
import { controlOnWire, listenPluggably } from '../simulator-control/pluggable-listener.ts';
import { type RunningSimulator, runSimulator } from '../simulator-control/run-simulator.ts';
import type { ControlFile } from '../simulator-control/serve-control.ts';
import { pngFromPaper } from './paper-png.simulator.ts';
import { createPrintMechanism, type PrintPace, type SimulatedPaper } from './print-mechanism.simulator.ts';

/**
 * A ticket printer that speaks ESC/POS on a TCP port, as network printers and serial device servers do.
 *
 * It draws what real bytes say, keeps what was cut off as pictures, and has the troubles of a real one. The driver is
 * never imported here: both know only the bytes.
 */
export interface SimulatedPrinter extends RunningSimulator {
  /** Does what a hand would do: pull the paper, open the cover. */
  act(action: PrinterSimulatorAction): Promise<void>;
  state(): PrinterSimulatorState;
  /** What was cut off, oldest first; the last 50. */
  papers(): readonly SimulatedPaper[];
  /** Called after each change of `state()`. */
  onChange(listener: () => void): Unsubscribe;
}

export interface PrinterSimulatorSettings {
  /** 0 for any free port. */
  readonly wirePort: number;
  /** 0 for any free port. */
  readonly controlPort: number;
  readonly paperWidthMm: 58 | 80;
  /** Default `epson`. `hwasung` answers `DLE EOT 2` alone, by a byte without fixed bits, and says it unasked. */
  readonly profile?: SimulatedProfile;
  /** What it answers. Default `all`; `no-queue` does not know `GS r`, `nothing` prints and never speaks. */
  readonly answers?: SimulatedAnswers;
  /** How fast it prints; without it a ticket takes no time. */
  readonly pace?: PrintPace;
  /** A serial line behind a device server, which takes everything at once and hands it on at this speed. */
  readonly line?: { readonly clock: Clock; readonly bytesPerSecond: number };
}

const simulatedProfiles = ['epson', 'custom-kiosk', 'hwasung'] as const;
const simulatedAnswers = ['all', 'no-queue', 'nothing'] as const;
export type SimulatedProfile = (typeof simulatedProfiles)[number];
export type SimulatedAnswers = (typeof simulatedAnswers)[number];

const mostPapers = 50;

/** A printer with a full buffer stops reading; then `DLE EOT` does not get through either. */
const bufferLimitBytes = 256 * 1024;

const actionSchema: z.ZodType<PrinterSimulatorAction> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('set-paper'), paper: z.enum(['ok', 'low', 'out']) }),
  z.strictObject({ do: z.literal('set-cover'), cover: z.enum(['closed', 'open']) }),
  z.strictObject({ do: z.literal('set-cutter'), cutter: z.enum(['ok', 'jammed']) }),
  z.strictObject({ do: z.literal('set-silent'), silent: z.boolean() }),
  z.strictObject({ do: z.literal('take-ticket') }),
  z.strictObject({ do: z.literal('switch-off-and-on') }),
  z.strictObject({ do: z.literal('send-bytes'), base64: z.base64().max(100_000) }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug-in') }),
]);

/** Rejects with the system's error when a port is taken. */
export async function startSimulatedPrinter(settings: PrinterSimulatorSettings): Promise<SimulatedPrinter> {
  const papers: SimulatedPaper[] = [];
  let ticketsCut = 0;
  let silent = false;
  const { answers = 'all', line } = settings;
  const isKiosk = settings.profile === 'custom-kiosk';
  const isBare = settings.profile === 'hwasung';
  let onTheWay: Uint8Array = new Uint8Array();
  let callOffLine: (() => void) | undefined;

  const mechanism = createPrintMechanism({
    dotsAcross: settings.paperWidthMm === 80 ? 576 : 384,
    hasPresenter: isKiosk,
    pace: settings.pace,
    say: (bytes) => {
      if (answers === 'all' && !isBare) say(bytes);
    },
    onStanding() {
      if (isBare && answers !== 'nothing') say(Uint8Array.of(mechanism.bareStatus()));
    },
    cutOff(paper) {
      ticketsCut += 1;
      papers.push({ ...paper, number: ticketsCut });
      if (papers.length > mostPapers) papers.shift();
      wire.changed();
    },
  });
  const wire = await listenPluggably({ port: settings.wirePort, onConnection });

  /** Whoever is connected hears it, as behind a serial device server. */
  function say(bytes: Uint8Array): void {
    if (!silent) wire.send(bytes);
  }

  const findRealTimeRequests = createRealTimeScanner();

  function onConnection(socket: Socket): void {
    socket.on('data', (bytes: Uint8Array) => {
      if (line) handOn(bytes, line);
      else arrive(bytes);
    });
  }

  /** The device server has taken the bytes; the line carries so many of them in each tick. */
  function handOn(bytes: Uint8Array, { clock, bytesPerSecond }: NonNullable<typeof line>): void {
    onTheWay = Buffer.concat([onTheWay, bytes]);
    callOffLine ??= clock.after(lineTickMs, () => {
      callOffLine = undefined;
      const across = Math.max(1, Math.round((bytesPerSecond * lineTickMs) / 1_000));
      const [now, later] = [onTheWay.subarray(0, across), onTheWay.subarray(across)];
      onTheWay = later;
      arrive(now);
      if (later.length > 0) handOn(new Uint8Array(), { clock, bytesPerSecond });
    });
  }

  function arrive(bytes: Uint8Array): void {
    if (silent) return;
    // Acted on as they arrive, also inside a picture; they stay in the buffer, where they mean nothing.
    for (const question of findRealTimeRequests(bytes)) answer(question);
    mechanism.receive(bytes);
    holdBack();
  }

  function answer(question: number): void {
    if (answers === 'nothing') return;
    if (isBare) {
      if (question === 2) say(Uint8Array.of(mechanism.bareStatus()));
      return;
    }
    const status = mechanism.realTimeStatus(question);
    if (status !== undefined) say(Uint8Array.of(status));
    if (isKiosk && question === fullStatusQuestion) say(Uint8Array.of(0x10, 0x0f, ...mechanism.fullStatus()));
  }

  function holdBack(): void {
    const full = mechanism.bufferedBytes() > bufferLimitBytes;
    for (const socket of wire.connections()) full ? socket.pause() : socket.resume();
  }

  function state(): PrinterSimulatorState {
    const { paper, cover, cutter } = mechanism.circumstances;
    const connections = wire.connections().size;
    return {
      kind: 'ticket-printer',
      pluggedIn: wire.pluggedIn(),
      connections,
      paper,
      cover,
      cutter,
      silent,
      ticketsCut,
      ...(isKiosk ? { presenter: mechanism.presenter() } : {}),
    };
  }

  async function act(action: PrinterSimulatorAction): Promise<void> {
    const { circumstances } = mechanism;
    if (action.do === 'set-paper') circumstances.paper = action.paper;
    if (action.do === 'set-cover') circumstances.cover = action.cover;
    if (action.do === 'set-cutter') circumstances.cutter = action.cutter;
    if (action.do === 'set-silent') silent = action.silent;
    if (action.do === 'take-ticket') mechanism.takeTicket();
    if (action.do === 'send-bytes') return say(Buffer.from(action.base64, 'base64'));
    if (action.do === 'switch-off-and-on') mechanism.powerOff();
    if (action.do === 'unplug') unplug();
    if (action.do === 'plug-in') await wire.plugIn();
    mechanism.carryOn();
    holdBack();
    wire.changed();
  }

  function unplug(): void {
    callOffLine?.();
    callOffLine = undefined;
    onTheWay = new Uint8Array();
    wire.unplug();
    mechanism.powerOff();
  }

  async function files(path: string): Promise<ControlFile | undefined> {
    const wanted = /^\/paper\/(\d{1,9})\.png$/.exec(path)?.[1];
    const paper = papers.find(({ number }) => number === Number(wanted));
    return paper && paper.heightDots > 0 ? { contentType: 'image/png', bytes: pngFromPaper(paper) } : undefined;
  }

  const { controlPort: port } = settings;
  const running = await controlOnWire({ wire, port, state, actionSchema, act, files, switchOff: unplug });
  return { ...running, papers: () => papers, onChange: wire.onChange };
}

/** `DLE EOT 20`, the full status of kiosk printers. */
const fullStatusQuestion = 0x14;

/** Finds `DLE EOT n` in a stream, however it is split. */
function createRealTimeScanner(): (bytes: Uint8Array) => readonly number[] {
  let seen: 'nothing' | 'dle' | 'dle-eot' = 'nothing';
  return (bytes) => {
    const questions: number[] = [];
    for (const byte of bytes) {
      if (seen === 'dle-eot') questions.push(byte);
      if (seen === 'dle' && byte === 0x04) seen = 'dle-eot';
      else seen = byte === 0x10 ? 'dle' : 'nothing';
    }
    return questions;
  };
}

const lineTickMs = 20;

/** 150 mm/s at 8 dots a millimetre: what a usual kiosk printer does. */
const usualRowsPerSecond = 1_200;

if (import.meta.main) {
  await runSimulator(
    ({ wirePort, controlPort, options }) =>
      startSimulatedPrinter({
        wirePort,
        controlPort,
        paperWidthMm: options['paper-width'] === '58' ? 58 : 80,
        profile: simulatedProfiles.find((each) => each === options.profile) ?? 'epson',
        answers: simulatedAnswers.find((each) => each === options.answers) ?? 'all',
        pace: { clock: machineClock, rowsPerSecond: usualRowsPerSecond },
        ...(Number(options.baud) > 0
          ? { line: { clock: machineClock, bytesPerSecond: Number(options.baud) / 10 } }
          : {}),
      }),
    { 'paper-width': '80', profile: 'epson', answers: 'all', baud: '0' },
  );
}

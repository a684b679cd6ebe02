import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import type { DeviceCondition } from '#drivers/contract/device.ts';
import type { PrinterSimulatorAction } from '#drivers/contract/simulator.ts';
import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import {
  type PrinterSimulatorSettings,
  type SimulatedPrinter,
  startSimulatedPrinter,
} from '#drivers/ticket-printer/escpos-printer.simulator.ts';
import { createEscposPrinter, type EscposPrinterOptions } from '#drivers/ticket-printer/escpos-printer.ts';
import { openTcp } from '#drivers/transport/tcp.ts';
import { createIdleClock, type IdleClock } from './idle-clock.ts';

/**
 * The printers' half of `npm run soak -- devices`: so many patients through printers of every habit, on real wires, while
 * cables are pulled, rolls end, covers open, cutters jam and bytes come unasked at random moments of a ticket.
 *
 * Held: "printed" is said of no ticket that is not on paper; no two papers of one ticket without a mark; every printer heals.
 */
export async function soakPrinters(options: {
  seed: number;
  patients: number;
  say: (line: string) => void;
}): Promise<{ broken: string[]; lines: string[] }> {
  const { seed, patients, say } = options;
  const broken: string[] = [];
  const lines: string[] = [];
  for (const [at, habit] of habits.entries()) {
    const account = await soakHabit(habit, patients, createSeededRandom(seed + at));
    broken.push(...account.broken.map((sentence) => `${habit.name}: ${sentence}`));
    lines.push(...account.lines.map((line) => `${habit.name}: ${line}`));
    say(`${habit.name}: ${account.lines[0]}, ${account.broken.length} broken promises`);
  }
  return { broken, lines };
}

/** A printer as the field has them, and what the site file says of it. */
interface Habit {
  readonly name: string;
  readonly simulated: Partial<PrinterSimulatorSettings>;
  readonly settings?: Partial<EscposPrinterOptions>;
  /** Bytes a second of the serial line behind a device server. */
  readonly line?: number;
  /** Where it stands when all is well. */
  readonly well: DeviceCondition;
}

const habits: readonly Habit[] = [
  { name: 'answers everything', simulated: {}, well: 'ready' },
  {
    name: 'has a presenter',
    simulated: { profile: 'custom-kiosk' },
    settings: { profile: 'custom-kiosk' },
    well: 'ready',
  },
  { name: 'does not know GS r', simulated: { answers: 'no-queue' }, well: 'ready' },
  { name: 'never answers', simulated: { answers: 'nothing' }, well: 'no-answer' },
  {
    name: 'never answers, as the site file says',
    simulated: { answers: 'nothing' },
    settings: { proof: 'bytes-taken' },
    well: 'ready',
  },
  { name: 'Hwasung', simulated: { profile: 'hwasung' }, settings: { profile: 'hwasung' }, well: 'ready' },
  { name: 'Hwasung without its profile', simulated: { profile: 'hwasung' }, well: 'no-answer' },
  { name: 'behind 9,600 baud', simulated: {}, line: 960, well: 'ready' },
];

interface Fault {
  readonly name: string;
  readonly begin: PrinterSimulatorAction;
  readonly end: PrinterSimulatorAction;
  /** It mends itself, or is nothing to be mended. */
  readonly passes?: true;
}

const faults: readonly Fault[] = [
  { name: 'paper ends', begin: { do: 'set-paper', paper: 'out' }, end: { do: 'set-paper', paper: 'ok' } },
  { name: 'cover opened', begin: { do: 'set-cover', cover: 'open' }, end: { do: 'set-cover', cover: 'closed' } },
  { name: 'cutter jams', begin: { do: 'set-cutter', cutter: 'jammed' }, end: { do: 'set-cutter', cutter: 'ok' } },
  { name: 'cable pulled', begin: { do: 'unplug' }, end: { do: 'plug-in' } },
  { name: 'falls silent', begin: { do: 'set-silent', silent: true }, end: { do: 'set-silent', silent: false } },
  { name: 'roll nearly at its end', begin: { do: 'set-paper', paper: 'low' }, end: { do: 'set-paper', paper: 'ok' } },
];

const switchedOffAndOn: Fault = {
  name: 'switched off and on behind a device server',
  begin: { do: 'switch-off-and-on' },
  end: { do: 'switch-off-and-on' },
  passes: true,
};

/** Of 384 dots across, some 20 mm long: enough for a number, and a second under a slow head. */
const [bytesPerRow, ticketRows] = [48, 160];

/** Longer than any printer's conversation takes to find its feet again, its slow line included. */
const longestHealMs = 5 * 60_000;

async function soakHabit(habit: Habit, patients: number, random: () => number) {
  const clock = createIdleClock();
  const { simulator, printer } = await openHabit(habit, clock, random);
  const broken: string[] = [];
  const healed = new Map<string, number>();
  const ended = { printed: 0, sent: 0, unknown: 0, untouched: 0 };
  const papers = watchPapers(simulator);

  /** One paper for one patient, first or copy; says whether anything of it may be on paper. */
  async function print(patient: number, copy: number, fault: Fault | undefined): Promise<boolean> {
    const printing = printer.print(ticketOf(patient, copy));
    if (fault) clock.after(random() * longestTicketMs(habit), () => void simulator.act(fault.begin));
    if (random() < 0.2) clock.after(random() * longestTicketMs(habit), () => void simulator.act(unasked(random)));
    const result = await clock.passUntil(printing);
    if (!result.ok) ended[result.problem.paper] += 1;
    else if (result.value === 'printed') ended.printed += 1;
    else ended.sent += 1;
    if (result.ok && result.value === 'printed' && !papers.has(patient, copy))
      broken.push(`"printed" without paper: patient ${patient}, copy ${copy}, ${fault?.name ?? 'no fault'}`);
    return result.ok || result.problem.paper === 'unknown';
  }

  for (let patient = 1; patient <= patients; patient++) {
    const fault = random() < 0.5 ? pick(faultsOf(habit), random) : undefined;
    let mayBeOnPaper = await print(patient, 0, fault);
    if (fault) {
      // It has begun by then, whenever the ticket ended.
      await clock.pass(longestTicketMs(habit) + random() * 8_000);
      const tookMs = await heal(fault);
      if (tookMs === undefined)
        broken.push(`never well again after ${fault.name}, but ${printer.condition()}: patient ${patient}`);
      else healed.set(fault.name, Math.max(healed.get(fault.name) ?? 0, tookMs));
    }
    await clock.pass(longestTicketMs(habit));
    // Whoever has nothing in the hand asks again: as a first ticket only when not one byte of the first one was sent.
    if (!papers.has(patient, 0)) mayBeOnPaper = (await print(patient, mayBeOnPaper ? 1 : 0, undefined)) || mayBeOnPaper;
    await simulator.act({ do: 'take-ticket' });
    await clock.pass(random() * 20_000);
    if (papers.count(patient, 0) > 1) broken.push(`two papers without a mark: patient ${patient}`);
  }

  async function heal(fault: Fault): Promise<number | undefined> {
    const since = clock.monotonic();
    if (!fault.passes) await simulator.act(fault.end);
    while (clock.monotonic() - since < longestHealMs) {
      await clock.pass(100);
      if (printer.condition() === habit.well) return clock.monotonic() - since;
    }
    return undefined;
  }

  await clock.passUntil(printer.close());
  await simulator.close();
  const seen = `${ended.printed} printed, ${ended.sent} sent, ${ended.unknown} unknown, ${ended.untouched} not begun`;
  const heals = [...healed].map(([name, ms]) => `well again after "${name}" within ${(ms / 1_000).toFixed(1)} s`);
  return { broken, lines: [seen, ...heals] };
}

/**
 * Where the line is slow, the rest of a ticket reaches a printer that was switched off and on, cut and requests behind it: no
 * answer can tell (`print-confirmation.ts`).
 */
function faultsOf(habit: Habit): readonly Fault[] {
  return habit.line === undefined ? [...faults, switchedOffAndOn] : faults;
}

function longestTicketMs({ line }: Habit): number {
  return 1_500 + (line === undefined ? 0 : ((bytesPerRow * ticketRows) / line) * 1_000);
}

async function openHabit(habit: Habit, clock: IdleClock, random: () => number) {
  const simulator = await startSimulatedPrinter({
    wirePort: 0,
    controlPort: 0,
    paperWidthMm: 58,
    pace: { clock, rowsPerSecond: 800 },
    ...(habit.line === undefined ? {} : { line: { clock, bytesPerSecond: habit.line } }),
    ...habit.simulated,
  });
  const printer = createEscposPrinter({
    id: 'printer',
    paperWidthMm: 58,
    returnChannel: true,
    open: openTcp({ host: '127.0.0.1', port: simulator.wirePort }, clock),
    clock,
    random,
    ...habit.settings,
  });
  await clock.passUntil(conditionIs(printer, habit.well));
  await clock.pass(60_000);
  return { simulator, printer };
}

function conditionIs(printer: TicketPrinter, wanted: DeviceCondition): Promise<void> {
  return new Promise((resolve) => {
    if (printer.condition() === wanted) return resolve();
    printer.onCondition((condition) => condition === wanted && resolve());
  });
}

/** One byte or two: a glitch, a status, a letter. */
function unasked(random: () => number): PrinterSimulatorAction {
  const bytes = Array.from({ length: random() < 0.7 ? 1 : 2 }, () =>
    random() < 0.6 ? pick([0x00, 0x03, 0x0c, 0x0f, 0x12, 0x10], random) : Math.floor(random() * 256),
  );
  return { do: 'send-bytes', base64: Buffer.from(bytes).toString('base64') };
}

/** A ticket that says on itself whose it is and which copy, in bytes that are no command of a printer. */
function ticketOf(patient: number, copy: number): TicketImage {
  const rows = new Uint8Array(bytesPerRow * ticketRows);
  for (const row of [10, ticketRows - 10]) rows.set(nameOf(patient, copy), row * bytesPerRow);
  return { widthDots: bytesPerRow * 8, heightDots: ticketRows, rows };
}

function nameOf(patient: number, copy: number): Uint8Array {
  const digits = String(patient).padStart(6, '0').split('').map(Number);
  return Uint8Array.from([0xff, ...digits, copy], (digit) => 0x80 | digit);
}

/** Which papers came out whole: top and bottom say the same name, at their places. */
function watchPapers(simulator: SimulatedPrinter) {
  const whole = new Map<string, number>();
  let seen = 0;
  simulator.onChange(() => {
    for (const { number, rows } of simulator.papers().filter((paper) => paper.number > seen)) {
      seen = number;
      const named = [10, ticketRows - 10].map((row) => rows.subarray(row * bytesPerRow, row * bytesPerRow + 8).join());
      const name = named[0] ?? '';
      if (named.every((each) => each === name)) whole.set(name, (whole.get(name) ?? 0) + 1);
    }
  });
  const count = (patient: number, copy: number) => whole.get(nameOf(patient, copy).join()) ?? 0;
  return { count, has: (patient: number, copy: number) => count(patient, copy) > 0 };
}

function pick<Value>(from: readonly Value[], random: () => number): Value {
  const picked = from[Math.floor(random() * from.length)];
  if (picked === undefined) throw new Error('Nothing to pick from');
  return picked;
}

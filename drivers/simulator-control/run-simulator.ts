import { parseArgs } from 'node:util';

export interface SimulatorPorts {
  /** Where the device itself is reached; 0 for any free port. */
  readonly wirePort: number;
  /** Where its control port is; 0 for any free port. */
  readonly controlPort: number;
}

export interface SimulatorArguments extends SimulatorPorts {
  /** Options of one kind of device, such as `--paper-width 80`. */
  readonly options: Readonly<Record<string, string>>;
}

export interface RunningSimulator extends SimulatorPorts {
  close(): Promise<void>;
}

/**
 * A simulator as a program: `--wire-port 7081 --control-port 7082`. Prints one line of JSON on stdout when it is ready
 * and ends on SIGTERM or SIGINT. A port that is taken ends it with exit code 1 and one sentence on stderr.
 *
 * `defaults` names the device's own options and what they are when nobody gives them.
 */
export async function runSimulator(
  start: (given: SimulatorArguments) => Promise<RunningSimulator>,
  defaults: Readonly<Record<string, string>> = {},
): Promise<void> {
  const given = argumentsFrom(process.argv.slice(2), defaults);
  const simulator = given && (await started(start, given));
  // One of the two ports may be open already and would keep the process alive.
  if (!simulator) process.exit(1);
  const { wirePort, controlPort } = simulator;
  // Whoever reads the line may end the program at once.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void simulator.close());
  process.stdout.write(`${JSON.stringify({ ready: true, wirePort, controlPort })}\n`);
}

function argumentsFrom(args: string[], defaults: Readonly<Record<string, string>>): SimulatorArguments | undefined {
  try {
    const text = (value: string) => ({ type: 'string', default: value }) as const;
    const own = Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, text(value)]));
    const { values } = parseArgs({ args, options: { ...own, 'wire-port': text('0'), 'control-port': text('0') } });
    const { 'wire-port': wirePort, 'control-port': controlPort, ...options } = values;
    return { wirePort: portFrom(wirePort), controlPort: portFrom(controlPort), options };
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : 'The arguments do not read'}\n`);
    return undefined;
  }
}

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new Error(`A port is a number from 0 to 65535, not ${text}`);
  return port;
}

async function started(
  start: (given: SimulatorArguments) => Promise<RunningSimulator>,
  given: SimulatorArguments,
): Promise<RunningSimulator | undefined> {
  try {
    return await start(given);
  } catch (error) {
    const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!inUse) throw error;
    process.stderr.write(`Another program listens on port ${given.wirePort} or ${given.controlPort} already\n`);
    return undefined;
  }
}

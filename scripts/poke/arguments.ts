import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';

export interface PokeArguments {
  readonly device: string;
  readonly siteFile: string;
  readonly action: string | undefined;
  readonly json: boolean;
  readonly show: boolean;
  readonly seconds: number | undefined;
  readonly can: string | undefined;
  /** Where a recording goes; only `record` has it. */
  readonly out: string | undefined;
  /** Where the recorder serves the device to a kiosk; only `record` has it. */
  readonly port: number | undefined;
}

const options = {
  site: { type: 'string' },
  json: { type: 'boolean', default: false },
  show: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  can: { type: 'string' },
  out: { type: 'string' },
  port: { type: 'string' },
} as const;

/** The problem is one sentence for the terminal. */
export function readPokeArguments(args: readonly string[]): Result<PokeArguments, string> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return problem(error instanceof Error ? error.message : 'The arguments do not read.');
  }
  const { values, positionals } = parsed;
  const [device, action, ...more] = positionals;
  if (device === undefined || values.site === undefined || more.length > 0) {
    return problem('Say which device, and in which site file.');
  }
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) {
    return problem('--seconds takes a number from 1 to 86400.');
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    return problem('--port takes a number from 0 to 65535.');
  }
  if (values.can !== undefined && !/^\d{6}$/.test(values.can)) {
    return problem('--can takes six digits: the last six of the number on the card.');
  }
  const { site: siteFile, json, show, can, out } = values;
  return ok({ device, siteFile, action, json, show, seconds, can, out, port });
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true });
}

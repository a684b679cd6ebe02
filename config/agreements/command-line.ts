import { type ParseArgsConfig, parseArgs } from 'node:util';

/** For a program's first line: `--help` prints how it is called and ends it with 0. */
export function sayHelp(usage: string): void {
  const asked = process.argv.slice(2);
  if (!asked.includes('--help') && !asked.includes('-h')) return;
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}

/** What a program was called with. `--help` ends it with 0; a mistake is said on stderr with the usage, and ends it with 2. */
export function readCommandLine<const Config extends ParseArgsConfig>(usage: string, config: Config) {
  sayHelp(usage);
  try {
    return parseArgs(config);
  } catch (error) {
    if (!isMistake(error)) throw error;
    return stop(2, `${error.message}\n${usage}`);
  }
}

/** Ends the program with this code, and says on stderr why. */
export function stop(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

function isMistake(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

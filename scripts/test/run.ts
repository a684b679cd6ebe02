import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { startVitest } from 'vitest/node';

export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  readonly skips: readonly { readonly test: string; readonly reason: string }[];
  /** What did not hold, to be read at the end: only the last of a long print is kept by some. */
  readonly failures: readonly { readonly test: string; readonly reason: string }[];
}

/** One line that other programs read: `N passed, N failed, N skipped`. */
export function closingLine(outcomes: readonly Outcome[]): string {
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, each) => total + of(each), 0);
  return `${sum((each) => each.passed)} passed, ${sum((each) => each.failed)} failed, ${sum((each) => each.skips.length)} skipped`;
}

const rooms = ['config', 'drivers', 'backend-client', 'kiosk', 'scripts'];

/**
 * What code may know (Node, a browser, neither) is part of its types, so there is a program of types for each. `.` is everything that
 * runs in Node, in one program: what rooms share is read once.
 */
const surroundings = ['.', 'kiosk/ui', 'kiosk/dev-dock', 'backend-client/hospital-kit/simulator/page', 'kiosk/flow'];

const gates: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  // The longest first: the others fit beside it.
  ...surroundings.map((at) => ({
    name: `types of ${at}`,
    command: ['tsc', '-p', `${at}/tsconfig.json`, ...remembering(at)],
  })),
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
  { name: 'who imports whom', command: ['depcruise', '--config', '.dependency-cruiser.cjs', ...rooms] },
];

/** The second run reads only what has changed. */
function remembering(at: string): readonly string[] {
  const file = `node_modules/.cache/types/${at.replaceAll('/', '-')}.tsbuildinfo`;
  return ['--incremental', '--tsBuildInfoFile', file];
}

/** Format, lint, types and boundaries; each counts as one test. As many at a time as there are processors. */
export async function runGates(): Promise<Outcome> {
  const waiting = [...gates];
  const failures: { test: string; reason: string }[] = [];
  const work = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
      const startedAt = Date.now();
      const { code, output } = await run(gate.command);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${gate.name} (${Date.now() - startedAt} ms)`);
      if (code === 0) continue;
      failures.push({ test: gate.name, reason: output.slice(-reasonLength) });
      console.log(output);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  return { passed: gates.length - failures.length, failed: failures.length, skips: [], failures };
}

/** Enough for an assertion and the line where it stands. */
const reasonLength = 1200;

/** The slowest come first to mind when the gate has become slow. */
const mostSlowFiles = 10;

/**
 * Runs projects of vitest.config.ts and counts. A test file that cannot even be loaded counts as a failed test. Says which files took
 * longest.
 */
export async function runTests(...projects: readonly ('unit' | 'slow' | 'system')[]): Promise<Outcome> {
  const vitest = await startVitest('test', [], { project: [...projects], watch: false, run: true });
  let passed = 0;
  const failures = vitest.state
    .getUnhandledErrors()
    .map((error) => ({ test: 'outside of a test', reason: saidBy(error) }));
  const skips: { test: string; reason: string }[] = [];
  const files: { readonly name: string; readonly ms: number }[] = [];
  for (const module of vitest.state.getTestModules()) {
    const tests = [...module.children.allTests()];
    const { collectDuration, duration } = module.diagnostic();
    files.push({ name: module.relativeModuleId, ms: collectDuration + duration });
    if (module.errors().length > 0 || tests.length === 0) {
      failures.push({
        test: module.relativeModuleId,
        reason: module.errors().map(saidBy).join('\n') || 'It has no test.',
      });
    }
    for (const test of tests) {
      const result = test.result();
      if (result.state === 'passed') passed += 1;
      else if (result.state === 'skipped') {
        skips.push({ test: test.fullName, reason: result.note ?? 'a system part is missing (see above)' });
      } else {
        failures.push({
          test: `${module.relativeModuleId}: ${test.fullName}`,
          reason: result.errors?.map(saidBy).join('\n') ?? 'It was never run.',
        });
      }
    }
  }
  await vitest.close();
  console.log(`The slowest files of ${projects.join(' and ')}:`);
  for (const { name, ms } of files.sort((a, b) => b.ms - a.ms).slice(0, mostSlowFiles)) {
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
  }
  return { passed, failed: failures.length, skips, failures };
}

function saidBy(error: unknown): string {
  const said = error instanceof Object && 'stack' in error ? error.stack : error;
  return String(said).slice(0, reasonLength);
}

export function run(command: readonly string[]): Promise<{ readonly code: number; readonly output: string }> {
  const [program = '', ...given] = command;
  return new Promise((resolve) => {
    const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (chunk: Buffer) => {
      output = `${output}${chunk.toString()}`.slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ code: 127, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

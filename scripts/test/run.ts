import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { startVitest } from 'vitest/node';

interface SaidTest {
  readonly test: string;
  readonly reason: string;
}

export interface Outcome {
  readonly passed: number;
  readonly skips: readonly SaidTest[];
  readonly secondTries: readonly SaidTest[];
  readonly failures: readonly SaidTest[];
}

/** What a run leaves to be read, at its very end: of a long print some keep the end alone. */
export function sayOutcomes(outcomes: readonly Outcome[]): void {
  const all = (of: 'skips' | 'secondTries' | 'failures') => outcomes.flatMap((each) => each[of]);
  for (const { test, reason } of all('skips')) console.log(`skipped: ${test}: ${reason}`);
  for (const { test, reason } of all('secondTries')) console.log(`held only at the second try: ${test}\n${reason}`);
  for (const { test, reason } of all('failures')) console.log(`failed: ${test}\n${reason}`);
  console.log(closingLine(outcomes));
}

/** One line that other programs read: `N passed, N failed, N skipped`. */
function closingLine(outcomes: readonly Outcome[]): string {
  const passed = outcomes.reduce((sum, each) => sum + each.passed, 0);
  const [failed, skipped] = (['failures', 'skips'] as const).map((of) => outcomes.flatMap((each) => each[of]).length);
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
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
  const failures: SaidTest[] = [];
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
  return { passed: gates.length - failures.length, skips: [], secondTries: [], failures };
}

/** Enough for an assertion and the line where it stands. */
const reasonLength = 1200;

/** The slowest come first to mind when the gate has become slow. */
const mostSlowFiles = 10;

/**
 * Runs projects of vitest.config.ts and counts. A test file that cannot even be loaded counts as a failed test. Says which files took
 * longest.
 */
export async function runTests(
  ...projects: readonly ('unit' | 'slow' | 'system' | 'system-alone')[]
): Promise<Outcome> {
  const vitest = await startVitest('test', [], { project: [...projects], watch: false, run: true });
  let passed = 0;
  const failures = vitest.state
    .getUnhandledErrors()
    .map((error) => ({ test: 'outside of a test', reason: saidBy(error) }));
  const skips: SaidTest[] = [];
  const secondTries: SaidTest[] = [];
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
    for (const each of tests) {
      const result = each.result();
      const test = `${module.relativeModuleId}: ${each.fullName}`;
      const reason = result.errors?.map(saidBy).join('\n') ?? 'It was never run.';
      if (result.state === 'passed') {
        passed += 1;
        if (each.diagnostic()?.flaky) secondTries.push({ test, reason });
      } else if (result.state === 'skipped') {
        skips.push({ test, reason: result.note ?? 'a system part is missing (see above)' });
      } else failures.push({ test, reason });
    }
  }
  await vitest.close();
  console.log(`The slowest files of ${projects.join(' and ')}:`);
  for (const { name, ms } of files.sort((a, b) => b.ms - a.ms).slice(0, mostSlowFiles)) {
    console.log(`${(ms / 1000).toFixed(1).padStart(7)} s  ${name}`);
  }
  return { passed, skips, secondTries, failures };
}

function saidBy(error: unknown): string {
  const said = String(error instanceof Object && 'stack' in error ? error.stack : error);
  const ours = said.split('\n').filter((line) => !line.includes('/node_modules/'));
  return ours.join('\n').slice(0, reasonLength);
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

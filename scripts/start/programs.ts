import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** One program of the demo: what it is called in the terminal and in the logs, and how it is run. */
export interface Program {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
}

export interface RunningProgram {
  readonly name: string;
  /** The program's ready line. */
  readonly ready: Readonly<Record<string, unknown>>;
  /** Asks it to end, and ends it when it has not after `patienceMs`. */
  stop(patienceMs: number): Promise<void>;
}

export interface Programs {
  /** Resolves when the program says that it is ready. The problem is a text for the terminal. */
  start(program: Program): Promise<Result<RunningProgram, string>>;
  /** Ends everything that still runs, at once. */
  killAll(): void;
}

export interface ProgramsSettings {
  readonly root: string;
  readonly logDir: string;
  /** A program that had been ready ended by itself; `says` holds the last lines of its log. */
  readonly onDied: (says: string) => void;
}

const readyTimeoutMs = 40_000;
const endWithParent = new URL('./end-with-parent.ts', import.meta.url).href;

/** Runs the demo's programs, each with a log file of its own instead of the terminal. */
export function createPrograms({ root, logDir, onDied }: ProgramsSettings): Programs {
  const children = new Set<ChildProcess>();
  mkdirSync(logDir, { recursive: true });

  async function start({ name, file, args }: Program): Promise<Result<RunningProgram, string>> {
    const logFile = join(logDir, `${name.replaceAll(' ', '-')}.log`);
    writeFileSync(logFile, '');
    const log = openSync(logFile, 'a');
    const child = spawn(process.execPath, ['--import', endWithParent, file, ...args], {
      cwd: root,
      // A group of its own: Ctrl-C in the terminal reaches the demo only, which then stops its programs in order.
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'pipe', log, 'ipc'],
    });
    closeSync(log);
    children.add(child);
    const stopping = { asked: false };
    const exited = once(child, 'exit').then(() => void children.delete(child));

    const ready = await readyLineOf(child, logFile);
    if (!ready.ok) {
      stopping.asked = true;
      child.kill('SIGKILL');
      return problem(`The ${name} ${ready.problem}.\n${lastLines(logFile)}`);
    }
    void exited.then(() => {
      if (!stopping.asked) onDied(`The ${name} ended by itself (${endOf(child)}).\n${lastLines(logFile)}`);
    });
    return ok({ name, ready: ready.value, stop });

    async function stop(patienceMs: number): Promise<void> {
      stopping.asked = true;
      if (!children.has(child)) return;
      const tooLate = setTimeout(() => child.kill('SIGKILL'), patienceMs);
      child.kill('SIGTERM');
      await exited;
      clearTimeout(tooLate);
    }
  }

  return {
    start,
    killAll: () => {
      for (const child of children) child.kill('SIGKILL');
    },
  };
}

async function readyLineOf(
  child: ChildProcess,
  logFile: string,
): Promise<Result<Readonly<Record<string, unknown>>, string>> {
  if (!child.stdout) return problem('has no output');
  const lines = createInterface({ input: child.stdout });
  return new Promise((resolve) => {
    const tooLate = setTimeout(
      () => resolve(problem(`was not ready after ${readyTimeoutMs / 1000} s`)),
      readyTimeoutMs,
    );
    child.once('exit', () => {
      clearTimeout(tooLate);
      resolve(problem(`did not start (${endOf(child)})`));
    });
    lines.on('line', (line) => {
      const said = readyFrom(line);
      // The ready line of the host carries a token that opens a window; logs are no place for it.
      if (!said) return appendFileSync(logFile, `${line}\n`);
      clearTimeout(tooLate);
      return resolve(ok(said));
    });
  });
}

function readyFrom(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const said: unknown = JSON.parse(line);
    return typeof said === 'object' && said !== null && 'ready' in said && said.ready === true
      ? { ...said }
      : undefined;
  } catch {
    return undefined;
  }
}

function endOf({ exitCode, signalCode }: ChildProcess): string {
  return signalCode === null ? `code ${exitCode}` : signalCode;
}

const shownLines = 12;

function lastLines(logFile: string): string {
  const written = readFileSync(logFile, 'utf8').trimEnd().split('\n');
  // Of an error's lines the stack is the longest part and the least telling.
  const lines = written.filter((line) => !/^ +at /.test(line)).slice(-shownLines);
  return [`The last lines of ${logFile}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { startedBy } from '#drivers/transport/started-by.ts';
import type {
  ConformanceEnd,
  ConformanceReportOnPage,
  ConformanceState,
  ConformanceStep,
} from '#kiosk/bridge/console/conformance-words.ts';
import { readReport, step } from './report-reader.ts';

/** A system that answers nothing is waited for at each step; this is more than all of them together. */
export const longestRunMs = 15 * 60_000;
const mostSteps = 500;
const mostReportBytes = 8 << 20;

export interface ConformanceRuns {
  state(): ConformanceState;
  begin(run: {
    readonly endpointId: string;
    readonly by: string;
  }): Result<undefined, { readonly kind: 'running' | 'not-here' }>;
  /** False: nothing runs. What was sent until then stays with the hospital. */
  stop(): boolean;
  report(endpointId: string): ConformanceReportOnPage | undefined;
  file(endpointId: string, form: 'html' | 'json'): string | undefined;
  /** Ends a run, and resolves when its program is gone. */
  close(): Promise<void>;
}

interface Needs {
  readonly dataDir: string;
  readonly siteFile: string;
  /** `undefined`: it was not installed. */
  readonly program: string | undefined;
  readonly clock: Clock;
  readonly onEnd: (endpointId: string, end: ConformanceEnd) => void;
}

interface Running {
  readonly endpointId: string;
  readonly by: string;
  readonly startedAt: number;
  readonly steps: ConformanceStep[];
  readonly kill: (why: ConformanceEnd) => void;
  readonly gone: Promise<void>;
}

/**
 * Starts the conformance kit as a program of its own, one at a time. It ends with the kiosk's program, however that ends: its channel
 * breaks. Reports lie in `<dataDir>/conformance`, for their owner alone.
 */
export function createConformanceRuns({ dataDir, siteFile, program, clock, onEnd }: Needs): ConformanceRuns {
  const folder = join(dataDir, 'conformance');
  const unfinished = join(folder, '.run');
  const reports = new Map(keptReports(folder));
  let running: Running | undefined;
  let last: ConformanceState['last'];
  rmSync(unfinished, { recursive: true, force: true });

  return {
    state() {
      const { endpointId = '', by = '', startedAt = 0, steps = [] } = running ?? {};
      return {
        isHere: program !== undefined,
        running: running && { endpointId, by, startedAt, steps: [...steps] },
        last,
        reports: [...reports].map(([id, finishedAt]) => ({ endpointId: id, finishedAt })),
      };
    },
    begin(run) {
      if (program === undefined) return problem({ kind: 'not-here' });
      if (running) return problem({ kind: 'running' });
      running = start(program, run);
      return ok(undefined);
    },
    stop() {
      running?.kill('stopped');
      return running !== undefined;
    },
    report(endpointId) {
      const json = textOf(endpointId, 'json');
      return json === undefined ? undefined : readReport(json);
    },
    file: textOf,
    async close() {
      running?.kill('stopped');
      await running?.gone;
    },
  };

  function start(path: string, { endpointId, by }: { readonly endpointId: string; readonly by: string }): Running {
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true, mode: 0o700 });
    const args = [path, '--site', siteFile, '--system', endpointId, '--out', unfinished, '--masked'];
    const child = startedBy(() => spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }));
    const steps: ConformanceStep[] = [];
    const startedAt = clock.now();
    let killedFor: ConformanceEnd | undefined;
    const kill = (why: ConformanceEnd) => {
      killedFor ??= why;
      // Nothing gentler: it holds nothing that wants to be closed.
      child?.kill('SIGKILL');
    };
    const callOff = clock.after(longestRunMs, () => kill('took-too-long'));
    child?.on('message', (said) => {
      const read = step.safeParse(said);
      if (read.success && steps.length < mostSteps) steps.push(read.data);
    });
    const gone = exitOf(child).then((code) => {
      callOff();
      const end = killedFor ?? keep(endpointId, code);
      rmSync(unfinished, { recursive: true, force: true });
      running = undefined;
      last = { endpointId, by, startedAt, steps, endedAt: clock.now(), end };
      onEnd(endpointId, end);
    });
    return { endpointId, by, startedAt, steps, kill, gone };
  }

  /** Lays the report where the page finds it. */
  function keep(endpointId: string, code: number | undefined): ConformanceEnd {
    if (code === 2) return 'could-not-run';
    if (code !== 0 && code !== 1) return 'broke-off';
    try {
      const json = readFileSync(join(unfinished, 'conformance.json'), 'utf8');
      const report = readReport(json);
      if (!report) return 'broke-off';
      writeDurably(join(folder, `${endpointId}.html`), readFileSync(join(unfinished, 'conformance.html')));
      writeDurably(join(folder, `${endpointId}.json`), json);
      reports.set(endpointId, Date.parse(report.finishedAt));
      return report.nothingWrong ? 'nothing-wrong' : 'something-wrong';
    } catch (error) {
      fileProblemCode(error);
      return 'broke-off';
    }
  }

  function textOf(endpointId: string, form: 'html' | 'json'): string | undefined {
    // Only what is known: nobody's id becomes a path.
    if (!reports.has(endpointId)) return undefined;
    const read = readPrivateFile(join(folder, `${endpointId}.${form}`), mostReportBytes);
    return read?.ok ? read.value.toString() : undefined;
  }
}

/** `undefined`: it was killed, or never began. Resolves when its channel is read to the end, too. */
function exitOf(child: ChildProcess | undefined): Promise<number | undefined> {
  if (!child) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    child.once('close', (code) => resolve(code ?? undefined));
    child.once('error', () => resolve(undefined));
  });
}

/** Of each system the newest report, when it is readable. */
function keptReports(folder: string): readonly (readonly [string, number])[] {
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    fileProblemCode(error);
    return [];
  }
  return names.flatMap((name) => {
    const id = /^([a-z0-9][a-z0-9-]{0,31})[.]json$/.exec(name)?.[1];
    const read = id === undefined ? undefined : readPrivateFile(join(folder, name), mostReportBytes);
    const report = read?.ok ? readReport(read.value.toString()) : undefined;
    return id === undefined || !report ? [] : [[id, Date.parse(report.finishedAt)] as const];
  });
}

import { whenParentIsGone } from './parent-gone.ts';

/** How a demo ends: by Ctrl-C, by a signal, or because one of its programs did. It ends once, and leaves nothing behind. */
export interface EndOfDemo {
  /** Resolves with the exit code when everything has stopped. */
  readonly ended: Promise<number>;
  isEnding(): boolean;
  /** Says why and ends the demo with code 1. */
  fail(says: string): undefined;
  /** Takes charge of a running program. Those with work to finish are stopped first, while the others still answer them. */
  stopLater(program: StoppableProgram): void;
  /** Called when the demo starts to end, before any program is stopped. */
  onStop(stop: () => void): void;
  /** Called at the very end, and at once when somebody insists. */
  onKill(kill: () => void): void;
}

export interface StoppableProgram {
  readonly hasWorkToFinish: boolean;
  /** Asks it to end; after `patienceMs` it is ended. */
  readonly stop: (patienceMs: number) => Promise<void>;
}

const patienceWithWorkMs = 6000;
const patienceMs = 2000;
/** One Ctrl-C arrives twice under npm: from the terminal, and passed on by npm. */
const sameSignalMs = 1000;

export function endOfDemo(): EndOfDemo {
  const running: StoppableProgram[] = [];
  const stops: (() => void)[] = [];
  const kills: (() => void)[] = [];
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  let endingSince: number | undefined;

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => onSignal(signal));
  if (process.env.npm_lifecycle_event !== undefined) whenParentIsGone(() => void end(0));
  return {
    ended,
    isEnding: () => endingSince !== undefined,
    fail: (says) => {
      if (endingSince === undefined) console.error(`\n${says}\n`);
      void end(1);
    },
    stopLater: (program) => void running.push(program),
    onStop: (stop) => void stops.push(stop),
    onKill: (kill) => void kills.push(kill),
  };

  function onSignal(signal: NodeJS.Signals): void {
    if (endingSince === undefined) {
      if (signal === 'SIGINT') console.log('\nStopping. Ctrl-C again does not wait.');
      void end(0);
    } else if (performance.now() - endingSince > sameSignalMs) {
      for (const kill of kills) kill();
      process.exit(1);
    }
  }

  async function end(code: number): Promise<void> {
    if (endingSince !== undefined) return;
    endingSince = performance.now();
    for (const stop of stops) stop();
    await Promise.all(running.filter((program) => program.hasWorkToFinish).map(({ stop }) => stop(patienceWithWorkMs)));
    await Promise.all(running.filter((program) => !program.hasWorkToFinish).map(({ stop }) => stop(patienceMs)));
    // A program that had not been ready yet is not among them.
    for (const kill of kills) kill();
    resolve(code);
  }
}

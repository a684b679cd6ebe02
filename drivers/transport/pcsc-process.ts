import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { ok } from '#config/agreements/result.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { programBeside } from './program-beside.ts';
import { startedBy } from './started-by.ts';
import { transportOver } from './stream-transport.ts';

/** A process that speaks `pcsc-messages.ts`. */
export interface PcscProcess {
  readonly stream: Duplex;
  /** Ends it at once. Resolves when it is gone. */
  kill(): Promise<void>;
}

export type SpawnPcsc = () => PcscProcess;

/** `pcsc-child.ts` by the Node that runs the kiosk. */
export const spawnPcscChild: SpawnPcsc = () =>
  spawnPcscProgram(process.execPath, programBeside(import.meta.url, 'pcsc-child'));

/** Never throws: a process that the system does not give us is one that ended at once, and is tried again like it. */
export function spawnPcscProgram(node: string, program: string): PcscProcess {
  const child = startedBy(() => spawn(node, [program], { stdio: ['pipe', 'pipe', 'ignore'] }));
  // Without a file descriptor to spare (EMFILE), Node makes neither the process nor its pipes, and reports it a moment later.
  if (!child?.stdout || !child.stdin) return endedAtOnce();
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    // It could not be started; its streams end and say so.
    child.once('error', () => resolve());
  });
  return {
    stream: Duplex.from({ readable: child.stdout, writable: child.stdin }),
    kill() {
      // Nothing gentler: an exit waits for the addon's threads, and one of them may hang in a driver.
      child.kill('SIGKILL');
      return gone;
    },
  };
}

function endedAtOnce(): PcscProcess {
  const stream = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
  stream.destroy();
  return { stream, kill: async () => {} };
}

/** The process as a line that the supervisor opens, loses and opens again. */
export function openPcscProcess(spawnPcsc: SpawnPcsc): OpenTransport {
  return async () => {
    const { stream, kill } = spawnPcsc();
    return ok(
      transportOver(stream, async () => {
        stream.destroy();
        await kill();
      }),
    );
  };
}

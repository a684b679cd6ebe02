import type { Unsubscribe } from '#drivers/contract/device.ts';
import type { LineProblem, OpenTransport, Transport } from '#drivers/contract/transport.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';

/**
 * A line that can be taken from its driver for a while: a technician tests the device, and a port has one owner. The driver loses its
 * line, finds it `busy` as long as it is lent, and has it again afterwards, all by its own supervisor.
 */
export interface LendableLine {
  tap(open: OpenTransport): OpenTransport;
  /** The same for a reader of chip cards, whose line is a process. */
  tapPcsc(spawn: SpawnPcsc): SpawnPcsc;
  isLent(): boolean;
  /** Resolves when the port can be opened by somebody else. */
  lend(): Promise<void>;
  giveBack(): void;
}

export function createLendableLine(): LendableLine {
  let lent = false;
  const standing = new Set<{ readonly end: () => Promise<void> }>();

  return {
    tap: (open) => async () => {
      if (lent) return { ok: false, problem: { kind: 'busy' } };
      const opened = await open();
      if (!opened.ok) return opened;
      // It was lent while the attempt was on its way.
      if (lent) {
        await opened.value.close();
        return { ok: false, problem: { kind: 'busy' } };
      }
      return { ok: true, value: interruptible(opened.value, standing) };
    },
    tapPcsc: (spawn) => () => {
      const started = spawn();
      const end = async () => {
        started.stream.destroy();
        await started.kill();
      };
      if (lent) void end();
      else {
        const entry = { end };
        standing.add(entry);
        started.stream.once('close', () => standing.delete(entry));
      }
      return started;
    },
    isLent: () => lent,
    async lend() {
      lent = true;
      await Promise.all([...standing].map(({ end }) => end()));
    },
    giveBack() {
      lent = false;
    },
  };
}

function interruptible(transport: Transport, standing: Set<{ readonly end: () => Promise<void> }>): Transport {
  const listeners = new Set<(problem: LineProblem) => void>();
  let closing: Promise<void> | undefined;
  const close = () => {
    standing.delete(entry);
    closing ??= transport.close();
    return closing;
  };
  const entry = {
    end() {
      const closed = close();
      for (const listener of [...listeners]) listener({ kind: 'busy' });
      return closed;
    },
  };
  standing.add(entry);
  return {
    ...transport,
    onLost(listener): Unsubscribe {
      const told = (problem: LineProblem) => {
        standing.delete(entry);
        listener(problem);
      };
      listeners.add(told);
      const unsubscribe = transport.onLost(told);
      return () => {
        listeners.delete(told);
        unsubscribe();
      };
    },
    close,
  };
}

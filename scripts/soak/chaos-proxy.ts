import { connect, createServer, type Socket } from 'node:net';
import { listenOnLoopback } from '#config/agreements/listen-on-loopback.ts';

/** A line to the hospital on which everything happens that happens on lines. */
export interface ChaosProxy {
  readonly port: number;
  /** How often each fault was played. */
  readonly played: Readonly<Record<Fault, number>>;
  /** From now on it only passes bytes on. */
  calm(): void;
  close(): Promise<void>;
}

/**
 * - `reset`: both ends are torn down, before the bytes go on. `half`: half of them go on, then the ends are torn down.
 * - `stall`: nothing more goes through this connection. `drop-answer`: the hospital has it, its answer is lost and the ends
 *   are torn down.
 */
export type Fault = 'reset' | 'half' | 'stall' | 'drop-answer';

const faults: readonly Fault[] = ['reset', 'half', 'stall', 'drop-answer'];

interface ChaosPlan {
  readonly to: number;
  /** Whose port `to` is. Default: 127.0.0.1. */
  readonly host?: string;
  /** Where it listens itself, on 127.0.0.1. Default: any free one. */
  readonly port?: number;
  /** Of the writes, in [0, 1]. */
  readonly share: number;
  /** In [0, 1). */
  readonly random: () => number;
}

export async function openChaosProxy({
  to,
  host = '127.0.0.1',
  port: own = 0,
  share,
  random,
}: ChaosPlan): Promise<ChaosProxy> {
  const played: Record<Fault, number> = { reset: 0, half: 0, stall: 0, 'drop-answer': 0 };
  let calm = false;

  const server = createServer({ noDelay: true }, (kiosk) => {
    const hospital = connect({ host, port: to, noDelay: true });
    let stalled = false;
    let answersAreLost = false;
    for (const end of [kiosk, hospital]) {
      end.on('error', () => undefined);
      end.on('close', tearDown);
    }
    function tearDown(): void {
      kiosk.resetAndDestroy();
      hospital.destroy();
    }
    kiosk.on('data', (chunk) => {
      if (stalled) return;
      switch (nextFault()) {
        case 'reset':
          return tearDown();
        case 'half':
          hospital.end(chunk.subarray(0, Math.ceil(chunk.length / 2)), tearDown);
          return;
        case 'stall':
          stalled = true;
          return;
        case 'drop-answer':
          answersAreLost = true;
          hospital.write(chunk);
          return;
        default:
          passOn(hospital, chunk);
      }
    });
    hospital.on('data', (chunk) => {
      if (stalled) return;
      if (answersAreLost) tearDown();
      else passOn(kiosk, chunk);
    });
  });

  function nextFault(): Fault | undefined {
    if (calm || random() >= share) return undefined;
    const fault = faults[Math.floor(random() * faults.length)];
    if (fault) played[fault] += 1;
    return fault;
  }

  /** In one piece or in two: TCP promises no more. */
  function passOn(to: Socket, chunk: Uint8Array): void {
    const cut = random() < 0.2 ? Math.floor(random() * chunk.length) : 0;
    if (cut > 0) to.write(chunk.subarray(0, cut));
    to.write(chunk.subarray(cut));
  }

  const { port, close } = await listenOnLoopback(server, own);
  return {
    port,
    played,
    calm() {
      calm = true;
    },
    close,
  };
}

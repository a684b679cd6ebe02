import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';

/** For tests: a serial port (a pseudo-terminal of socat) whose device talks at a speed of its own, as real ones do. */
export interface SerialLine {
  readonly path: string;
  setSpeed(baudRate: number): void;
  close(): Promise<void>;
}

/** What comes from the device's TCP port is spoilt for whoever listens at another speed. */
export async function openSerialLine(path: string, devicePort: number): Promise<SerialLine> {
  let trueSpeed = 9_600;
  const relay = createServer((host) => {
    const device = connect(devicePort, '127.0.0.1');
    for (const [one, other] of [
      [host, device],
      [device, host],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
    host.pipe(device);
    device.on('data', (bytes: Buffer) => host.write(speedOf(path) === trueSpeed ? bytes : spoilt(bytes)));
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  const { port } = relay.address() as AddressInfo;
  const socat = spawn('socat', ['-d', '-d', `pty,raw,echo=0,link=${path}`, `tcp:127.0.0.1:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await joined(socat);
  // Open all the time: a port that the kiosk lets go of for a moment stays where it is.
  const held = openSync(path, constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK);
  return {
    path,
    setSpeed(baudRate) {
      trueSpeed = baudRate;
    },
    async close() {
      closeSync(held);
      if (socat.exitCode === null) {
        socat.kill();
        await once(socat, 'exit');
      }
      relay.close();
    },
  };
}

async function joined(socat: ChildProcess): Promise<void> {
  let said = '';
  for await (const text of socat.stderr?.setEncoding('utf8') ?? []) {
    said += text;
    if (said.includes('starting data transfer loop')) return;
  }
  throw new Error(said);
}

function speedOf(path: string): number {
  return Number(execFileSync('stty', ['-F', path, 'speed'], { encoding: 'utf8' }));
}

/** Sampled at another speed: other bytes, and others in number. */
function spoilt(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(
    bytes.filter((_, at) => at % 3 !== 2),
    (byte) => (byte ^ 0xb5) | 0x80,
  );
}

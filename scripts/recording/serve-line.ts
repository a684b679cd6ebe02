import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';

/** A kiosk's own driver talks to the device through the recorder: the site file of the kiosk names this port. */
export interface RecordedLine {
  readonly port: number;
  close(): Promise<void>;
}

/** Each host that connects gets a line of its own to the device. Rejects with the system's error when the port is taken. */
export async function serveLine(open: OpenTransport, port: number): Promise<RecordedLine> {
  const hosts = new Set<Socket>();
  const server = createServer({ noDelay: true }, (host) => {
    hosts.add(host);
    host.on('error', () => {});
    host.on('close', () => hosts.delete(host));
    void join(host, open);
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const host of hosts) host.destroy();
      await closed;
    },
  };
}

async function join(host: Socket, open: OpenTransport): Promise<void> {
  host.pause();
  const opened = await open();
  // To the kiosk the device is gone then, as it would be without the recorder.
  if (!opened.ok || host.destroyed) {
    host.destroy();
    if (opened.ok) await opened.value.close();
    return;
  }
  const device = opened.value;
  device.onData((bytes) => void host.write(Uint8Array.from(bytes)));
  device.onLost(() => host.destroy());
  host.on('close', () => void device.close());
  host.on('data', (bytes: Uint8Array) => void device.write(bytes));
  host.resume();
}

/** Resolves after so many seconds, or when the technician has had enough. */
export function untilEnough(seconds: number | undefined, ending: AbortSignal, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    const callOff = seconds === undefined ? () => {} : clock.after(seconds * 1000, resolve);
    const end = () => {
      callOff();
      resolve();
    };
    if (ending.aborted) end();
    else ending.addEventListener('abort', end, { once: true });
  });
}

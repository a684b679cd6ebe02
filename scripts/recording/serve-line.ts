import { createServer, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { listenOnLoopback, type OnLoopback } from '#config/agreements/listen-on-loopback.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';

/**
 * A kiosk's own driver talks to the device through the recorder: the site file of the kiosk names this port. Each host that connects
 * gets a line of its own to the device. Rejects with the system's error when the port is taken.
 */
export function serveLine(open: OpenTransport, port: number): Promise<OnLoopback> {
  const server = createServer({ noDelay: true }, (host) => {
    host.on('error', () => {});
    void join(host, open);
  });
  return listenOnLoopback(server, port);
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

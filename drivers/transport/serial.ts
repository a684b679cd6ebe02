import { read } from 'node:fs';
import type { SerialPort } from 'serialport';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { transportOver } from './stream-transport.ts';

/** A serial port of this machine. The only file that loads `serialport`, and only once a port is to be opened. */
export interface SerialLine {
  /** Best one under /dev/serial/by-id: it stays the same whatever is plugged in first. */
  readonly path: string;
  readonly baudRate: number;
  readonly dataBits: 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

/** Opens the port for this program alone. Pseudo-terminals work too; they take every speed and parity. */
export function openSerial(line: SerialLine): OpenTransport {
  const { path, baudRate, dataBits, parity, stopBits } = line;

  return async function open() {
    const serialport = await loadSerialport();
    if (!serialport) return problem({ kind: 'not-found' });
    const port = new serialport.SerialPort({
      path,
      baudRate,
      dataBits,
      parity,
      stopBits,
      autoOpen: false,
      lock: true,
    });
    return new Promise<Result<Transport, LineProblem>>((resolve) => {
      port.open((error) => {
        if (error) return resolve(problem(problemFromMessage(error.message)));
        noticeHangUp(port);
        const gone = new Promise<void>((resolveGone) => {
          port.once('close', () => resolveGone());
          port.once('error', () => resolveGone());
        });
        resolve(ok(transportOver(port, () => release(port, gone))));
      });
    });
  };
}

/** The addon is a native library: on a machine that it was not built for there is no port, and the kiosk goes on. */
async function loadSerialport(): Promise<typeof import('serialport') | undefined> {
  try {
    return await import('serialport');
  } catch {
    return undefined;
  }
}

/**
 * Replaces the addon's way to read. A terminal that hung up, because its USB adapter was pulled, reads as zero bytes for
 * ever; the addon takes that for "nothing yet" and asks again in a loop that eats the processor and the memory and never
 * reports the loss (serialport/bindings-cpp issue 162; seen with pseudo-terminals too). An idle port says EAGAIN instead:
 * the addon sets VMIN 1, so zero bytes mean the end.
 */
function noticeHangUp(port: SerialPort): void {
  const { port: line } = port;
  if (!line || !('poller' in line)) return;

  line.read = async (buffer, offset, length) => {
    // The port may be closed during each wait. Its poller is gone then, and to ask it would crash the process.
    while (line.fd !== null) {
      const bytesRead = await readSome(line.fd, buffer, offset, length);
      if (bytesRead === 0) throw new Error('The device hung up');
      if (bytesRead !== 'nothing-yet') return { buffer, bytesRead };
      if (line.fd !== null) await readable(line.poller);
    }
    throw Object.assign(new Error('The port was closed'), { canceled: true });
  };
}

/** The part of the addon that waits for a port. */
interface Poller {
  once(event: 'readable', listener: (error: Error | null) => void): unknown;
}

/** Rejects when the port is closed or its device is gone. */
function readable(poller: Poller): Promise<void> {
  return new Promise((resolve, reject) => {
    poller.once('readable', (error) => (error ? reject(error) : resolve()));
  });
}

/** read(2) on a port that does not block. Rejects with the system's error when the device is gone. */
function readSome(fd: number, buffer: Buffer, offset: number, length: number): Promise<number | 'nothing-yet'> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, offset, length, null, (error, bytesRead) => {
      if (!error) resolve(bytesRead);
      else if (error.code === 'EAGAIN' || error.code === 'EINTR') resolve('nothing-yet');
      else reject(error);
    });
  });
}

/** A port that lost its device closes by itself, and says so. */
function release(port: SerialPort, gone: Promise<void>): Promise<void> {
  if (!port.isOpen) return gone;
  return new Promise((resolve) => port.close(() => resolve()));
}

/** The addon gives the system's error as text only: `Error: Permission denied, cannot open /dev/ttyS0`, `… Cannot lock port`. */
function problemFromMessage(message: string): LineProblem {
  if (/Permission denied|Operation not permitted/.test(message)) return { kind: 'not-allowed' };
  if (/Cannot lock port|Device or resource busy|Resource temporarily unavailable/.test(message))
    return { kind: 'busy' };
  return { kind: 'not-found' };
}

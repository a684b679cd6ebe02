import { constants } from 'node:fs';
import { type FileHandle, open as openFile } from 'node:fs/promises';
import { Duplex } from 'node:stream';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { listUsbPrinters } from './list-ports.ts';
import { transportOver } from './stream-transport.ts';

/**
 * A printer on USB as Linux gives it out without any driver of its maker: one file to write to and read from. By its numbers
 * it is found wherever it was plugged in: the kernel counts on, and what was `/dev/usb/lp0` comes back as `/dev/usb/lp1`.
 */
export type UsbPrinterLine =
  | { readonly path: string }
  | {
      /** Four hexadecimal digits in lower case. */
      readonly vendorId: string;
      readonly productId: string;
      /** Without it any printer of these ids, first the one in the first socket that nobody else holds. */
      readonly serialNumber?: string | undefined;
    };

/** Waits between two looks, in milliseconds. */
export const usbPrinterDelays = {
  /** Node cannot wait for such a file. A printer that was just written to answers within some 20 ms … */
  lookSoonMs: 10,
  /** … for so long after a write … */
  soonForMs: 2_000,
  /** … and later speaks only by itself, when its cover opens. */
  lookLaterMs: 250,
  /** Its buffer is full. */
  writeAgainMs: 20,
} as const;

const readBytes = 512;

/** Opens the file for this program alone: the kernel refuses a second one. `root` is where `/dev` and `/sys` are. */
export function openUsbPrinter(line: UsbPrinterLine, clock: Clock, root = '/'): OpenTransport {
  return async function open() {
    let first: LineProblem | undefined;
    for (const path of await pathsOf(line, root)) {
      const opened = await openFileAt(path, clock);
      if (opened.ok) return opened;
      // Two of the same model without serial numbers: the one that is busy belongs to the other entry of the site file.
      first ??= opened.problem;
    }
    return problem(first ?? { kind: 'not-found' });
  };
}

/** Where the printer may be now, the likeliest first. */
async function pathsOf(line: UsbPrinterLine, root: string): Promise<readonly string[]> {
  if ('path' in line) return [line.path];
  const { vendorId, productId, serialNumber } = line;
  const printers = await listUsbPrinters(root);
  return printers
    .filter((each) => each.vendorId === vendorId && each.productId === productId)
    .filter((each) => serialNumber === undefined || each.serialNumber === serialNumber)
    .map(({ path }) => path);
}

async function openFileAt(path: string, clock: Clock): Promise<Result<Transport, LineProblem>> {
  try {
    // Without O_NONBLOCK a read would hold one of Node's few threads until the printer speaks.
    const file = await openFile(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
    if ((await file.stat()).isFile()) {
      await file.close();
      return problem({ kind: 'not-found' });
    }
    const stream = streamOver(file, clock);
    return ok(transportOver(stream, () => release(stream)));
  } catch (error) {
    return problem(problemFromCode(codeOf(error)));
  }
}

function streamOver(file: FileHandle, clock: Clock): Duplex {
  const buffer = new Uint8Array(readBytes);
  let lastWriteAt = Number.NEGATIVE_INFINITY;
  let isReading = false;
  let callOffRead = () => {};
  let callOffWrite = () => {};

  const stream = new Duplex({
    read: () => void look(),
    write(bytes: Uint8Array, _encoding, done) {
      void send(bytes, done);
    },
    destroy(error, done) {
      callOffRead();
      callOffWrite();
      file.close().then(
        () => done(error),
        () => done(error),
      );
    },
  });

  /** Ends with bytes, or comes again later. */
  async function look(): Promise<void> {
    callOffRead();
    if (isReading) return;
    isReading = true;
    const count = await attempt(() => file.read(buffer, 0, buffer.length, null).then(({ bytesRead }) => bytesRead));
    isReading = false;
    if (stream.destroyed) return;
    if (count instanceof Error) return void stream.destroy(count);
    // The kernel's printer driver reads nothing as an empty file; the end of the line shows as an error (EIO, ENODEV).
    if (count > 0) return void stream.push(buffer.slice(0, count));
    const sinceWriteMs = clock.now() - lastWriteAt;
    const isSoon = sinceWriteMs >= 0 && sinceWriteMs < usbPrinterDelays.soonForMs;
    callOffRead = clock.after(isSoon ? usbPrinterDelays.lookSoonMs : usbPrinterDelays.lookLaterMs, () => void look());
  }

  async function send(bytes: Uint8Array, done: (error?: Error | null) => void): Promise<void> {
    const count = await attempt(() => file.write(bytes).then(({ bytesWritten }) => bytesWritten));
    if (stream.destroyed) return done(new Error('The line was closed'));
    if (count instanceof Error) return done(count);
    if (count < bytes.length) {
      callOffWrite = clock.after(usbPrinterDelays.writeAgainMs, () => void send(bytes.subarray(count), done));
      return;
    }
    const wasIdle = clock.now() - lastWriteAt >= usbPrinterDelays.soonForMs;
    lastWriteAt = clock.now();
    done();
    // The next look may be far off.
    if (wasIdle && stream.readableFlowing) void look();
  }

  return stream;
}

/** How many bytes went; none when the device has nothing yet or takes nothing now. */
async function attempt(transfer: () => Promise<number>): Promise<number | Error> {
  try {
    return await transfer();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EAGAIN' || code === 'EINTR') return 0;
    return error instanceof Error ? error : new Error('The device failed');
  }
}

function release(stream: Duplex): Promise<void> {
  return new Promise((resolve) => {
    if (stream.closed) return resolve();
    stream.once('close', () => resolve());
    stream.destroy();
  });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** open(2), and the kernel's usblp: EBUSY when another program has it, ENODEV and ENXIO when the printer went away. */
function problemFromCode(code: string | undefined): LineProblem {
  switch (code) {
    case 'EBUSY':
      return { kind: 'busy' };
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return { kind: 'not-allowed' };
    default:
      return { kind: 'not-found' };
  }
}

import type { PrinterTransportSettings } from '#config/settings/site-file.ts';

/** How fast bytes reach a printer: what is written in the site file, or what the line itself has shown. */
export interface LineSpeed {
  /** `undefined`: faster than a ticket needs, or nobody knows. */
  bytesPerSecond(): number | undefined;
  /** So long are that many bytes on their way. */
  msFor(bytes: number): number;
  /** An answer to what stood behind that many bytes came after so long: no byte can have been faster. */
  measured(bytes: number, tookMs: number): void;
  /** No answer can come sooner than the bytes in front of it: the site file says what the serial line can carry. */
  readonly isCertain: boolean;
}

export interface LineSpeedSettings {
  /** Of a serial line. */
  readonly bytesPerSecond?: number | undefined;
  /**
   * False where the speed may be only a number in a form, as on a USB printer that shows itself as a serial port. What was
   * measured counts then.
   */
  readonly isCertain?: boolean | undefined;
}

/** A usual ticket has some 50,000 bytes: what takes them in half a second is not waited for. */
const fastBytesPerSecond = 100_000;

export function createLineSpeed({ bytesPerSecond, isCertain = false }: LineSpeedSettings = {}): LineSpeed {
  let speed = bytesPerSecond;
  return {
    bytesPerSecond: () => speed,
    msFor: (bytes) => (speed === undefined ? 0 : Math.ceil((bytes / speed) * 1_000)),
    measured(bytes, tookMs) {
      if (isCertain) return;
      const measured = (bytes / Math.max(1, tookMs)) * 1_000;
      speed = measured >= fastBytesPerSecond ? undefined : measured;
    },
    isCertain: isCertain && bytesPerSecond !== undefined,
  };
}

/** What the site file says about the line. */
export function lineSpeedOf(transport: PrinterTransportSettings): LineSpeedSettings {
  if (transport.kind === 'tcp') {
    const { lineBaudRate } = transport;
    return lineBaudRate === undefined
      ? {}
      : { bytesPerSecond: serialBytesPerSecond(lineBaudRate, 10), isCertain: true };
  }
  if (transport.kind !== 'serial') return {};
  const { baudRate, dataBits, parity, stopBits } = transport;
  return { bytesPerSecond: serialBytesPerSecond(baudRate, 1 + dataBits + (parity === 'none' ? 0 : 1) + stopBits) };
}

/** `bitsPerByte` of an asynchronous line: a start bit, the data, a parity bit where there is one, and the stop bits. */
function serialBytesPerSecond(baudRate: number, bitsPerByte: number): number {
  return baudRate / bitsPerByte;
}

/** A line that needs more than a dozen seconds for a usual ticket: 38,400 baud and slower. */
const slowBytesPerSecond = 4_000;

/** What a ticket for this line should be. */
export function ticketSizeFor(speed: LineSpeed): 'full' | 'small' {
  const bytesPerSecond = speed.bytesPerSecond();
  return bytesPerSecond !== undefined && bytesPerSecond <= slowBytesPerSecond ? 'small' : 'full';
}

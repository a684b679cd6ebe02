import * as z from 'zod';
import { port, tcpHost } from './site-fields.ts';
import { expecting } from './site-mistakes.ts';
import { visibleText } from './text-fields.ts';

/** How a device is reached: the `transport` of each device in the site file. */
const tcpTransport = z
  .strictObject({
    kind: z.literal('tcp'),
    host: tcpHost.describe('Host name or address of the device or of its serial device server.'),
    port: port.min(1).describe('TCP port of the device.'),
  })
  .describe('The device is reached over TCP: network printers, serial device servers, simulators.');

const devicePath = visibleText(200).startsWith('/', expecting('device-path'));
/** Of a serial port; Windows has names for them in place of paths. */
const serialPath = visibleText(200).regex(/^(\/.*|COM[1-9][0-9]{0,2})$/, expecting('serial-path'));

/** How a device talks that nobody has reconfigured. */
export interface LineHabit {
  readonly baudRate: number;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
}

function serialTransport({ baudRate, parity = 'none', stopBits = 1 }: LineHabit) {
  return z
    .strictObject({
      kind: z.literal('serial'),
      path: serialPath.describe('Device path, best one under /dev/serial/by-id; on Windows a port such as COM3.'),
      baudRate: z.int().min(300).max(4_000_000).default(baudRate).describe('Line speed in baud.'),
      dataBits: z.literal([7, 8]).default(8).describe('Data bits per character.'),
      parity: z.enum(['none', 'even', 'odd']).default(parity).describe('Parity bit.'),
      stopBits: z.literal([1, 2]).default(stopBits).describe('Stop bits.'),
    })
    .describe('The device is on a serial port of this machine (RS-232, USB-CDC).');
}

/** A serial device, which may also stand behind a serial device server. */
export function byteTransport(habit: LineHabit) {
  return z.discriminatedUnion('kind', [tcpTransport, serialTransport(habit)]);
}

/** A device that types what it has measured: the system gives keyboards to nobody but the page. */
const keyboardTransport = z
  .strictObject({ kind: z.literal('keyboard') })
  .describe('The device types into the patient page like a keyboard, and ends with Enter.');

/** The same for a device that may as well type. */
export function typedOrByteTransport(habit: LineHabit) {
  return z.discriminatedUnion('kind', [tcpTransport, serialTransport(habit), keyboardTransport]);
}

/** Four hexadecimal digits as in manuals and `lsusb`; a number, as programs give it, becomes such a text. */
const usbNumber = z.union(
  [
    z
      .string()
      .regex(/^(0x)?[0-9a-fA-F]{4}$/)
      .transform((text) => text.replace(/^0x/, '').toLowerCase()),
    z
      .int()
      .min(0)
      .max(0xffff)
      .transform((value) => value.toString(16).padStart(4, '0')),
  ],
  { error: expecting('usb-number') },
);

const usbPrinterTransport = z
  .strictObject({
    kind: z.literal('usb-printer'),
    vendorId: usbNumber.optional().describe('USB vendor number, such as "04b8". npm run devices tells these numbers.'),
    productId: usbNumber.optional().describe('USB product number, such as "0202".'),
    serialNumber: visibleText(126).trim().optional().describe('USB serial number, for two printers of one model.'),
    path: devicePath
      .optional()
      .describe(
        'Instead of the numbers a path, such as /dev/usb/lp0. It can change when the printer is switched off and on.',
      ),
  })
  .describe(
    'A printer on the USB of this machine: found by its numbers whatever socket it is in, or at one certain path.',
  )
  .transform((given, context) => {
    const { kind, vendorId, productId, serialNumber, path } = given;
    const hasNumbers = vendorId !== undefined && productId !== undefined;
    const numbersGiven = [vendorId, productId, serialNumber].some((each) => each !== undefined);
    if (path !== undefined && !numbersGiven) return { kind, path };
    if (path === undefined && hasNumbers) return { kind, vendorId, productId, serialNumber };
    context.issues.push({ code: 'custom', input: given, message: expecting('usb-printer-place') });
    return z.NEVER;
  });

/** A network printer, or a serial one behind a device server, whose line is then the slow part. */
const printerTcpTransport = tcpTransport
  .extend({
    lineBaudRate: z
      .int()
      .min(300)
      .max(4_000_000)
      .optional()
      .describe(
        'Speed in baud of the serial line behind a device server. Time-outs and the size of tickets follow it; without it the speed is measured.',
      ),
  })
  .describe('The device is reached over TCP: network printers, serial device servers, simulators.');

export const printerTransport = z.discriminatedUnion('kind', [
  printerTcpTransport,
  serialTransport({ baudRate: 9600 }),
  usbPrinterTransport,
]);

const hidPlace = z
  .strictObject({
    kind: z.literal('hid'),
    vendorId: usbNumber.optional().describe('USB vendor number, such as "0c2e". npm run devices tells these numbers.'),
    productId: usbNumber.optional().describe('USB product number, such as "0b87".'),
    path: devicePath
      .optional()
      .describe(
        'Instead of the numbers the path of one certain device, such as /dev/hidraw0, for two of the same model.',
      ),
  })
  .describe('A USB HID device: found by its numbers, the first one when there are several, or at one certain path.')
  .transform(({ kind, vendorId, productId, path }, context) => {
    if (path !== undefined && vendorId === undefined && productId === undefined) return { kind, path };
    if (path === undefined && vendorId !== undefined && productId !== undefined) return { kind, vendorId, productId };
    context.issues.push({
      code: 'custom',
      input: { kind, vendorId, productId, path },
      message: expecting('hid-place'),
    });
    return z.NEVER;
  });

/** Over TCP a simulator sends 64 bytes for each report. */
export const hidTransport = z.discriminatedUnion('kind', [hidPlace, tcpTransport]);

export const pcscTransport = z
  .strictObject({
    kind: z.literal('pcsc'),
    reader: visibleText(200)
      .trim()
      .default('*')
      .describe("The reader's name as the PC/SC service gives it, or a part of it; * for any reader."),
  })
  .describe('A smart-card reader of the PC/SC service.');

export type TransportSettings = z.infer<ReturnType<typeof byteTransport>>;
export type PrinterTransportSettings = z.infer<typeof printerTransport>;
export type HidTransportSettings = z.infer<typeof hidPlace>;
export type PcscTransportSettings = z.infer<typeof pcscTransport>;

import * as z from 'zod';
import { expecting } from './site-mistakes.ts';
import { filePath, id, visibleText } from './text-fields.ts';
import {
  byteTransport,
  hidTransport,
  type LineHabit,
  pcscTransport,
  printerTransport,
  typedOrByteTransport,
} from './transport-settings.ts';

/**
 * The devices of the site file, one shape per driver. A driver's serial defaults are what its device is delivered with;
 * sources and their certainty stand in the head of each driver's codec.
 */
const deviceBase = {
  id: id.describe('Name of the device in logs, metrics and health reports.'),
  simulated: z.boolean().default(false).describe('True for a simulator. Refused by the production profile.'),
};

const usual = { baudRate: 9600 };

const measureWithinSeconds = z
  .int()
  .min(10)
  .max(900)
  .optional()
  .describe(
    'The longest time that one measurement takes on this device, in seconds, from its start to its record; also how long the next patient waits for a device that cannot be stopped. Default: what devices of this kind are known for.',
  );

/** What stands on the device, for what its own records do not tell: goes along with every reading. */
const namePlate = {
  model: visibleText(40)
    .trim()
    .optional()
    .describe('Model as it stands on the device, such as "HBP-9031C". Without it: what the device says of itself.'),
  serial: visibleText(40)
    .trim()
    .optional()
    .describe(
      'Serial number as it stands on the device; goes along with every reading. Without it: what the device says of itself.',
    ),
};

const scannerBase = { ...deviceBase, kind: z.literal('barcode-scanner') };

const barcodeScanner = z
  .discriminatedUnion('driver', [
    z
      .strictObject({
        ...scannerBase,
        driver: z.literal('serial').describe('A scanner that sends each code as bytes, best ended by CR.'),
        transport: byteTransport(usual),
      })
      .describe('A scanner on a serial line (RS-232, USB-CDC).'),
    z
      .strictObject({
        ...scannerBase,
        driver: z.literal('hid-pos').describe('A USB scanner in HID-POS mode: Honeywell, Zebra, Datalogic, Newland.'),
        transport: hidTransport,
      })
      .describe('A USB scanner in HID-POS mode.'),
    z
      .strictObject({
        ...scannerBase,
        driver: z.literal('keyboard').describe('A scanner that types into the page; Vietnamese letters may be lost.'),
      })
      .describe('The last resort: a scanner that pretends to be a keyboard.'),
  ])
  .describe('Reads the QR of identity and insurance cards.');

const ticketPrinter = z
  .strictObject({
    ...deviceBase,
    kind: z.literal('ticket-printer'),
    driver: z.literal('escpos').describe('Any printer that speaks ESC/POS.'),
    profile: z
      .enum(['epson', 'custom-kiosk', 'hwasung'])
      .default('epson')
      .describe(
        'custom-kiosk for printers with an ejector (Custom VKP80, KPM, TG02H); hwasung for those that answer DLE EOT 2 alone (Hwasung HMC-060, HMC-081, HMK-830, HPP-240).',
      ),
    paperWidthMm: z.literal([58, 80]).default(80).describe('Width of the paper roll in millimetres.'),
    returnChannel: z
      .boolean()
      .default(true)
      .describe(
        'False for a line that only goes there: the printer is never asked anything, and a ticket is sent, never "printed".',
      ),
    proof: z
      .enum(['gs-r', 'dle-eot', 'bytes-taken'])
      .optional()
      .describe(
        'What stands behind a ticket. gs-r: the printer answers behind the cut, which alone proves paper. dle-eot: it says afterwards that it is well; bytes-taken: it says nothing; with both a ticket is sent, never "printed". Without it the kiosk finds out on every line.',
      ),
    automaticStatus: z
      .boolean()
      .default(true)
      .describe(
        'True: the printer is asked to tell paper, cover and cutter by itself (GS a), as soon as they change. False for clones that print the command as letters; they are asked every few seconds only.',
      ),
    qr: z
      .enum(['raster', 'native'])
      .default('raster')
      .describe(
        'raster: the QR is part of the drawn ticket, which every printer prints. native: the printer draws it below the ticket (GS ( k); only for a printer whose test print shows a code that can be scanned.',
      ),
    transport: printerTransport,
  })
  .refine(({ returnChannel, proof = 'bytes-taken' }) => returnChannel || proof === 'bytes-taken', {
    path: ['proof'],
    message: expecting('proof-of-a-silent-line'),
  })
  .refine(({ profile, proof }) => profile !== 'hwasung' || proof !== 'gs-r', {
    path: ['proof'],
    message: expecting('proof-of-hwasung'),
  })
  .describe('Prints the queue ticket.');

const monitorBase = {
  ...deviceBase,
  kind: z.literal('blood-pressure-monitor'),
  measureWithinSeconds,
  ...namePlate,
  arm: z
    .enum(['left', 'right'])
    .optional()
    .describe('Which arm goes into the cuff, where the device stands so that only one can.'),
  cuffCm: z
    .strictObject({
      from: z.int().min(5).max(80).describe('Thinnest arm, cm.'),
      to: z.int().min(5).max(80).describe('Thickest arm, cm.'),
    })
    .refine(({ from, to }) => from < to, { path: ['to'], message: expecting('above-thinnest') })
    .optional()
    .describe(
      'Which arms the cuff fits, by the circumference in cm that is printed on it; goes along with every reading.',
    ),
};

function monitor<Driver extends string>(driver: Driver, sentence: string, line: LineHabit) {
  return z.strictObject({
    ...monitorBase,
    driver: z.literal(driver).describe(sentence),
    transport: byteTransport(line),
  });
}

/** A new monitor is one line here: its name, what it is, and the serial settings that it is delivered with. */
const bloodPressureMonitor = z
  .discriminatedUnion('driver', [
    monitor('and-tm2657', 'A&D TM-2655 and TM-2657; started by the kiosk.', { baudRate: 2400 }),
    monitor('omron-hbp9030', 'Omron HBP-9030, output format 5; started by its button.', usual),
    monitor('omron-hbp9020', 'Omron HBP-9020, mode 5; started by its button.', { baudRate: 2400, parity: 'even' }),
    monitor('accuniq-bp500', 'Selvas ACCUNIQ BP500, Terumo BP-500; started by its button.', usual),
    monitor('suntech-oem', 'SunTech OEM modules (Advantage); started by the kiosk.', usual),
  ])
  .describe('Measures blood pressure and pulse.');

const cardReader = z
  .strictObject({
    ...deviceBase,
    kind: z.literal('card-reader'),
    driver: z.literal('pcsc-emrtd').describe('Chips of identity cards and passports (ICAO 9303) through PC/SC.'),
    transport: pcscTransport.default({ kind: 'pcsc', reader: '*' }),
    cscaDir: filePath
      .optional()
      .describe(
        'Directory of the trusted country certificates (CSCA): .cer, .crt, .der, .pem and master lists (.ml), relative to the file that names it. Without it no chip is verified.',
      ),
  })
  .describe('Reads the chip of identity cards.');

const vitalSignsBase = { ...deviceBase, kind: z.literal('vital-signs'), measureWithinSeconds, ...namePlate };

function meter<Driver extends string>(driver: Driver, sentence: string, line: LineHabit) {
  return z.strictObject({
    ...vitalSignsBase,
    driver: z.literal(driver).describe(sentence),
    transport: byteTransport(line),
  });
}

/** A new scale, meter or sensor is one line here, as a monitor is above. */
const vitalSigns = z
  .discriminatedUnion('driver', [
    meter('gtech-gl150', 'G-Tech GL-150 and GL-310: height and weight.', usual),
    meter('health-o-meter', 'Health o meter Professional, Rice Lake 160-10: weight and height.', usual),
    meter('nonin-format2', 'Nonin oximeters, serial data format 2: SpO2 and pulse.', usual),
    meter('nonin-ascii', 'Nonin oximeters that send lines of text: SpO2 and pulse.', usual),
    meter('onetouch-ultra2', 'LifeScan OneTouch Ultra2: glucose.', usual),
    meter('mcu-90615', 'Infrared thermometer modules with an MLX90615 (GY-MCU90615): temperature of the forehead.', {
      baudRate: 115_200,
    }),
    z.strictObject({
      ...vitalSignsBase,
      driver: z
        .literal('text-thermometer')
        .describe('A thermometer that sends or types its number as text, such as 36.6 or 36,6C, and Enter.'),
      transport: typedOrByteTransport(usual),
    }),
  ])
  .describe('Measures by itself and reports a number: weight, height, SpO2, pulse, glucose, temperature.');

export const device = z.discriminatedUnion('kind', [
  barcodeScanner,
  ticketPrinter,
  bloodPressureMonitor,
  cardReader,
  vitalSigns,
]);

export type DeviceSettings = z.infer<typeof device>;
export type BarcodeScannerSettings = z.infer<typeof barcodeScanner>;
export type TicketPrinterSettings = z.infer<typeof ticketPrinter>;
export type BloodPressureMonitorSettings = z.infer<typeof bloodPressureMonitor>;
export type CardReaderSettings = z.infer<typeof cardReader>;
export type VitalSignsSettings = z.infer<typeof vitalSigns>;

/** The name of a driver in a site file, of one kind of device. It stands nowhere else: tables of drivers are complete by it. */
export type DriverName<Kind extends DeviceSettings['kind'] = DeviceSettings['kind']> = Extract<
  DeviceSettings,
  { readonly kind: Kind }
>['driver'];

/** For tests that examine every driver of a kind. */
export const monitorNames = bloodPressureMonitor.options.map((each) => each.shape.driver.value);
export const vitalSignsNames = vitalSigns.options.map((each) => each.shape.driver.value);

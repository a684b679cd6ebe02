/**
 * What a USB vendor and product id say about a device. Data, for `npm run devices`: it suggests, the technician decides.
 *
 * Sources: `notes` is the project's device notes §1–§4 (WebHID barcode library, manuals, field code); `usb.ids` is the public
 * list of USB ids (linux-usb.org), which names the chip or the model, never what it is used for. A row without a product
 * id speaks for all other products of its vendor.
 */
export interface DeviceFingerprint {
  /** Four hexadecimal digits in lower case, as `lsusb` writes them. */
  readonly vendorId: string;
  readonly productId: string | undefined;
  /** As a technician would read it on the device. */
  readonly model: string;
  /** What to do with it; `undefined` when the ids only name a cable or a chip that many devices carry. */
  readonly use: FingerprintUse | undefined;
  readonly source: 'notes' | 'usb.ids';
}

/**
 * - `switch-mode`: the scanner types like a keyboard, which spoils Vietnamese letters; its manual has a code that switches
 *   it to HID-POS or to a virtual serial port.
 */
export type FingerprintUse =
  | { readonly kind: 'barcode-scanner'; readonly driver: 'serial' | 'hid-pos' | 'switch-mode' }
  | { readonly kind: 'ticket-printer'; readonly driver: 'escpos'; readonly profile: 'epson' | 'custom-kiosk' }
  | { readonly kind: 'card-reader'; readonly driver: 'pcsc-emrtd' };

const hidPos = { kind: 'barcode-scanner', driver: 'hid-pos' } as const;
const serialScanner = { kind: 'barcode-scanner', driver: 'serial' } as const;
const keyboardScanner = { kind: 'barcode-scanner', driver: 'switch-mode' } as const;
const epson = { kind: 'ticket-printer', driver: 'escpos', profile: 'epson' } as const;
const customKiosk = { kind: 'ticket-printer', driver: 'escpos', profile: 'custom-kiosk' } as const;
const chipReader = { kind: 'card-reader', driver: 'pcsc-emrtd' } as const;

/** Newland gives each engine one product number and ends it with 03 as keyboard, 06 as serial port, 10 as HID-POS. */
const newlandEngines: readonly (readonly [string, string])[] = [
  ['01', 'Newland HR200'],
  ['0c', 'Newland HR100/HR32/BS80'],
  ['0d', 'Newland EM2028'],
  ['13', 'Newland EM20/EM30/HR3260'],
  ['14', 'Newland HR15'],
  ['16', 'Newland FM100-M/FM3250'],
  ['19', 'Newland EM1300'],
  ['1a', 'Newland HR22/HR3290'],
  ['1c', 'Newland HR2150'],
  ['1d', 'Newland FM430'],
  ['1e', 'Newland HR42'],
  ['1f', 'Newland HR11+'],
  ['20', 'Newland EM2037'],
  ['80', 'Newland EM13x5/HR12/HR15-70'],
  ['82', 'Newland EM3080/EM3095/FR20/FM30'],
  ['83', 'Newland HR2160'],
];

const newland = newlandEngines.flatMap(([engine, model]): readonly DeviceFingerprint[] => [
  row('1eab', `${engine}03`, model, keyboardScanner, 'usb.ids'),
  row('1eab', `${engine}06`, model, serialScanner, 'usb.ids'),
  row('1eab', `${engine}10`, model, hidPos, engine === '1d' ? 'notes' : 'usb.ids'),
]);

export const deviceFingerprints: readonly DeviceFingerprint[] = [
  ...newland,
  row('1eab', undefined, 'Newland scanner', hidPos, 'notes'),

  row('0c2e', '0b8f', 'Honeywell Voyager 1400g', hidPos, 'notes'),
  row('0c2e', '0204', 'Honeywell (Metrologic) MS7120', keyboardScanner, 'usb.ids'),
  row('0c2e', '0700', 'Honeywell (Metrologic) MS7120', serialScanner, 'usb.ids'),
  row('0c2e', '0720', 'Honeywell (Metrologic) MS7120', serialScanner, 'usb.ids'),
  row('0c2e', undefined, 'Honeywell scanner', hidPos, 'notes'),
  row('23d0', undefined, 'Youjie scanner', hidPos, 'notes'),

  row('05e0', '1701', 'Zebra (Symbol) scanner', serialScanner, 'usb.ids'),
  row('05e0', undefined, 'Zebra (Symbol) scanner', hidPos, 'notes'),
  row('05f9', '2206', 'Datalogic Gryphon', keyboardScanner, 'usb.ids'),
  row('05f9', '4204', 'Datalogic Gryphon', serialScanner, 'usb.ids'),
  row('05f9', undefined, 'Datalogic scanner', hidPos, 'notes'),

  row('04b8', '0202', 'Epson TM-T70/TM-T88', epson, 'usb.ids'),
  row('04b8', '0e03', 'Epson TM-T20', epson, 'usb.ids'),
  row('0dd4', undefined, 'Custom kiosk printer', customKiosk, 'usb.ids'),
  row('1504', '001f', 'Bixolon SRP-350II', epson, 'usb.ids'),
  row('1d90', '20f0', 'Citizen CT-E351', epson, 'usb.ids'),
  row('2730', '2002', 'Citizen CT-S2000', epson, 'usb.ids'),
  row('2730', '200f', 'Citizen CT-S310', epson, 'usb.ids'),

  row('072f', '2200', 'ACS ACR122U', chipReader, 'usb.ids'),
  row('072f', '2215', 'ACS ACR1281 contactless', chipReader, 'usb.ids'),
  row('072f', '221a', 'ACS ACR1251U', chipReader, 'usb.ids'),
  row('072f', '221b', 'ACS ACR1251U', chipReader, 'usb.ids'),
  row('076b', '5121', 'HID Omnikey 5121', chipReader, 'usb.ids'),
  row('076b', '5321', 'HID Omnikey 5321', chipReader, 'usb.ids'),

  // Cables and chips: what hangs behind them does not show.
  row('0403', '6001', 'FTDI serial cable (also inside InBody BPBIO monitors)', undefined, 'notes'),
  row('067b', '2303', 'Prolific serial cable', undefined, 'usb.ids'),
  row('10c4', 'ea60', 'Silicon Labs serial cable', undefined, 'usb.ids'),
  row('10c4', 'ea80', 'TaiDoc meter (Silicon Labs CP2110)', undefined, 'notes'),
  row('1a86', '7523', 'CH340 serial cable', undefined, 'usb.ids'),
  row('1a79', '6002', 'Contour glucose meter', undefined, 'notes'),
];

function row(
  vendorId: string,
  productId: string | undefined,
  model: string,
  use: FingerprintUse | undefined,
  source: DeviceFingerprint['source'],
): DeviceFingerprint {
  return { vendorId, productId, model, use, source };
}

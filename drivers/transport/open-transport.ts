import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { HidTransportSettings, TransportSettings } from '#config/settings/site-file.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openHid } from './hid.ts';
import type { HidAddress } from './hid-messages.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import { openUsbPrinter, type UsbPrinterLine } from './usb-printer.ts';

/** Lines that carry bytes without boundaries. */
export type ByteTransportSettings =
  | Extract<TransportSettings, { readonly kind: 'tcp' | 'serial' }>
  | ({ readonly kind: 'usb-printer' } & UsbPrinterLine);

/** From a device's `transport` in the site file to the way to open it. Over `hid`, each read and write is one report. */
export function openTransportFor(settings: ByteTransportSettings | HidTransportSettings, clock: Clock): OpenTransport {
  switch (settings.kind) {
    case 'tcp':
      return openTcp(settings, clock);
    case 'serial':
      return openSerial(settings);
    case 'usb-printer':
      return openUsbPrinter(settings, clock);
    case 'hid':
      return openHid({ address: hidAddressFrom(settings, undefined) }, clock);
    default:
      return unreachable(settings);
  }
}

/** `usagePage` is the part of the device that its driver wants. */
export function hidAddressFrom(settings: HidTransportSettings, usagePage: number | undefined): HidAddress {
  if ('path' in settings) return { by: 'path', path: settings.path };
  const number = (hexadecimal: string) => Number.parseInt(hexadecimal, 16);
  const { vendorId, productId } = settings;
  return { by: 'ids', vendorId: number(vendorId), productId: number(productId), serialNumber: undefined, usagePage };
}

import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { BarcodeScannerSettings } from '#config/settings/site-file.ts';
import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openHid } from '../transport/hid.ts';
import { scannerUsagePage } from '../transport/hid-messages.ts';
import { reportsOver } from '../transport/hid-reports-over-tcp.ts';
import { hidAddressFrom, openTransportFor } from '../transport/open-transport.ts';
import { createHidPosScanner, greetingOfVendor, type HidPosScannerParts, layoutOfVendor } from './hid-pos-scanner.ts';
import { createKeyboardScanner, type KeyboardScanner } from './keyboard-scanner.ts';
import type { Recognise } from './recognise-code.ts';
import { createSerialScanner } from './serial-scanner.ts';

export interface ScannerSurroundings {
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Default: the documents that `identity-documents` reads. */
  readonly recognise?: Recognise | undefined;
  /** Stands between the driver and its line, read by read: a technician's tool that hears along. */
  readonly tap?: (open: OpenTransport) => OpenTransport;
}

/** From a site file's entry to the driver. */
export function openBarcodeScanner(
  settings: BarcodeScannerSettings,
  { clock, random, recognise, tap = (open) => open }: ScannerSurroundings,
): BarcodeScanner | KeyboardScanner {
  const parts = { id: settings.id, clock, random, recognise };
  switch (settings.driver) {
    case 'serial':
      return createSerialScanner({ ...parts, open: tap(openTransportFor(settings.transport, clock)) });
    case 'hid-pos': {
      const { open, layout } = hidPosLine(settings.transport, clock);
      return createHidPosScanner({ ...parts, open: tap(open), layout });
    }
    case 'keyboard':
      return createKeyboardScanner(parts);
    default:
      return unreachable(settings);
  }
}

type HidPosTransport = Extract<BarcodeScannerSettings, { driver: 'hid-pos' }>['transport'];

/** Anything but `hid` carries the reports one after the other: simulators. */
function hidPosLine(transport: HidPosTransport, clock: Clock): Pick<HidPosScannerParts, 'open' | 'layout'> {
  if (transport.kind !== 'hid') return { open: reportsOver(openTransportFor(transport, clock)) };
  const address = hidAddressFrom(transport, scannerUsagePage);
  const vendorId = address.by === 'ids' ? address.vendorId : undefined;
  const featureReports = vendorId === undefined ? [] : greetingOfVendor(vendorId);
  const layout = vendorId === undefined ? undefined : layoutOfVendor(vendorId);
  return { open: openHid({ address, featureReports }, clock), layout };
}

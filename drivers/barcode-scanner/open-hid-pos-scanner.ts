import type { Clock } from '#config/agreements/clock.ts';
import type { HidTransportSettings } from '#config/settings/site-file.ts';
import type { BarcodeScanner } from '../contract/barcode-scanner.ts';
import type { OpenTransport } from '../contract/transport.ts';
import { openHid } from '../transport/hid.ts';
import { scannerUsagePage } from '../transport/hid-messages.ts';
import { reportsOver } from '../transport/hid-reports-over-tcp.ts';
import type { ByteTransportSettings } from '../transport/open-transport.ts';
import { hidAddressFrom, openTransportFor } from '../transport/open-transport.ts';
import { createHidPosScanner, greetingOfVendor, layoutOfVendor } from './hid-pos-scanner.ts';
import type { Recognise } from './recognise-code.ts';

export interface HidPosScannerSettings {
  readonly id: string;
  /** Anything but `hid` carries the reports one after the other: simulators. */
  readonly transport: HidTransportSettings | ByteTransportSettings;
}

export interface HidPosScannerSurroundings {
  readonly clock: Clock;
  /** In [0, 1), like `Math.random`. */
  readonly random: () => number;
  /** Default: the documents that `identity-documents` reads. */
  readonly recognise?: Recognise | undefined;
  /** Stands between the driver and its line, report by report: a technician's tool that hears along. */
  readonly tap?: (open: OpenTransport) => OpenTransport;
}

/** The scanner of a site file with `"driver": "hid-pos"`. */
export function openHidPosScanner(
  { id, transport }: HidPosScannerSettings,
  { clock, random, recognise, tap = (open) => open }: HidPosScannerSurroundings,
): BarcodeScanner {
  if (transport.kind !== 'hid') {
    return createHidPosScanner({
      id,
      open: tap(reportsOver(openTransportFor(transport, clock))),
      clock,
      random,
      recognise,
    });
  }
  const address = hidAddressFrom(transport, scannerUsagePage);
  const vendorId = address.by === 'ids' ? address.vendorId : undefined;
  const featureReports = vendorId === undefined ? [] : greetingOfVendor(vendorId);
  return createHidPosScanner({
    id,
    open: tap(openHid({ address, featureReports }, clock)),
    clock,
    random,
    recognise,
    layout: vendorId === undefined ? undefined : layoutOfVendor(vendorId),
  });
}

import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { BarcodeScannerSettings } from '#config/settings/site-file.ts';
import { openHidPosScanner } from '#drivers/barcode-scanner/open-hid-pos-scanner.ts';
import { createSerialScanner } from '#drivers/barcode-scanner/serial-scanner.ts';
import type { BarcodeScanner, Scan } from '#drivers/contract/barcode-scanner.ts';
import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { openTransportFor } from '#drivers/transport/open-transport.ts';
import { maskScanned } from '#kiosk/host/device-lines/mask-identity.ts';
import type { PokeEvent } from './poke-event.ts';
import { type PokedDevice, type PokeWorld, statusAction, untilEnded } from './poked-device.ts';

/** `listen`: every code as the document that it is, until Ctrl-C. */
export function openPokedScanner(settings: BarcodeScannerSettings, world: PokeWorld): Result<PokedDevice, string> {
  const scanner = openScanner(settings, world);
  if (!scanner.ok) return scanner;
  const { value: device } = scanner;
  return ok({
    device,
    actions: [
      {
        name: 'listen',
        seconds: undefined,
        async run(ending) {
          const unsubscribe = device.onScan((scan) => world.say(eventFrom(scan, world.show)));
          await untilEnded(ending);
          unsubscribe();
          return 'done';
        },
      },
      statusAction(device, world.say),
    ],
  });
}

function openScanner(settings: BarcodeScannerSettings, world: PokeWorld): Result<BarcodeScanner, string> {
  const { clock, random, tap } = world;
  const { id, driver } = settings;
  switch (driver) {
    case 'serial':
      return ok(createSerialScanner({ id, open: tap(openTransportFor(settings.transport, clock)), clock, random }));
    case 'hid-pos':
      return ok(openHidPosScanner(settings, { clock, random, tap }));
    case 'keyboard':
      return problem(
        'A scanner in keyboard mode types into whatever has the focus: open a text editor and scan a card.',
      );
    default:
      return unreachable(driver);
  }
}

function eventFrom(scan: Scan, show: boolean): PokeEvent {
  const read = scan.kind === 'code' ? readDocument(scan.bytes) : { ok: false as const, problem: scan };
  if (!read.ok) return { event: 'unreadable', reason: read.problem.kind };
  return { event: 'document', ...(show ? read.value : maskScanned(read.value)) };
}

import type { BusinessDay } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { BarcodeScannerSettings } from '#config/settings/site-file.ts';
import { openBarcodeScanner } from '#drivers/barcode-scanner/open-barcode-scanner.ts';
import type { Scan } from '#drivers/contract/barcode-scanner.ts';
import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { maskScanned } from '#kiosk/host/device-lines/mask-identity.ts';
import type { PokeEvent } from './poke-event.ts';
import { type PokedDevice, type PokeWorld, statusAction, untilEnded } from './poked-device.ts';

/** `listen`: every code as the document that it is, until Ctrl-C. */
export function openPokedScanner(settings: BarcodeScannerSettings, world: PokeWorld): Result<PokedDevice, string> {
  if (settings.driver === 'keyboard')
    return problem('A scanner in keyboard mode types into whatever has the focus: open a text editor and scan a card.');
  const device = openBarcodeScanner(settings, world);
  return ok({
    device,
    actions: [
      {
        name: 'listen',
        seconds: undefined,
        async run(ending) {
          const unsubscribe = device.onScan((scan) => world.say(eventFrom(scan, world.show, today(world.clock.now()))));
          await untilEnded(ending);
          unsubscribe();
          return 'done';
        },
      },
      statusAction(device, world.say),
    ],
  });
}

/** The century of a birth in a passport is told by it. */
const today = (now: number) => businessDayAt(now, 'Asia/Ho_Chi_Minh');

function eventFrom(scan: Scan, show: boolean, day: BusinessDay): PokeEvent {
  const read = scan.kind === 'code' ? readDocument(scan.bytes, { today: day }) : { ok: false as const, problem: scan };
  if (!read.ok) return { event: 'unreadable', reason: read.problem.kind };
  return { event: 'document', ...(show ? read.value : maskScanned(read.value)) };
}

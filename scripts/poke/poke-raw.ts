import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { Device } from '#drivers/contract/device.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';
import { createConditionReport } from '#drivers/supervisor/device-condition.ts';
import { superviseLine } from '#drivers/supervisor/supervise-line.ts';
import { createMaskedLine } from '#kiosk/host/device-lines/masked-line.ts';
import { masksFor } from '#kiosk/host/device-lines/masks.ts';
import { type PokedDevice, type PokeWorld, untilEnded } from './poked-device.ts';

/** `raw`: the bytes of the line as they come, without any driver, with personal data masked. */
export function openRawLine(settings: DeviceSettings, open: OpenTransport, world: PokeWorld): PokedDevice {
  const { clock, random, say } = world;
  const report = createConditionReport(clock);
  const masked = createMaskedLine(masksFor(settings.driver), clock, ({ atMs, bytes }) =>
    say({ event: 'bytes', atMs, hex: Buffer.from(bytes).toString('hex'), text: visible(bytes) }),
  );

  const line = superviseLine({
    open: world.tap(open),
    clock,
    random,
    onOpen(transport) {
      transport.onData((bytes) => masked.heard('device', bytes));
      report.change('ready');
    },
    onLost({ kind }) {
      masked.flush();
      report.absent(kind);
    },
  });

  const device: Device = {
    id: settings.id,
    kind: settings.kind,
    ...report.told,
    close() {
      report.end();
      return line.close();
    },
  };
  return {
    device,
    actions: [
      {
        name: 'raw',
        seconds: undefined,
        async run(ending) {
          await untilEnded(ending);
          masked.flush();
          return 'done';
        },
      },
    ],
  };
}

/** Printable ASCII as it is, everything else as a dot. */
function visible(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
}

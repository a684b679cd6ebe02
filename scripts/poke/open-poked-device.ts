import { ok, type Result, unreachable } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import { openPokedCardReader } from './poke-card-reader.ts';
import { openPokedMonitor } from './poke-monitor.ts';
import { openPokedPrinter } from './poke-printer.ts';
import { openPokedScanner } from './poke-scanner.ts';
import { openPokedVitalSigns } from './poke-vital-signs.ts';
import type { PokedDevice, PokeWorld } from './poked-device.ts';

/** Begins to look for the device. The problem is one sentence. */
export function openPokedDevice(settings: DeviceSettings, world: PokeWorld): Result<PokedDevice, string> {
  switch (settings.kind) {
    case 'barcode-scanner':
      return openPokedScanner(settings, world);
    case 'ticket-printer':
      return ok(openPokedPrinter(settings, world));
    case 'blood-pressure-monitor':
      return ok(openPokedMonitor(settings, world));
    case 'card-reader':
      return ok(openPokedCardReader(settings, world));
    case 'vital-signs':
      return openPokedVitalSigns(settings, world);
    default:
      return unreachable(settings);
  }
}

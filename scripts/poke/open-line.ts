import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';
import { openTransportFor } from '#drivers/transport/open-transport.ts';

/** The bare line of a device, without its driver; of a HID device report by report. The problem is one sentence. */
export function openLineOf(settings: DeviceSettings, clock: Clock): Result<OpenTransport, string> {
  if (!('transport' in settings)) return problem('A scanner in keyboard mode has no line of its own.');
  const { transport } = settings;
  if (transport.kind === 'keyboard') return problem('A device in keyboard mode has no line of its own.');
  if (transport.kind === 'pcsc') return problem('Chip cards talk in commands, not in bytes on a line.');
  return ok(openTransportFor(transport, clock));
}

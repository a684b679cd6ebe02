import { realpathSync } from 'node:fs';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type DeviceSettings, device } from '#config/settings/device-settings.ts';
import type { DraftMistake } from '#kiosk/bridge/console/devices-words.ts';

/** The id of a device that has none yet. */
export const draftId = 'bench';

/** An entry of the site file that somebody puts together, of which whatever has a default may be left out. */
export function readDraft(
  settings: Readonly<Record<string, unknown>>,
): Result<DeviceSettings, { readonly kind: DraftMistake }> {
  const read = device.safeParse({ id: draftId, ...settings });
  if (read.success) return ok(read.data);
  const fields = read.error.issues.map(({ path }) => `mistaken-${String(path.at(-1) ?? '')}`);
  return problem({ kind: named.find((kind) => fields.includes(kind)) ?? 'mistaken' });
}

const named = [
  'mistaken-host',
  'mistaken-port',
  'mistaken-path',
  'mistaken-baudRate',
  'mistaken-vendorId',
  'mistaken-productId',
  'mistaken-reader',
  'mistaken-id',
] as const satisfies readonly DraftMistake[];

/** Where a device is, as a technician would say it. */
export function placeOf(settings: DeviceSettings): string {
  if (!('transport' in settings)) return '';
  const { transport } = settings;
  switch (transport.kind) {
    case 'tcp':
      return `${transport.host}:${transport.port}`;
    case 'pcsc':
      return transport.reader;
    case 'serial':
      return transport.path;
    case 'keyboard':
      return '';
    default:
      return 'path' in transport && transport.path !== undefined
        ? transport.path
        : [transport.vendorId, transport.productId].join(':');
  }
}

/** Whether two entries mean the same port, as far as their words show. A link and the port that it names are one. */
export function isSamePlace(one: DeviceSettings, other: DeviceSettings): boolean {
  if (!('transport' in one) || !('transport' in other)) return false;
  const [a, b] = [one.transport, other.transport];
  if (a.kind === 'pcsc' && b.kind === 'pcsc')
    return a.reader === '*' || b.reader === '*' || a.reader.includes(b.reader) || b.reader.includes(a.reader);
  if (a.kind !== b.kind) return false;
  const [here, there] = [placeOf(one), placeOf(other)];
  return here === there || (here.startsWith('/') && there.startsWith('/') && realPath(here) === realPath(there));
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

import type { Clock } from '#config/agreements/clock.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import { listCardReaders } from '#drivers/card-reader/list-card-readers.ts';
import { type FoundDevice, findDevices } from '#drivers/discovery/find-devices.ts';
import type { DriverOnPage, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import { isSamePlace, readDraft } from './draft.ts';

export type FindDevices = () => Promise<readonly FoundDevice[]>;

export function findOnThisMachine(clock: Clock, random: () => number): FindDevices {
  return () => findDevices({ cardReaders: () => listCardReaders(clock, random) });
}

/** What was found, with what the kiosk has there already. */
export function foundOnPage(found: FoundDevice, own: readonly DeviceSettings[]): FoundOnPage {
  const { bus, path, vendorId, productId, model, advice, entry } = found;
  const transport = entry?.transport ?? transportOf(found);
  const seems = entry ? seemsFrom(entry) : undefined;
  return {
    ...{ bus, path, vendorId, productId, model, advice, transport, seems },
    usedBy: own.find((each) => isThere(each, found, transport))?.id,
  };
}

function transportOf({ bus, path, vendorId, productId }: FoundDevice): FoundOnPage['transport'] {
  if (bus === 'hid' && vendorId !== undefined && productId !== undefined) return { kind: 'hid', vendorId, productId };
  return bus === 'pcsc' ? { kind: 'pcsc', reader: path } : { kind: bus, path };
}

function seemsFrom(entry: NonNullable<FoundDevice['entry']>): FoundOnPage['seems'] {
  const read = readDraft({ ...entry });
  if (!read.ok) return undefined;
  const { kind, driver } = read.value;
  return { kind, driver: driver satisfies DriverOnPage, ...(entry.profile ? { profile: entry.profile } : {}) };
}

/** By the port itself, or by the numbers of the device that stands there. */
function isThere(
  own: DeviceSettings,
  { bus, path, vendorId, productId }: FoundDevice,
  transport: FoundOnPage['transport'],
): boolean {
  const probes = [
    transport,
    { kind: bus, path },
    ...(vendorId && productId ? [{ kind: bus, vendorId, productId }] : []),
  ];
  return probes.some((probe) => {
    const draft = readDraft({ kind: own.kind, driver: own.driver, transport: probe });
    return draft.ok && isSamePlace(draft.value, own);
  });
}

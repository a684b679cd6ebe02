import type { HidAddress, HidDevice } from './hid-messages.ts';

/**
 * The listed device that an address means, or `undefined`. One that is known to be the wanted part comes before one whose
 * usage is not known: on Linux it can be missing (seen under umockdev; UNKNOWN on hardware). Then the first path.
 */
export function chooseHidDevice(
  devices: readonly HidDevice[],
  address: Extract<HidAddress, { by: 'ids' }>,
): HidDevice | undefined {
  const { vendorId, productId, serialNumber, usagePage } = address;
  const candidates = devices
    .filter((device) => device.vendorId === vendorId)
    .filter((device) => productId === undefined || device.productId === productId)
    .filter((device) => serialNumber === undefined || device.serialNumber === serialNumber)
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));
  if (usagePage === undefined) return candidates[0];
  const known = candidates.find((device) => device.usagePage === usagePage);
  return known ?? candidates.find((device) => device.usagePage === undefined);
}

/**
 * The usage page that a HID report descriptor begins with (HID 1.11 §6.2.2.7: `05 pp`, `06 pp pp`, `07 pp pp pp pp`).
 * `undefined` when it begins otherwise.
 */
export function usagePageFrom(descriptor: Uint8Array): number | undefined {
  const [item, low, high = 0] = descriptor;
  if (low === undefined) return undefined;
  if (item === 0x05) return low;
  return item === 0x06 || item === 0x07 ? low + high * 256 : undefined;
}

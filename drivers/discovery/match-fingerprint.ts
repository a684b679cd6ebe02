import { type DeviceFingerprint, deviceFingerprints } from '#config/catalogues/device-fingerprints.ts';

/** USB ids as four hexadecimal digits, in either case. */
export interface UsbIds {
  readonly vendorId: string;
  readonly productId: string;
}

/** What the catalogue says of a device: the row of its very product before the row of its vendor. */
export function matchFingerprint({ vendorId, productId }: UsbIds): DeviceFingerprint | undefined {
  const ofVendor = deviceFingerprints.filter((row) => row.vendorId === vendorId.toLowerCase());
  const ofProduct = ofVendor.find((row) => row.productId === productId.toLowerCase());
  return ofProduct ?? ofVendor.find((row) => row.productId === undefined);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseHidDevice, usagePageFrom } from './hid-match.ts';
import type { HidDevice } from './hid-messages.ts';

const scannerPage = 0x8c;
const keyboardPage = 0x01;

function device(path: string, more: Partial<HidDevice> = {}): HidDevice {
  return {
    path,
    vendorId: 0x0c2e,
    productId: 0x0b87,
    serialNumber: undefined,
    product: undefined,
    usagePage: undefined,
    ...more,
  };
}

const anyHoneywell = {
  by: 'ids',
  vendorId: 0x0c2e,
  productId: undefined,
  serialNumber: undefined,
  usagePage: scannerPage,
} as const;

test('the scanner part of a plug is taken, never its keyboard part', () => {
  const keyboard = device('/dev/hidraw0', { usagePage: keyboardPage });
  const scanner = device('/dev/hidraw1', { usagePage: scannerPage });
  expect(chooseHidDevice([keyboard, scanner], anyHoneywell)).toBe(scanner);
  expect(chooseHidDevice([keyboard], anyHoneywell)).toBe(undefined);
});

test('a device whose usage nobody tells is taken when no other is known to be a scanner', () => {
  const untold = device('/dev/hidraw0');
  const scanner = device('/dev/hidraw3', { usagePage: scannerPage });
  expect(chooseHidDevice([untold], anyHoneywell)).toBe(untold);
  expect(chooseHidDevice([untold, scanner], anyHoneywell)).toBe(scanner);
});

test('product and serial number narrow the choice, and equals are told apart by their path', () => {
  const devices = [
    device('/dev/hidraw2', { serialNumber: 'B' }),
    device('/dev/hidraw1', { serialNumber: 'A' }),
    device('/dev/hidraw0', { productId: 1 }),
    device('/dev/hidraw4', { vendorId: 1 }),
  ];
  const productId = 0x0b87;
  expect([
    chooseHidDevice(devices, { ...anyHoneywell, productId })?.path,
    chooseHidDevice(devices, { ...anyHoneywell, productId, serialNumber: 'B' })?.path,
    chooseHidDevice(devices, { ...anyHoneywell, serialNumber: 'C' })?.path,
    chooseHidDevice(devices, { ...anyHoneywell, usagePage: undefined })?.path,
  ]).toEqual(['/dev/hidraw1', '/dev/hidraw2', undefined, '/dev/hidraw0']);
});

test('a report descriptor says what the part is for', () => {
  expect([
    usagePageFrom(Uint8Array.of(0x05, 0x8c, 0x09, 0x02)),
    usagePageFrom(Uint8Array.of(0x06, 0x00, 0xff)),
    usagePageFrom(Uint8Array.of(0x07, 0x8c, 0x00, 0x00, 0x00)),
    usagePageFrom(Uint8Array.of(0xa1, 0x01)),
    usagePageFrom(Uint8Array.of(0x05)),
    usagePageFrom(new Uint8Array()),
  ]).toEqual([0x8c, 0xff00, 0x8c, undefined, undefined, undefined]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 8 }), (descriptor) => {
      const page = usagePageFrom(descriptor);
      expect(page === undefined || (page >= 0 && page <= 0xffff)).toBe(true);
    }),
  );
});

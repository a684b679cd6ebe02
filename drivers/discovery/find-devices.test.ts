import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { deviceFingerprints } from '#config/catalogues/device-fingerprints.ts';
import { listSerialPorts, listUsbPrinters } from '../transport/list-ports.ts';
import { findDevices } from './find-devices.ts';
import { matchFingerprint } from './match-fingerprint.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

const nothing = {
  serialPorts: async () => [],
  hidDevices: async () => [],
  usbPrinters: async () => [],
  cardReaders: async () => [],
};

const unserialled = { serialNumber: undefined };
const unnamed = { serialNumber: undefined, product: undefined, usagePage: undefined };

test('a technician gets the entry to paste for each device that is known', async () => {
  const found = await findDevices({
    serialPorts: async () => [
      { ...unserialled, path: '/dev/serial/by-id/newland', vendorId: '1eab', productId: '1d06', product: 'FM430' },
      { ...unserialled, path: '/dev/ttyUSB0', vendorId: '0403', productId: '6001', product: 'FT232R' },
      { ...unserialled, path: '/dev/ttyS0', vendorId: undefined, productId: undefined, product: undefined },
    ],
    hidDevices: async () => [{ ...unnamed, path: '/dev/hidraw0', vendorId: 0x0c2e, productId: 0x0b87 }],
    usbPrinters: async () => [
      { ...unserialled, path: '/dev/usb/lp0', vendorId: '0dd4', productId: '0205', product: 'VKP80III' },
      { ...unserialled, path: '/dev/usb/lp1', vendorId: 'abcd', productId: '0001', product: 'POS-80' },
    ],
    cardReaders: async () => ['ACS ACR1281 00 00'],
  });
  expect(found.map(({ bus, model, entry }) => ({ bus, model, entry }))).toEqual([
    {
      bus: 'serial',
      model: 'Newland FM430',
      entry: {
        id: 'scanner',
        kind: 'barcode-scanner',
        driver: 'serial',
        transport: { kind: 'serial', path: '/dev/serial/by-id/newland', baudRate: 9600 },
      },
    },
    { bus: 'serial', model: 'FTDI serial cable (also inside InBody BPBIO monitors)', entry: undefined },
    { bus: 'serial', model: undefined, entry: undefined },
    {
      bus: 'hid',
      model: 'Honeywell scanner',
      entry: {
        id: 'scanner-2',
        kind: 'barcode-scanner',
        driver: 'hid-pos',
        transport: { kind: 'hid', vendorId: '0c2e', productId: '0b87' },
      },
    },
    {
      bus: 'usb-printer',
      model: 'Custom kiosk printer',
      entry: {
        id: 'printer',
        kind: 'ticket-printer',
        driver: 'escpos',
        profile: 'custom-kiosk',
        transport: { kind: 'usb-printer', vendorId: '0dd4', productId: '0205' },
      },
    },
    {
      bus: 'usb-printer',
      model: 'POS-80',
      entry: {
        id: 'printer-2',
        kind: 'ticket-printer',
        driver: 'escpos',
        transport: { kind: 'usb-printer', vendorId: 'abcd', productId: '0001' },
      },
    },
    {
      bus: 'pcsc',
      model: 'ACS ACR1281 00 00',
      entry: {
        id: 'reader',
        kind: 'card-reader',
        driver: 'pcsc-emrtd',
        transport: { kind: 'pcsc', reader: 'ACS ACR1281 00 00' },
      },
    },
  ]);
});

test('a scanner that types like a keyboard is not offered, its mode has to be changed first', async () => {
  const keyboardPage = 0x01;
  const found = await findDevices({
    ...nothing,
    hidDevices: async () => [
      { ...unnamed, path: '/dev/hidraw0', vendorId: 0x1eab, productId: 0x1d03 },
      { ...unnamed, path: '/dev/hidraw1', vendorId: 0x05e0, productId: 0x1200, usagePage: keyboardPage },
      { ...unnamed, path: '/dev/hidraw2', vendorId: 0x046d, productId: 0xc31c, usagePage: keyboardPage },
      { ...unnamed, path: '/dev/hidraw3', vendorId: 0x9999, productId: 1, usagePage: 0x8c },
    ],
  });
  expect(found.map(({ advice, entry }) => [advice, entry?.driver])).toEqual([
    ['switch-scanner-mode', undefined],
    ['switch-scanner-mode', undefined],
    [undefined, undefined],
    [undefined, 'hid-pos'],
  ]);
});

test('of two printers of one model each gets an entry that means it alone, by its serial number or else by its path', async () => {
  const model = { vendorId: '0416', productId: '5011', product: 'POS58' };
  const transportsOf = async (serialNumbers: readonly (string | undefined)[]) => {
    const printers = serialNumbers.map((serialNumber, at) => ({ ...model, path: `/dev/usb/lp${at}`, serialNumber }));
    const found = await findDevices({ ...nothing, usbPrinters: async () => printers });
    return found.map(({ entry }) => entry?.transport);
  };
  const ids = { kind: 'usb-printer', vendorId: '0416', productId: '5011' };
  const byPath = (at: number) => ({ kind: 'usb-printer', path: `/dev/usb/lp${at}` });
  expect(await transportsOf(['A1'])).toEqual([ids]);
  expect(await transportsOf(['A1', 'A2'])).toEqual([
    { ...ids, serialNumber: 'A1' },
    { ...ids, serialNumber: 'A2' },
  ]);
  expect(await transportsOf(['same', 'same'])).toEqual([byPath(0), byPath(1)]);
  expect(await transportsOf([undefined, undefined])).toEqual([byPath(0), byPath(1)]);
  expect(await transportsOf([undefined, 'A2'])).toEqual([byPath(0), { ...ids, serialNumber: 'A2' }]);
});

test('this machine can be asked whatever is plugged in', async () => {
  expect(Array.isArray(await findDevices())).toBe(true);
});

test('the row of a product comes before the row of its vendor, in either case of the digits', () => {
  expect([
    matchFingerprint({ vendorId: '1EAB', productId: '1D10' })?.model,
    matchFingerprint({ vendorId: '1eab', productId: 'ffff' })?.model,
    matchFingerprint({ vendorId: 'ffff', productId: '1d10' })?.model,
  ]).toEqual(['Newland FM430', 'Newland scanner', undefined]);
});

test('every row of the catalogue has well-formed ids, and none stands there twice', () => {
  const ids = deviceFingerprints.map(({ vendorId, productId }) => `${vendorId}:${productId ?? '*'}`);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{4}:([0-9a-f]{4}|\*)$/);
  expect(new Set(ids).size).toBe(ids.length);
});

test('without udevadm, ports are found by the links and the files of the system', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tiep-don-ports-'));
  cleanUps.push(() => rm(root, { recursive: true }));
  const usb = join(root, 'sys/devices/usb1/1-2');
  await plugIn(root, { device: usb, name: 'ttyACM0', folder: 'sys/class/tty', below: 'dev' });
  await plugIn(root, {
    device: join(root, 'sys/devices/usb1/1-3'),
    name: 'lp0',
    folder: 'sys/class/usbmisc',
    below: 'dev/usb',
  });
  await mkdir(join(root, 'dev/serial/by-id'), { recursive: true });
  await symlink(join(root, 'dev/ttyACM0'), join(root, 'dev/serial/by-id/usb-newland'));
  for (const [name, type] of [
    ['ttyS0', '4'],
    ['ttyS1', '0'],
  ] as const) {
    await mkdir(join(root, 'sys/class/tty', name), { recursive: true });
    await writeFile(join(root, 'sys/class/tty', name, 'type'), `${type}\n`);
  }
  const ids = { ...unserialled, vendorId: '1eab', productId: '1d06', product: 'FM430' };
  expect(await listSerialPorts(root)).toEqual([
    { ...ids, path: join(root, 'dev/serial/by-id/usb-newland') },
    { ...unserialled, path: join(root, 'dev/ttyS0'), vendorId: undefined, productId: undefined, product: undefined },
  ]);
  expect(await listUsbPrinters(root)).toEqual([{ ...ids, path: join(root, 'dev/usb/lp0') }]);
});

/** A device with the ids of a Newland engine, as sysfs shows it. */
async function plugIn(
  root: string,
  { device, name, folder, below }: { device: string; name: string; folder: string; below: string },
): Promise<void> {
  await mkdir(join(device, 'interface'), { recursive: true });
  await writeFile(join(device, 'idVendor'), '1eab\n');
  await writeFile(join(device, 'idProduct'), '1d06\n');
  await writeFile(join(device, 'product'), 'FM430\n');
  await mkdir(join(root, folder, name), { recursive: true });
  await symlink(join(device, 'interface'), join(root, folder, name, 'device'));
  await mkdir(join(root, below), { recursive: true });
  await writeFile(join(root, below, name), '');
}

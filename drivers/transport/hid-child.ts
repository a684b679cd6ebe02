import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Device, HIDAsync } from 'node-hid';
import { unreachable } from '#config/agreements/result.ts';
import { chooseHidDevice, usagePageFrom } from './hid-match.ts';
import type { HidAddress, HidAnswer, HidDevice, HidOrder } from './hid-messages.ts';

/**
 * The program that holds one HID device for the kiosk, and the only file that loads `node-hid`. It lives beside the kiosk, so
 * that an addon that crashes is a device that was unplugged. When the kiosk goes, it goes too.
 */

/** Without a device and without an order for so long, nobody needs it any more. */
const idleMs = 20_000;

let device: HIDAsync | undefined;
let idle = setTimeout(end, idleMs);

function say(answer: HidAnswer): void {
  if (process.connected) process.send?.(answer);
}

async function obey(order: HidOrder): Promise<void> {
  clearTimeout(idle);
  switch (order.do) {
    case 'list':
      say({ type: 'listed', devices: await list() });
      break;
    case 'open':
      say(await open(order.address, order.featureReports));
      break;
    case 'write':
      say({ type: 'written', taken: await write(order.bytes) });
      break;
    case 'end':
      return end();
    default:
      return unreachable(order);
  }
  if (!device) idle = setTimeout(end, idleMs);
}

async function open(address: HidAddress, featureReports: readonly Uint8Array[]): Promise<HidAnswer> {
  const hid = await loadHid();
  const path = address.by === 'path' ? address.path : chooseHidDevice(await list(), address)?.path;
  if (!hid || path === undefined) return { type: 'refused', kind: 'not-found' };
  let opened: HIDAsync;
  try {
    opened = await hid.HIDAsync.open(path);
  } catch {
    return { type: 'refused', kind: await reasonOf(path) };
  }
  device = opened;
  opened.on('error', () => void loseDevice(opened));
  for (const report of featureReports) {
    // Best effort: a model that does not know the report refuses it and works without.
    await opened.sendFeatureReport(Buffer.from(report)).catch(() => {});
  }
  // Reading begins with this listener, so nothing is read before the kiosk has heard `opened`.
  setImmediate(() => opened.on('data', tellReport));
  return { type: 'opened' };
}

function tellReport(bytes: Uint8Array): void {
  const report = new Uint8Array(bytes);
  // Written to the channel at once.
  say({ type: 'report', bytes: report });
  for (const told of [bytes, report]) told.fill(0);
}

async function loseDevice(lost: HIDAsync): Promise<void> {
  if (device !== lost) return;
  device = undefined;
  await lost.close().catch(() => {});
  say({ type: 'lost' });
  idle = setTimeout(end, idleMs);
}

async function write(bytes: Uint8Array): Promise<boolean> {
  try {
    return (await device?.write(Buffer.from(bytes))) !== undefined;
  } catch {
    return false;
  }
}

async function list(): Promise<readonly HidDevice[]> {
  const hid = await loadHid();
  const devices = (await hid?.devicesAsync().catch(() => [])) ?? [];
  return Promise.all(devices.filter(hasPath).map(describe));
}

function hasPath(found: Device): found is Device & { path: string } {
  return found.path !== undefined;
}

async function describe(found: Device & { path: string }): Promise<HidDevice> {
  const { path, vendorId, productId, serialNumber, product } = found;
  const usagePage = found.usagePage || (await usagePageOf(path));
  return { path, vendorId, productId, serialNumber, product, usagePage };
}

/** Linux keeps the report descriptor in sysfs; elsewhere the library tells the usage itself. */
async function usagePageOf(path: string): Promise<number | undefined> {
  try {
    return usagePageFrom(await readFile(`/sys/class/hidraw/${basename(path)}/device/report_descriptor`));
  } catch {
    return undefined;
  }
}

/** The library says only that it could not open the device. */
async function reasonOf(path: string): Promise<'not-found' | 'busy' | 'not-allowed'> {
  try {
    await access(path, constants.R_OK | constants.W_OK);
    return 'busy';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'EACCES' || code === 'EPERM' ? 'not-allowed' : 'not-found';
  }
}

/** On a machine that the addon was not built for there are no HID devices, and the kiosk goes on. */
async function loadHid(): Promise<typeof import('node-hid') | undefined> {
  try {
    return (await import('node-hid')).default;
  } catch {
    return undefined;
  }
}

function end(): void {
  const closed = device?.close() ?? Promise.resolve();
  void closed.catch(() => {}).then(() => process.exit(0));
}

process.on('message', (order: HidOrder) => void obey(order));
process.on('disconnect', end);

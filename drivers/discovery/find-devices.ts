import { machineClock } from '#config/agreements/machine-clock.ts';
import type { DeviceFingerprint } from '#config/catalogues/device-fingerprints.ts';
import { listHidDevices } from '../transport/hid.ts';
import { type HidDevice, scannerUsagePage } from '../transport/hid-messages.ts';
import { type ListedPort, listSerialPorts, listUsbPrinters } from '../transport/list-ports.ts';
import { matchFingerprint } from './match-fingerprint.ts';

/** What is plugged into this machine, what we think it is, and what to write into the site file. For technicians' tools. */
export interface FoundDevice {
  readonly path: string;
  readonly bus: 'serial' | 'hid' | 'usb-printer' | 'pcsc';
  /** USB ids, four hexadecimal digits. */
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
  /** By the catalogue, or as the device names itself. */
  readonly model: string | undefined;
  /** To paste into `devices` of the site file; `undefined` when nobody can tell what hangs there. */
  readonly entry: SiteEntry | undefined;
  /** What the technician should do first. */
  readonly advice: 'switch-scanner-mode' | undefined;
}

export interface SiteEntry {
  readonly id: string;
  readonly kind: string;
  readonly driver: string;
  readonly profile?: string;
  readonly transport: Readonly<Record<string, string | number>> & { readonly kind: string };
}

/** Who lists what; a tool may leave some out or bring its own. */
export interface DeviceSources {
  serialPorts(): Promise<readonly ListedPort[]>;
  hidDevices(): Promise<readonly HidDevice[]>;
  usbPrinters(): Promise<readonly ListedPort[]>;
  /** Names of PC/SC readers. */
  cardReaders(): Promise<readonly string[]>;
}

const ofThisMachine: DeviceSources = {
  serialPorts: () => listSerialPorts(),
  hidDevices: () => listHidDevices(machineClock),
  usbPrinters: () => listUsbPrinters(),
  cardReaders: async () => [],
};

/** Takes a second or so, and never fails: a bus that cannot be listed is empty. */
export async function findDevices(sources: Partial<DeviceSources> = {}): Promise<readonly FoundDevice[]> {
  const { serialPorts, hidDevices, usbPrinters, cardReaders } = { ...ofThisMachine, ...sources };
  const [serial, hid, printers, readers] = await Promise.all([
    serialPorts(),
    hidDevices(),
    usbPrinters(),
    cardReaders(),
  ]);
  return withOwnIds([
    ...serial.map(fromSerialPort),
    ...hid.map(fromHidDevice),
    ...printers.map((port) => fromUsbPrinter(port, printers)),
    ...readers.map(fromCardReader),
  ]);
}

function fromSerialPort(port: ListedPort): FoundDevice {
  const known = fingerprintOf(port);
  const transport = { kind: 'serial', path: port.path, baudRate: 9600 };
  const isSerial = known?.use?.driver === 'serial' || known?.use?.driver === 'escpos';
  return { ...found(port, 'serial', known), entry: isSerial ? entryFor(known, transport) : undefined };
}

function fromUsbPrinter(port: ListedPort, all: readonly ListedPort[]): FoundDevice {
  const known = fingerprintOf(port);
  const transport = usbPrinterTransport(port, all);
  // Whatever is a printer to the kernel and not in the catalogue is most likely an ESC/POS one.
  const entry = entryFor(known, transport) ?? { id: 'printer', kind: 'ticket-printer', driver: 'escpos', transport };
  return { ...found(port, 'usb-printer', known), entry };
}

/** What stays the same when the printer comes back as another file. */
function usbPrinterTransport(port: ListedPort, all: readonly ListedPort[]): SiteEntry['transport'] {
  const { path, vendorId, productId, serialNumber } = port;
  if (vendorId === undefined || productId === undefined) return { kind: 'usb-printer', path };
  const numbers = { kind: 'usb-printer', vendorId, productId };
  const same = all.filter((each) => each.vendorId === vendorId && each.productId === productId);
  if (same.length === 1) return numbers;
  const isAlone = same.filter((each) => each.serialNumber === serialNumber).length === 1;
  // Two of one model that nothing tells apart: only their sockets differ.
  return serialNumber !== undefined && isAlone ? { ...numbers, serialNumber } : { kind: 'usb-printer', path };
}

function fromHidDevice(device: HidDevice): FoundDevice {
  const vendorId = hexOf(device.vendorId);
  const productId = hexOf(device.productId);
  const known = matchFingerprint({ vendorId, productId });
  const seen = found({ path: device.path, vendorId, productId, product: device.product }, 'hid', known);
  const isScanner = device.usagePage === scannerUsagePage;
  const mayBeScanner = device.usagePage === undefined && known?.use?.driver === 'hid-pos';
  if (isScanner || mayBeScanner) {
    const transport = { kind: 'hid', vendorId, productId };
    return { ...seen, entry: { id: 'scanner', kind: 'barcode-scanner', driver: 'hid-pos', transport } };
  }
  return { ...seen, advice: known?.use?.kind === 'barcode-scanner' ? 'switch-scanner-mode' : undefined };
}

function fromCardReader(reader: string): FoundDevice {
  const transport = { kind: 'pcsc', reader };
  const port = { path: reader, vendorId: undefined, productId: undefined, product: reader };
  const entry = { id: 'reader', kind: 'card-reader', driver: 'pcsc-emrtd', transport };
  return { ...found(port, 'pcsc', undefined), entry };
}

function fingerprintOf({ vendorId, productId }: ListedPort): DeviceFingerprint | undefined {
  return vendorId === undefined || productId === undefined ? undefined : matchFingerprint({ vendorId, productId });
}

function found(
  port: Omit<ListedPort, 'serialNumber'>,
  bus: FoundDevice['bus'],
  known: DeviceFingerprint | undefined,
): FoundDevice {
  const { path, vendorId, productId, product } = port;
  return { path, bus, vendorId, productId, model: known?.model ?? product, entry: undefined, advice: undefined };
}

const idsByKind = { 'barcode-scanner': 'scanner', 'ticket-printer': 'printer', 'card-reader': 'reader' } as const;

function entryFor(known: DeviceFingerprint | undefined, transport: SiteEntry['transport']): SiteEntry | undefined {
  if (!known?.use) return undefined;
  const { kind, driver } = known.use;
  const profile = 'profile' in known.use && known.use.profile !== 'epson' ? { profile: known.use.profile } : {};
  return { id: idsByKind[kind], kind, driver, ...profile, transport };
}

/** Ids of a site file are unique: the second scanner is `scanner-2`. */
function withOwnIds(devices: readonly FoundDevice[]): readonly FoundDevice[] {
  const counts = new Map<string, number>();
  return devices.map((device) => {
    if (!device.entry) return device;
    const count = (counts.get(device.entry.id) ?? 0) + 1;
    counts.set(device.entry.id, count);
    return count === 1 ? device : { ...device, entry: { ...device.entry, id: `${device.entry.id}-${count}` } };
  });
}

function hexOf(id: number): string {
  return id.toString(16).padStart(4, '0');
}

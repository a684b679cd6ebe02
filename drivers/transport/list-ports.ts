import { readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describeUsb, readLine, type UsbDescription } from './usb-sysfs.ts';

/** A serial port or a printer file of this machine, with the USB ids of the adapter where it has some. */
export interface ListedPort {
  /** For a site file: one that stays the same whatever is plugged in first, where the system makes one. */
  readonly path: string;
  readonly vendorId: string | undefined;
  readonly productId: string | undefined;
  /** As the device or its adapter names itself. */
  readonly product: string | undefined;
  readonly serialNumber: string | undefined;
}

/** Serial ports. `serialport` asks `udevadm`, which is missing on small systems: then sysfs and /dev/serial/by-id tell. */
export async function listSerialPorts(root = '/'): Promise<readonly ListedPort[]> {
  const links = await linksByTarget(join(root, 'dev/serial/by-id'));
  const names = await readdir(join(root, 'sys/class/tty')).catch(() => []);
  const found = new Map<string, ListedPort>();
  for (const name of names.filter((each) => /^tty(S|USB|ACM|AMA|XRUSB)\d+$/.test(each))) {
    const directory = join(root, 'sys/class/tty', name);
    const usb = await describeUsb(join(directory, 'device'));
    // The kernel makes ttyS files for ports that no machine has; a real one knows its chip (serial_core, UART type).
    if (!usb && ((await readLine(join(directory, 'type'))) ?? '0') === '0') continue;
    const path = join(root, 'dev', name);
    found.set(path, portFrom(usb, links.get(path) ?? path));
  }
  for (const port of root === '/' ? await portsFromLibrary() : []) {
    const isKnownToBeReal = port.vendorId !== undefined || links.has(port.path);
    if (found.has(port.path) || !isKnownToBeReal) continue;
    found.set(port.path, { ...port, path: links.get(port.path) ?? port.path });
  }
  for (const [target, link] of links) if (!found.has(target)) found.set(target, { ...unknownPort, path: link });
  return [...found.values()].toSorted((one, other) => (one.path < other.path ? -1 : 1));
}

/** Printers that Linux gives out as files, in the order of their sockets: `lp0` is only who came first. */
export async function listUsbPrinters(root = '/'): Promise<readonly ListedPort[]> {
  const names = await readdir(join(root, 'dev/usb')).catch(() => []);
  const printers = await Promise.all(
    names
      .filter((name) => /^lp\d+$/.test(name))
      .map(async (name) => {
        const usb = await describeUsb(join(root, 'sys/class/usbmisc', name, 'device'));
        return { usb, path: join(root, 'dev/usb', name) };
      }),
  );
  const placeOf = ({ usb, path }: (typeof printers)[number]) => usb?.place ?? path;
  return printers
    .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
    .map(({ usb, path }) => portFrom(usb, path));
}

function portFrom(usb: UsbDescription | undefined, path: string): ListedPort {
  if (!usb) return { ...unknownPort, path };
  const { vendorId, productId, product, serialNumber } = usb;
  return { path, vendorId, productId, product, serialNumber };
}

const unknownPort = { vendorId: undefined, productId: undefined, product: undefined, serialNumber: undefined };

/** Where the links of a folder point to → the link. */
async function linksByTarget(folder: string): Promise<ReadonlyMap<string, string>> {
  const links = new Map<string, string>();
  for (const name of await readdir(folder).catch(() => [])) {
    const link = join(folder, name);
    const target = await realpath(link).catch(() => undefined);
    if (target !== undefined) links.set(target, link);
  }
  return links;
}

async function portsFromLibrary(): Promise<readonly ListedPort[]> {
  try {
    const { SerialPort } = await import('serialport');
    const ports = await SerialPort.list();
    return ports.map(({ path, vendorId, productId, serialNumber, manufacturer, pnpId }) => ({
      path,
      vendorId: vendorId?.toLowerCase(),
      productId: productId?.toLowerCase(),
      serialNumber,
      product: manufacturer ?? (pnpId === undefined ? undefined : basename(pnpId)),
    }));
  } catch {
    return [];
  }
}

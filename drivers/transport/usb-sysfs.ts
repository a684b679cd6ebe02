import { readFile, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** What Linux keeps in sysfs of the USB device that some other device belongs to. */
export interface UsbDescription {
  /** Four hexadecimal digits. */
  readonly vendorId: string;
  readonly productId: string;
  /** As the device names itself. */
  readonly product: string | undefined;
  /** Many cheap printers have none, or all the same one. */
  readonly serialNumber: string | undefined;
  /** Where it stands in the tree of hubs: the same as long as the cable stays in its socket. */
  readonly place: string;
}

/** No device is deeper below its USB device than interface, port and class. */
const mostSteps = 8;

/** `directory` such as `/sys/class/usbmisc/lp0/device`; `undefined` when no USB device stands above it. */
export async function describeUsb(directory: string): Promise<UsbDescription | undefined> {
  let at = await realpath(directory).catch(() => undefined);
  for (let step = 0; at !== undefined && step < mostSteps; step++) {
    const vendorId = await readLine(join(at, 'idVendor'));
    const productId = await readLine(join(at, 'idProduct'));
    if (vendorId !== undefined && productId !== undefined) {
      const [product, serialNumber] = [await readLine(join(at, 'product')), await readLine(join(at, 'serial'))];
      return { vendorId: vendorId.toLowerCase(), productId: productId.toLowerCase(), product, serialNumber, place: at };
    }
    at = dirname(at);
  }
  return undefined;
}

/** `undefined` for a file that is missing or empty. */
export async function readLine(path: string): Promise<string | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : text.trim();
}

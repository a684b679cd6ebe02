import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Report descriptor of one 63-byte input report with id 2 on the page of barcode scanners. */
const reportDescriptor = '058c0902a101850215002600ff7508953f09028102c0';

/**
 * A Honeywell scanner that the system believes to be plugged in, as flags of `umockdev-run`, which gives node-hid's process
 * a hidraw device, its descriptor and its reports (https://github.com/martinpitt/umockdev). The folder is the caller's.
 */
export async function describeMockedScanner(
  reports: readonly Uint8Array[],
): Promise<{ readonly directory: string; readonly flags: readonly string[] }> {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-umockdev-'));
  const [device, ioctl, script] = ['device', 'ioctl', 'script'].map((name) => join(directory, name));
  const usb = '/devices/pci0000:00/0000:00:14.0/usb1/1-1';
  const hid = `${usb}/1-1:1.0/0003:0C2E:0B87.0001`;
  const nodes = [
    [
      `P: ${usb}`,
      'E: SUBSYSTEM=usb',
      'E: DEVTYPE=usb_device',
      'A: idVendor=0c2e\\n',
      'A: idProduct=0b87\\n',
      'A: bcdDevice=0100\\n',
      'A: manufacturer=Honeywell\\n',
      'A: product=HID POS Scanner\\n',
    ],
    [`P: ${usb}/1-1:1.0`, 'E: SUBSYSTEM=usb', 'E: DEVTYPE=usb_interface', 'A: bInterfaceNumber=00\\n'],
    [
      `P: ${hid}`,
      'E: SUBSYSTEM=hid',
      'E: HID_ID=0003:00000C2E:00000B87',
      'E: HID_NAME=Honeywell HID POS Scanner',
      'E: HID_PHYS=usb-0000:00:14.0-1/input0',
      'E: HID_UNIQ=',
      `H: report_descriptor=${reportDescriptor.toUpperCase()}`,
    ],
    [`P: ${hid}/hidraw/hidraw0`, 'N: hidraw0', 'E: DEVNAME=/dev/hidraw0', 'E: SUBSYSTEM=hidraw'],
  ];
  await writeFile(device ?? '', `${nodes.map((lines) => lines.join('\n')).join('\n\n')}\n`);
  const length = (reportDescriptor.length / 2).toString(16).padStart(2, '0').toUpperCase();
  await writeFile(ioctl ?? '', `@DEV /dev/hidraw0\nHIDIOCGRDESCSIZE 0 ${length}000000\n`);
  // umockdev begins at once and does not keep what comes before somebody has opened the device: the card is shown again
  // and again.
  const shown = Array.from({ length: 60 }, () => reports.map((report, at) => scriptLine(report, at === 0 ? 400 : 10)));
  await writeFile(script ?? '', Buffer.concat(shown.flat()));
  const recording = reports.length > 0 ? ['-s', `/dev/hidraw0=${script}`] : [];
  return { directory, flags: ['-d', device ?? '', '-i', `/dev/hidraw0=${ioctl}`, ...recording] };
}

/** `r <ms> <bytes>`: what the device sends after so long; control bytes as `^A`, `^` itself as `` ^` ``. */
function scriptLine(report: Uint8Array, afterMs: number): Uint8Array {
  const written = [...report].flatMap((byte) => {
    if (byte === 0x5e) return [0x5e, 0x60];
    return byte < 0x20 ? [0x5e, byte + 0x40] : [byte];
  });
  return Buffer.from([...Buffer.from(`r ${afterMs} `), ...written, 0x0a]);
}

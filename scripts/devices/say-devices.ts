import type { FoundDevice } from '#drivers/discovery/find-devices.ts';

/** For a terminal: what is there, what we think it is, and the entry for the site file's `devices`. */
export function sayDevices(found: readonly FoundDevice[]): string {
  if (found.length === 0) return [nothing, network].join('\n');
  return [
    ...buses.flatMap(([bus, title]) =>
      sayBus(
        title,
        found.filter((device) => device.bus === bus),
      ),
    ),
    network,
  ].join('\n');
}

const nothing = [
  'Nothing that a kiosk works with is plugged into this machine.',
  'Looked for: serial ports, USB HID devices, USB printers, smart-card readers.',
].join('\n');
const network =
  'What is on the network does not show: a printer or a serial device server is written as { "kind": "tcp", "host": …, "port": … }.';

const buses: readonly (readonly [FoundDevice['bus'], string])[] = [
  ['serial', 'Serial ports'],
  ['hid', 'USB HID devices'],
  ['usb-printer', 'USB printers'],
  ['pcsc', 'Smart-card readers'],
];

function sayBus(title: string, devices: readonly FoundDevice[]): readonly string[] {
  return devices.length === 0 ? [] : [title, ...devices.flatMap(sayDevice), ''];
}

function sayDevice(device: FoundDevice): readonly string[] {
  const { path, vendorId, productId, model, entry } = device;
  const usb = vendorId !== undefined && productId !== undefined ? `  (USB ${vendorId}:${productId})` : '';
  const name = model !== undefined && model !== path ? `  ${model}` : '';
  const advice = adviceFor(device);
  return [
    `  ${path}${name}${usb}`,
    ...(advice === undefined ? [] : [`      ${advice}`]),
    ...(entry === undefined ? [] : [`      ${JSON.stringify(entry)}`]),
  ];
}

function adviceFor({ bus, path, entry, advice }: FoundDevice): string | undefined {
  if (advice === 'switch-scanner-mode') {
    return 'This scanner types like a keyboard. Its manual has a code that switches it to HID-POS or to a serial port.';
  }
  if (entry !== undefined) return undefined;
  if (bus !== 'serial') return 'No driver of ours is for this.';
  const monitor = {
    id: 'bp',
    kind: 'blood-pressure-monitor',
    driver: 'and-tm2657',
    transport: { kind: 'serial', path },
  };
  return `What hangs behind it does not show. An A&D TM-2657, for example, would be:\n      ${JSON.stringify(monitor)}`;
}

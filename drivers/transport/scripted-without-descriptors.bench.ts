import { closeSync, openSync } from 'node:fs';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { LineProblem, OpenTransport } from '../contract/transport.ts';
import { openHid } from './hid.ts';
import { openPcscProcess, spawnPcscChild } from './pcsc-process.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';
import { openUsbPrinter } from './usb-printer.ts';

/**
 * A program for tests: it takes every file descriptor that its limit allows, then opens one line of each kind, and prints
 * what each one said as one line of JSON. The natives are loaded before, as they are in a kiosk that runs.
 */
await import('serialport');

const line = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const openers: Readonly<Record<string, OpenTransport>> = {
  pcsc: openPcscProcess(spawnPcscChild),
  hid: openHid({ address: { by: 'path', path: '/dev/hidraw0' } }, machineClock),
  serial: openSerial({ path: '/dev/ptmx', ...line }),
  tcp: openTcp({ host: '127.0.0.1', port: 9 }, machineClock),
  'usb-printer': openUsbPrinter({ path: '/dev/null' }, machineClock),
};

const held: number[] = [];
try {
  for (;;) held.push(openSync('/dev/null', 'r'));
} catch {
  // The limit is reached.
}

const said: Record<string, LineProblem['kind'] | 'open'> = {};
for (const [name, open] of Object.entries(openers)) said[name] = await standing(open);
for (const descriptor of held) closeSync(descriptor);
process.stdout.write(`${JSON.stringify(said)}\n`, () => process.exit(0));

/** Opened, the line may still turn out to be broken; only a line that stands is `open`. */
async function standing(open: OpenTransport): Promise<LineProblem['kind'] | 'open'> {
  const opened = await open();
  if (!opened.ok) return opened.problem.kind;
  return new Promise((resolve) => {
    opened.value.onLost(({ kind }) => resolve(kind));
    setTimeout(() => resolve('open'), 200).unref();
  });
}

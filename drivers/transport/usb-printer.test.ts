import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { Transport } from '../contract/transport.ts';
import { openUsbPrinter } from './usb-printer.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function createDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'tiep-don-usb-printer-'));
  cleanUps.push(() => rm(directory, { recursive: true }));
  return directory;
}

/** A named pipe opened for reading and writing gives back what is written, as a file of the system does. */
async function createPipe() {
  const path = join(await createDirectory(), 'lp0');
  expect(spawnSync('mkfifo', [path]).status).toBe(0);
  return path;
}

async function openPipe(): Promise<Transport> {
  const opened = await openUsbPrinter({ path: await createPipe() }, machineClock)();
  if (!opened.ok) throw new Error(`It did not open: ${opened.problem.kind}`);
  cleanUps.push(() => opened.value.close());
  return opened.value;
}

function hear(transport: Transport, count: number): Promise<number[]> {
  const heard: number[] = [];
  return new Promise((resolve) => {
    transport.onData((bytes) => {
      heard.push(...bytes);
      if (heard.length >= count) resolve(heard);
    });
  });
}

test('every byte goes both ways unchanged', async () => {
  const transport = await openPipe();
  const every = Uint8Array.from({ length: 256 }, (_, value) => value);
  const heard = hear(transport, 256);
  expect(await transport.write(every)).toEqual({ ok: true, value: 'taken' });
  expect(await heard).toEqual([...every]);
});

test('a ticket larger than the buffer of the system is taken piece by piece', async () => {
  const transport = await openPipe();
  const ticket = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 7) & 0xff);
  const written = transport.write(ticket);
  const heard = await hear(transport, ticket.length);
  expect(await written).toEqual({ ok: true, value: 'taken' });
  expect(Buffer.from(heard).equals(ticket)).toBe(true);
});

test('a write that nobody takes ends as lost when the kiosk closes', async () => {
  const transport = await openPipe();
  const written = transport.write(new Uint8Array(200_000));
  await transport.close();
  expect(await written).toEqual({ ok: false, problem: { kind: 'lost' } });
  expect(await transport.write(Uint8Array.of(1))).toEqual({ ok: false, problem: { kind: 'lost' } });
});

test('a printer that is not there is not found, and neither is a file or a folder in its place', async () => {
  const directory = await createDirectory();
  await writeFile(join(directory, 'file'), '');
  for (const path of [join(directory, 'nothing'), join(directory, 'file'), directory]) {
    expect(await openUsbPrinter({ path }, machineClock)()).toEqual({ ok: false, problem: { kind: 'not-found' } });
  }
});

test('a printer that the kiosk may not open says so', async () => {
  const path = await createPipe();
  await chmod(path, 0o000);
  // Root may open everything: for the moment of the attempt the test is nobody.
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.('nobody');
  const opened = await openUsbPrinter({ path }, machineClock)();
  if (isRoot) process.seteuid?.('root');
  expect(opened).toEqual({ ok: false, problem: { kind: 'not-allowed' } });
});

describe('a printer that is named by its USB numbers', () => {
  interface Plugged {
    readonly name: string;
    /** Where it hangs in the tree of hubs. */
    readonly socket: string;
    readonly vendorId: string;
    readonly serialNumber?: string;
    /** Nobody can open it: another program has it, or the file is not what it should be. */
    readonly cannotBeOpened?: boolean;
  }

  /** `/sys` and `/dev` of a machine, as they are once the printers are plugged in; each printer gives back what it gets. */
  async function machineWith(plugged: readonly Plugged[]): Promise<string> {
    const root = await createDirectory();
    await mkdir(join(root, 'dev/usb'), { recursive: true });
    await mkdir(join(root, 'sys/class/usbmisc'), { recursive: true });
    for (const each of plugged) await plugIn(root, each);
    return root;
  }

  async function plugIn(root: string, { name, socket, vendorId, serialNumber, cannotBeOpened }: Plugged) {
    const device = join(root, 'sys/devices/usb1', socket);
    const ids = { idVendor: vendorId, idProduct: '5011', ...(serialNumber ? { serial: serialNumber } : {}) };
    await mkdir(join(device, '1-1:1.0/usbmisc', name), { recursive: true });
    for (const [file, text] of Object.entries(ids)) await writeFile(join(device, file), `${text}\n`);
    await mkdir(join(root, 'sys/class/usbmisc', name));
    await symlink(join(device, '1-1:1.0'), join(root, 'sys/class/usbmisc', name, 'device'));
    const path = join(root, 'dev/usb', name);
    if (cannotBeOpened) await writeFile(path, '');
    else expect(spawnSync('mkfifo', [path]).status).toBe(0);
  }

  async function pullOut(root: string, name: string): Promise<void> {
    await rm(join(root, 'dev/usb', name));
    await rm(join(root, 'sys/class/usbmisc', name), { recursive: true });
  }

  /** Which file was opened: whatever is written comes back from there, and from nowhere else. */
  async function openedAt(root: string, line: Parameters<typeof openUsbPrinter>[0]): Promise<string> {
    const opened = await openUsbPrinter(line, machineClock, root)();
    if (!opened.ok) return opened.problem.kind;
    const held = spawnSync('find', [`/proc/${process.pid}/fd`, '-lname', `${root}/dev/usb/*`, '-printf', '%l\\n']);
    await opened.value.close();
    return String(held.stdout).trim().replace(`${root}/dev/usb/`, '');
  }

  const wanted = { vendorId: '0416', productId: '5011' };

  test('is found again as lp1 when it was switched off and on, and nobody edits a path', async () => {
    const printer = { socket: '1-2', vendorId: '0416' };
    const root = await machineWith([{ name: 'lp0', ...printer }]);
    const open = openUsbPrinter(wanted, machineClock, root);
    expect(await openedAt(root, wanted)).toBe('lp0');
    await pullOut(root, 'lp0');
    expect(await open()).toEqual({ ok: false, problem: { kind: 'not-found' } });
    await plugIn(root, { name: 'lp1', ...printer });
    expect(await openedAt(root, wanted)).toBe('lp1');
  });

  test('is never mistaken for a printer of another maker', async () => {
    const root = await machineWith([{ name: 'lp0', socket: '1-1', vendorId: '04B8' }]);
    expect(await openedAt(root, wanted)).toBe('not-found');
    expect(await openedAt(root, { ...wanted, vendorId: '04b8' })).toBe('lp0');
  });

  test('with a serial number is that one of two of the same model, in whatever order they came', async () => {
    const [one, other] = [
      { socket: '1-1', vendorId: '0416', serialNumber: 'A1' },
      { socket: '1-2', vendorId: '0416', serialNumber: 'A2' },
    ];
    const root = await machineWith([
      { name: 'lp0', ...one },
      { name: 'lp1', ...other },
    ]);
    const swapped = await machineWith([
      { name: 'lp0', ...other },
      { name: 'lp1', ...one },
    ]);
    expect([
      await openedAt(root, { ...wanted, serialNumber: 'A2' }),
      await openedAt(swapped, { ...wanted, serialNumber: 'A2' }),
      await openedAt(root, { ...wanted, serialNumber: 'A3' }),
    ]).toEqual(['lp1', 'lp0', 'not-found']);
  });

  test('without one is the one in the first socket, and the other one while that cannot be opened', async () => {
    const first = { name: 'lp7', socket: '1-1', vendorId: '0416' };
    const second = { name: 'lp2', socket: '1-2', vendorId: '0416' };
    expect(await openedAt(await machineWith([second, first]), wanted)).toBe('lp7');
    expect(await openedAt(await machineWith([second, { ...first, cannotBeOpened: true }]), wanted)).toBe('lp2');
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endWithUs } from '../end-with-us.ts';

/** A screen of its own with a real keyboard, mouse and touch screen below it: what one presses comes in as from a cable. */
export interface XServer {
  /** `:97` */
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Where each of its input devices takes what is done with it (inputtest(4)). */
  readonly devices: Readonly<Record<InputDeviceName, string>>;
  close(): Promise<void>;
}

export type InputDeviceName = 'keyboard' | 'pointer' | 'touch';

const [width, height] = [1280, 800];
const deviceTypes = { keyboard: 'Keyboard', pointer: 'PointerAbsolute', touch: 'Touch' } as const;

/** Xorg with its dummy card and its inputtest driver: Xvfb has no touch screen, and XTEST cannot touch. */
export async function startXServer(): Promise<XServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-screen-'));
  const devices = {
    keyboard: join(folder, 'keyboard.sock'),
    pointer: join(folder, 'pointer.sock'),
    touch: join(folder, 'touch.sock'),
  };
  const config = join(folder, 'xorg.conf');
  writeFileSync(config, configOf(devices));
  const flags = ['-displayfd', '3', '-config', config, '-configdir', join(folder, 'none')];
  const server = spawn(
    '/usr/lib/xorg/Xorg',
    [...flags, '-logfile', join(folder, 'xorg.log'), '-noreset', '-nolisten', 'tcp', '-sharevts', '-novtswitch'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  endWithUs(() => server.exitCode === null && server.signalCode === null, server.pid ?? 0);
  const number = await displayNumber(server);
  if (number === undefined) throw new Error('The X server did not start');
  return {
    ...{ name: `:${number}`, width, height, devices },
    async close() {
      const ended = once(server, 'exit');
      if (server.kill('SIGTERM')) await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function displayNumber(server: ChildProcess): Promise<string | undefined> {
  const said = server.stdio[3];
  if (!said) return undefined;
  const first = once(said, 'data').then(([chunk]) => String(chunk).trim());
  return Promise.race([first, once(server, 'exit').then(() => undefined)]);
}

function configOf(devices: XServer['devices']): string {
  const inputs = (['keyboard', 'pointer', 'touch'] as const).map((name) =>
    section('InputDevice', [
      `Identifier "${name}"`,
      'Driver "inputtest"',
      `Option "SocketPath" "${devices[name]}"`,
      `Option "DeviceType" "${deviceTypes[name]}"`,
      ...(name === 'touch' ? ['Option "TouchCount" "5"'] : []),
    ]),
  );
  return [
    section('ServerLayout', [
      'Identifier "kiosk"',
      'Screen "screen"',
      'InputDevice "keyboard" "CoreKeyboard"',
      'InputDevice "pointer" "CorePointer"',
      'InputDevice "touch" "SendCoreEvents"',
    ]),
    section('ServerFlags', [
      'Option "AutoAddDevices" "false"',
      'Option "DontVTSwitch" "true"',
      'Option "BlankTime" "0"',
    ]),
    ...inputs,
    section('Device', ['Identifier "card"', 'Driver "dummy"', 'VideoRam 32000']),
    section('Monitor', [
      'Identifier "monitor"',
      'HorizSync 5.0 - 1000.0',
      'VertRefresh 5.0 - 200.0',
      `Modeline "${width}x${height}" 83.50 1280 1352 1480 1680 800 803 809 831`,
    ]),
    section('Screen', [
      'Identifier "screen"',
      'Device "card"',
      'Monitor "monitor"',
      'DefaultDepth 24',
      `SubSection "Display"\n    Depth 24\n    Modes "${width}x${height}"\n    Virtual ${width} ${height}\n  EndSubSection`,
    ]),
  ].join('\n');
}

function section(name: string, lines: readonly string[]): string {
  return `Section "${name}"\n${lines.map((line) => `  ${line}`).join('\n')}\nEndSection\n`;
}

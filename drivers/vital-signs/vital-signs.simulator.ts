import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import { vitalSignsNames } from '#config/settings/device-settings.ts';
import type {
  SimulatedSpoiling,
  VitalSignsSimulatorAction,
  VitalSignsSimulatorState,
} from '../contract/vital-signs-simulator.ts';
import { fromFolder } from '../simulator-control/from-folder.ts';
import { controlOnWire, listenPluggably } from '../simulator-control/pluggable-listener.ts';
import { type RunningSimulator, runSimulator, type SimulatorPorts } from '../simulator-control/run-simulator.ts';
import type { SimulatedModel } from './machine.simulator.ts';
import type { VitalSignsName } from './vital-signs-drivers.ts';

/**
 * Scales, oximeters and a glucose meter behind a serial device server: a program that speaks the device's real bytes over
 * TCP. `node drivers/vital-signs/vital-signs.simulator.ts --device nonin-format2 --wire-port 7081 --control-port 7082`
 */
export interface SimulatedVitalSigns extends RunningSimulator {
  state(): VitalSignsSimulatorState;
  act(action: VitalSignsSimulatorAction): Promise<void>;
  /** Bytes that were heard and said since a host connected last. */
  traffic(): { readonly heard: number; readonly said: number };
}

/** By the names of observations; what a device does not measure it leaves alone. */
const vitals = z.record(z.string().min(1).max(64), z.number().min(0).max(999).optional());

const actionSchema: z.ZodType<VitalSignsSimulatorAction> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('measure'), vitals }),
  z.strictObject({ do: z.literal('take-off') }),
  z.strictObject({ do: z.literal('set-silent'), silent: z.boolean() }),
  z.strictObject({
    do: z.literal('spoil-next'),
    how: z.enum(['not', 'byte-by-byte', 'garbage-before', 'wrong-byte', 'cut-short']),
  }),
  z.strictObject({ do: z.literal('send-bytes'), base64: z.base64() }),
  z.strictObject({ do: z.literal('unplug') }),
  z.strictObject({ do: z.literal('plug-in') }),
]);

/** Rejects with the system's error when a port is taken. */
export async function startSimulatedVitalSigns(
  ports: SimulatorPorts,
  device: VitalSignsName,
  clock: Clock = machineClock,
): Promise<SimulatedVitalSigns> {
  let silent = false;
  let spoils: SimulatedSpoiling = 'not';
  let holdsFinger = false;
  let measured = 0;
  let heard = 0;
  let said = 0;

  const { takes, create } = await fromFolder<SimulatedModel>(import.meta.url, device, 'simulated');
  const machine = create({ clock, say });
  const wire = await listenPluggably({
    port: ports.wirePort,
    onConnection(socket) {
      heard = 0;
      said = 0;
      socket.on('data', (bytes: Uint8Array) => {
        heard += bytes.length;
        machine.receive(bytes);
      });
    },
  });

  function say(message: Uint8Array): void {
    if (silent) return;
    const how = spoils;
    spoils = 'not';
    if (how === 'byte-by-byte') for (const byte of message) send(Uint8Array.of(byte));
    else send(spoilt(message, how));
    if (how !== 'not') wire.changed();
  }

  function send(bytes: Uint8Array): void {
    said += bytes.length * wire.connections().size;
    wire.send(bytes);
  }

  function state(): VitalSignsSimulatorState {
    return {
      kind: 'vital-signs',
      device,
      pluggedIn: wire.pluggedIn(),
      connections: wire.connections().size,
      silent,
      spoils,
      holdsFinger,
      takes,
      measured,
    };
  }

  async function act(action: VitalSignsSimulatorAction): Promise<void> {
    switch (action.do) {
      case 'measure':
        measured += 1;
        holdsFinger = machine.holdsFinger;
        machine.measure(action.vitals);
        return wire.changed();
      case 'take-off':
        holdsFinger = false;
        machine.takeOff();
        return wire.changed();
      case 'set-silent':
        silent = action.silent;
        return wire.changed();
      case 'spoil-next':
        spoils = action.how;
        return wire.changed();
      case 'send-bytes':
        return send(Buffer.from(action.base64, 'base64'));
      case 'unplug':
        machine.powerOff();
        return wire.unplug();
      case 'plug-in':
        machine.powerOn();
        return wire.plugIn();
      default:
        return unreachable(action);
    }
  }

  const { controlPort: port } = ports;
  const running = await controlOnWire({ wire, port, state, actionSchema, act, switchOff: machine.powerOff });
  return { ...running, traffic: () => ({ heard, said }) };
}

/** None of the garbage begins a record of any of these devices whole. */
const garbage = Uint8Array.of(0xff, 0x00, 0x1b, 0x99, 0x01, 0xfe, 0x35, 0x2c, 0x0d, 0x0a);

function spoilt(message: Uint8Array, how: Exclude<SimulatedSpoiling, 'byte-by-byte'>): Uint8Array {
  if (how === 'not') return message;
  if (how === 'garbage-before') return Buffer.concat([garbage, message]);
  if (how === 'cut-short') return message.slice(0, Math.ceil(message.length / 2));
  const wrong = message.slice();
  const middle = Math.floor(message.length / 2);
  wrong[middle] = (wrong[middle] ?? 0) ^ 0x40;
  return wrong;
}

if (import.meta.main) {
  await runSimulator(
    ({ options, ...ports }) => {
      const device = vitalSignsNames.find((name) => name === options.device);
      if (!device) throw new Error(`--device is one of ${vitalSignsNames.join(', ')}`);
      return startSimulatedVitalSigns(ports, device);
    },
    { device: 'gtech-gl150' },
  );
}

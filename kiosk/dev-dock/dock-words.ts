import * as z from 'zod';
import type {
  CardReaderSimulatorAction,
  CardReaderSimulatorState,
  PressureMonitorSimulatorAction,
  PressureMonitorSimulatorState,
  PrinterSimulatorAction,
  PrinterSimulatorState,
  ScannerSimulatorAction,
  ScannerSimulatorState,
} from '#drivers/contract/simulator.ts';
import type { VitalSignsSimulatorAction, VitalSignsSimulatorState } from '#drivers/contract/vital-signs-simulator.ts';

/** The words between the dock's page and its server. */

/** Simulated devices that the dock has a drawer for: one for each kind, and of vital signs one for what is measured. */
export type SimulatedKind = keyof StateOf;

/** Devices that weigh, clip to a finger, take a drop of blood, or measure something that has no drawer of its own. They speak one control protocol. */
export type VitalSignsKind = 'scale' | 'oximeter' | 'glucose-meter' | 'other-meter';

interface StateOf extends Readonly<Record<VitalSignsKind, VitalSignsSimulatorState>> {
  readonly 'barcode-scanner': ScannerSimulatorState;
  readonly 'card-reader': CardReaderSimulatorState;
  readonly 'ticket-printer': PrinterSimulatorState;
  readonly 'blood-pressure-monitor': PressureMonitorSimulatorState;
}
export type SimulatorState<Kind extends SimulatedKind> = StateOf[Kind];

interface ActionOf extends Readonly<Record<VitalSignsKind, VitalSignsSimulatorAction>> {
  readonly 'barcode-scanner': ScannerSimulatorAction;
  readonly 'card-reader': CardReaderSimulatorAction;
  readonly 'ticket-printer': PrinterSimulatorAction;
  readonly 'blood-pressure-monitor': PressureMonitorSimulatorAction;
}
export type SimulatorAction<Kind extends SimulatedKind> = ActionOf[Kind];

/** What the page asks first. An address that is not known is left out of the JSON. */
export interface DockAddresses {
  /** Devices that this dock reaches. */
  readonly kinds: readonly SimulatedKind[];
  readonly kioskUrl: string | undefined;
  readonly hospitalUrl: string | undefined;
}

const plug = [z.strictObject({ do: z.literal('unplug') }), z.strictObject({ do: z.literal('plug-in') })] as const;
const sendBytes = z.strictObject({ do: z.literal('send-bytes'), base64: z.base64().max(32_768) });
const cardId = z.string().min(1).max(64);

/** By the names of observations; what a device does not measure it leaves alone. */
const vitals = z.record(z.string().min(1).max(64), z.number().min(0).max(999).optional());

const vitalSigns: z.ZodType<VitalSignsSimulatorAction> = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('measure'), vitals }),
  z.strictObject({ do: z.literal('take-off') }),
  z.strictObject({ do: z.literal('set-silent'), silent: z.boolean() }),
  z.strictObject({
    do: z.literal('spoil-next'),
    how: z.enum(['not', 'byte-by-byte', 'garbage-before', 'wrong-byte', 'cut-short']),
  }),
  sendBytes,
  ...plug,
]);

/** What may be passed on to a simulator: the control protocol's words and nothing else. */
export const actionReaders: { readonly [Kind in SimulatedKind]: z.ZodType<SimulatorAction<Kind>> } = {
  'barcode-scanner': z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('scan'), cardId }),
    sendBytes,
    ...plug,
  ]),
  'card-reader': z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('insert'), cardId }),
    z.strictObject({ do: z.literal('remove') }),
    z.strictObject({ do: z.literal('tear-after'), apdus: z.int().min(0).max(10_000).nullable() }),
    z.strictObject({ do: z.literal('set-delay'), ms: z.int().min(0).max(60_000) }),
  ]),
  'ticket-printer': z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('set-paper'), paper: z.enum(['ok', 'low', 'out']) }),
    z.strictObject({ do: z.literal('set-cover'), cover: z.enum(['closed', 'open']) }),
    z.strictObject({ do: z.literal('set-cutter'), cutter: z.enum(['ok', 'jammed']) }),
    z.strictObject({ do: z.literal('set-silent'), silent: z.boolean() }),
    ...plug,
  ]),
  'blood-pressure-monitor': z.discriminatedUnion('do', [
    z.strictObject({
      do: z.literal('set-next-result'),
      result: z.enum(['normal', 'high', 'crisis', 'error', 'impossible']),
    }),
    z.strictObject({ do: z.literal('set-trouble'), trouble: z.enum(['none', 'slow', 'silent', 'wrong-checksum']) }),
    z.strictObject({ do: z.literal('press-start') }),
    z.strictObject({ do: z.literal('store-stale-result') }),
    ...plug,
  ]),
  scale: vitalSigns,
  oximeter: vitalSigns,
  'glucose-meter': vitalSigns,
  'other-meter': vitalSigns,
};

export function isSimulatedKind(text: string): text is SimulatedKind {
  return Object.hasOwn(actionReaders, text);
}

import * as z from 'zod';
import type {
  PressureMonitorSimulatorAction,
  PressureMonitorSimulatorState,
  PrinterSimulatorAction,
  PrinterSimulatorState,
  ScannerSimulatorAction,
  ScannerSimulatorState,
} from '#drivers/contract/simulator.ts';

/** The words between the dock's page and its server. */

/** Kinds of simulated devices that the dock has a drawer for. */
export type SimulatedKind = keyof StateOf;

interface StateOf {
  readonly 'barcode-scanner': ScannerSimulatorState;
  readonly 'ticket-printer': PrinterSimulatorState;
  readonly 'blood-pressure-monitor': PressureMonitorSimulatorState;
}
export type SimulatorState<Kind extends SimulatedKind> = StateOf[Kind];

interface ActionOf {
  readonly 'barcode-scanner': ScannerSimulatorAction;
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

/** What may be passed on to a simulator: the control protocol's words and nothing else. */
export const actionReaders: { readonly [Kind in SimulatedKind]: z.ZodType<SimulatorAction<Kind>> } = {
  'barcode-scanner': z.discriminatedUnion('do', [
    z.strictObject({ do: z.literal('scan'), cardId: z.string().min(1).max(64) }),
    z.strictObject({ do: z.literal('send-bytes'), base64: z.base64().max(32_768) }),
    ...plug,
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
};

export function isSimulatedKind(text: string): text is SimulatedKind {
  return Object.hasOwn(actionReaders, text);
}

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
export const simulatedKinds = [
  'barcode-scanner',
  'card-reader',
  'ticket-printer',
  'blood-pressure-monitor',
  'scale',
  'oximeter',
  'glucose-meter',
  'thermometer',
  'other-meter',
] as const;
export type SimulatedKind = (typeof simulatedKinds)[number];

/** Devices that weigh, clip to a finger, take a drop of blood, look at a forehead, or measure something that has no drawer of its own. They speak one control protocol. */
export type VitalSignsKind = 'scale' | 'oximeter' | 'glucose-meter' | 'thermometer' | 'other-meter';

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

export function isSimulatedKind(text: string): text is SimulatedKind {
  return simulatedKinds.some((kind) => kind === text);
}

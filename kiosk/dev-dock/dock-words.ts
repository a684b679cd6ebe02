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
import type { HubSimulatorAction, HubSimulatorState } from './hub-words.ts';

/** The words between the dock's page and its server. */

/** What the dock has a drawer for: each kind of simulated device, of vital signs one for what is measured, and the hospital's hub. */
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
  'hub',
] as const;
export type SimulatedKind = (typeof simulatedKinds)[number];

/** Devices that weigh, clip to a finger, take a drop of blood, look at a forehead, or measure something that has no drawer of its own. They speak one control protocol. */
export type VitalSignsKind = 'scale' | 'oximeter' | 'glucose-meter' | 'thermometer' | 'other-meter';

interface StateOf extends Readonly<Record<VitalSignsKind, VitalSignsSimulatorState>> {
  readonly 'barcode-scanner': ScannerSimulatorState;
  readonly 'card-reader': CardReaderSimulatorState;
  readonly 'ticket-printer': PrinterSimulatorState;
  readonly 'blood-pressure-monitor': PressureMonitorSimulatorState;
  readonly hub: HubSimulatorState;
}
export type SimulatorState<Kind extends SimulatedKind> = StateOf[Kind];

interface ActionOf extends Readonly<Record<VitalSignsKind, VitalSignsSimulatorAction>> {
  readonly 'barcode-scanner': ScannerSimulatorAction;
  readonly 'card-reader': CardReaderSimulatorAction;
  readonly 'ticket-printer': PrinterSimulatorAction;
  readonly 'blood-pressure-monitor': PressureMonitorSimulatorAction;
  readonly hub: HubSimulatorAction;
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

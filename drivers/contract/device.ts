/** What every device is to the rest of the kiosk, whoever made it. Types only. */

export type Unsubscribe = () => void;

export type DeviceKind =
  | 'barcode-scanner'
  | 'ticket-printer'
  | 'card-reader'
  | 'blood-pressure-monitor'
  | 'vital-signs';

/**
 * Where a device stands. One of these words reaches health reports, metrics and the technician.
 *
 * - `connecting`: not reached yet since the start.
 * - `ready`: it answers and can work.
 * - `paper-low`: as `ready`; the roll should be changed soon.
 * - `no-paper`, `cover-open`, `cutter-error`, `printer-error`: it answers and says that it cannot print.
 * - `no-answer`: the line is open, but the device is silent.
 * - `measuring`: a cuff or sensor works right now.
 * - `absent`: the line cannot be opened or broke; the supervisor keeps trying.
 */
export type DeviceCondition =
  | 'connecting'
  | 'ready'
  | 'paper-low'
  | 'no-paper'
  | 'cover-open'
  | 'cutter-error'
  | 'printer-error'
  | 'measuring'
  | 'no-answer'
  | 'absent';

/** A driver's part that is the same for all kinds. Drivers never throw for what a device does. */
export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  condition(): DeviceCondition;
  /** Called after each change, never with the same condition twice in a row. */
  onCondition(listener: (condition: DeviceCondition) => void): Unsubscribe;
  /** Lets go of the line. Resolves when the port can be opened by somebody else. */
  close(): Promise<void>;
}

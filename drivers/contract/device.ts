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

/**
 * What a technician should do about a device that works or nearly works. A condition says where a device stands; a hint
 * says what its driver has noticed, and stands until the driver has seen that it is mended.
 *
 * - `scanner-adds-prefix`: codes arrive with something around them that cannot be taken off.
 * - `scanner-sends-no-ending`: codes arrive, and nothing says where they end.
 * - `wrong-line-settings`: bytes arrive that no device of this kind sends; usually speed or parity.
 * - `set-the-clock`: the device's own clock is unset or wrong; its time stamps are left out.
 * - `print-not-confirmed`: the printer has no way to prove that a ticket is out.
 * - `status-not-understood`: the printer answers, but not as its profile says.
 * - `csca-folder-missing`: the directory of the country certificates is not there.
 * - `csca-files-unreadable`: some of its files or parts of them are no certificates.
 * - `no-csca-for-country`: it has no certificate of the country whose cards are read that is valid today.
 */
export type DeviceHint =
  | 'scanner-adds-prefix'
  | 'scanner-sends-no-ending'
  | 'wrong-line-settings'
  | 'set-the-clock'
  | 'print-not-confirmed'
  | 'status-not-understood'
  | 'csca-folder-missing'
  | 'csca-files-unreadable'
  | 'no-csca-for-country';

/**
 * Why a device is absent, as its line says it: for the technician, in words of the console and the log.
 *
 * - `not-found`: no such port, device, reader or host; or nobody listens there.
 * - `busy`: another program holds it.
 * - `not-allowed`: the user of the kiosk may not open it.
 * - `timed-out`: it did not answer the attempt to open.
 * - `lost`: it was open and broke: unplugged, switched off.
 * - `no-service`: the program of the system that it is reached by does not run, such as pcscd.
 */
export type WhyAbsent = 'not-found' | 'busy' | 'not-allowed' | 'timed-out' | 'lost' | 'no-service';

/** A driver's part that is the same for all kinds. Drivers never throw for what a device does. */
export interface Device {
  readonly id: string;
  readonly kind: DeviceKind;
  condition(): DeviceCondition;
  /** Called after each change, never with the same condition twice in a row. */
  onCondition(listener: (condition: DeviceCondition) => void): Unsubscribe;
  /** By the last attempt to reach it; `undefined` while it is not `absent`, and once it was closed. */
  whyAbsent(): WhyAbsent | undefined;
  /** What stands now, in the order in which it was noticed. */
  hints(): readonly DeviceHint[];
  /** Called when a hint begins to stand and when it no longer does. */
  onHint(listener: (hint: DeviceHint, stands: boolean) => void): Unsubscribe;
  /** Lets go of the line. Resolves when the port can be opened by somebody else. */
  close(): Promise<void>;
}

/**
 * The words between a simulated device and whoever plays the technician's or the patient's hand: the dev dock, a test.
 *
 * A simulator is a program of its own. Beside the device's real wire it listens on a loopback control port:
 * `GET /state` → the kind's state as JSON; `GET /events` → server-sent events, each `data:` one state;
 * `POST /do` with one action as JSON → 204, or 400 when it is not understood. `GET /paper/<n>.png` on printers.
 */
export interface ScannerSimulatorState {
  readonly kind: 'barcode-scanner';
  readonly pluggedIn: boolean;
  /** Hosts connected to the wire right now. */
  readonly connections: number;
  readonly cards: readonly SimulatedCard[];
}

/** A card of somebody who does not exist. */
export interface SimulatedCard {
  readonly id: string;
  readonly title: string;
  /** What is special about it, for the developer. */
  readonly remark: string;
}

export type ScannerSimulatorAction =
  | { readonly do: 'scan'; readonly cardId: string }
  /** Bytes as they would leave the scanner, terminator included, base64. */
  | { readonly do: 'send-bytes'; readonly base64: string }
  | { readonly do: 'unplug' }
  | { readonly do: 'plug-in' };

export interface PrinterSimulatorState {
  readonly kind: 'ticket-printer';
  readonly pluggedIn: boolean;
  readonly connections: number;
  readonly paper: 'ok' | 'low' | 'out';
  readonly cover: 'closed' | 'open';
  readonly cutter: 'ok' | 'jammed';
  /** It swallows everything and says nothing. */
  readonly silent: boolean;
  /** How many tickets were cut since the start; `/paper/1.png` is the first. */
  readonly ticketsCut: number;
  /** Only of a kiosk printer: whether a cut ticket is held inside, or handed out and not taken yet. */
  readonly presenter?: 'empty' | 'held' | 'presented';
}

export type PrinterSimulatorAction =
  | { readonly do: 'set-paper'; readonly paper: 'ok' | 'low' | 'out' }
  | { readonly do: 'set-cover'; readonly cover: 'closed' | 'open' }
  | { readonly do: 'set-cutter'; readonly cutter: 'ok' | 'jammed' }
  | { readonly do: 'set-silent'; readonly silent: boolean }
  /** A hand takes what a presenter has handed out. */
  | { readonly do: 'take-ticket' }
  /** Behind a device server: the connection stands, and what the printer had received is gone. */
  | { readonly do: 'switch-off-and-on' }
  /** Bytes as noise or a damaged status would leave the printer, base64. */
  | { readonly do: 'send-bytes'; readonly base64: string }
  | { readonly do: 'unplug' }
  | { readonly do: 'plug-in' };

export interface PressureMonitorSimulatorState {
  readonly kind: 'blood-pressure-monitor';
  /** The driver that this device is for, such as `and-tm2657`. */
  readonly driver: string;
  readonly startedBy: 'host' | 'button';
  readonly pluggedIn: boolean;
  readonly connections: number;
  readonly cuff: 'empty' | 'working';
  /** Pressure in the cuff, mm[Hg]. */
  readonly cuffMmHg: number;
  readonly nextResult: SimulatedPressureResult;
  /** Who sits there, and is measured instead of `nextResult`; `undefined` while nobody was seated. */
  readonly patient: SimulatedPatient | undefined;
  /** The device's code for the next error; `undefined` is the usual one of its kind. */
  readonly errorCode: string | undefined;
  readonly trouble: SimulatedPressureTrouble;
  /** A result that the device keeps and that nobody asked for yet. */
  readonly keepsResult: boolean;
  /** Results that left the device since the start. */
  readonly resultsSent: number;
}

/**
 * - `normal`, `high`, `crisis`: values of healthy, hypertensive and acutely endangered people.
 * - `error`: the device gives no values and says why, where its protocol has words for it.
 * - `impossible`: a record that no human can have.
 */
export type SimulatedPressureResult = 'normal' | 'high' | 'crisis' | 'error' | 'impossible';

/**
 * Somebody who does not exist and whose pressure behaves as people's does (`plausible-patient.simulator.ts`): it is raised when
 * they sit down, falls while they rest, and is never the same twice.
 *
 * - `white-coat`: raised by much, and well at rest. `high`, `crisis`: also at rest.
 * - `irregular-heart`: marked as irregular, and readings differ by more.
 * - `moving-arm`: marked as moved, too high, and at times no reading at all.
 */
export type SimulatedPatient = 'calm' | 'white-coat' | 'high' | 'crisis' | 'irregular-heart' | 'moving-arm';

/**
 * - `slow`: it measures four times as long, and each byte comes alone.
 * - `silent`: it hears nothing and says nothing.
 * - `wrong-checksum`: its records are damaged on the way.
 */
export type SimulatedPressureTrouble = 'none' | 'slow' | 'silent' | 'wrong-checksum';

export type PressureMonitorSimulatorAction =
  | {
      /** Whoever sits there gets up. */
      readonly do: 'set-next-result';
      readonly result: SimulatedPressureResult;
      readonly errorCode?: string | undefined;
    }
  /** Sits down now: their rest begins. `undefined`: nobody, and the next result is again the one that was set. */
  | { readonly do: 'seat'; readonly patient?: SimulatedPatient | undefined }
  | { readonly do: 'set-trouble'; readonly trouble: SimulatedPressureTrouble }
  /** Somebody presses the button on the device. */
  | { readonly do: 'press-start' }
  /** Yesterday's patient: devices that keep results have one now, the others send it at once. */
  | { readonly do: 'store-stale-result' }
  /** Bytes as they would leave the device, base64. */
  | { readonly do: 'send-bytes'; readonly base64: string }
  | { readonly do: 'unplug' }
  | { readonly do: 'plug-in' };

/** A hand with chip cards at a PC/SC reader. `GET /csca.cer` is the certificate that its genuine cards hang on. */
export interface CardReaderSimulatorState {
  readonly kind: 'card-reader';
  /** The card that is held to the reader. */
  readonly cardId: string | null;
  /** The reader has noticed it. */
  readonly reached: boolean;
  /** How many commands the card has answered since it was inserted. */
  readonly apdus: number;
  /** Wrong keys that are left before the card blocks. */
  readonly triesLeft: number | null;
  /** The card takes so long for each answer. */
  readonly delayMs: number;
  /** The card is torn out after so many further answers; `null` when it may stay. */
  readonly tearAfter: number | null;
  readonly cards: readonly SimulatedCard[];
}

export type CardReaderSimulatorAction =
  | { readonly do: 'insert'; readonly cardId: string }
  | { readonly do: 'remove' }
  | { readonly do: 'tear-after'; readonly apdus: number | null }
  | { readonly do: 'set-delay'; readonly ms: number };

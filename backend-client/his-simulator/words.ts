/**
 * The words between the simulated hospital and whoever looks at it: its page, a test, a script.
 *
 * `GET /api/state` → `HisState`; `GET /api/arrivals` → `Arrival[]`, oldest first; `GET /events` → server-sent events, each
 * `data:` one `HisEvent`, beginning with `everything`; `POST /api/mode` with one `HisMode` as JSON → 204, or 400;
 * `POST /api/clear` → 204.
 */
export type HisMode =
  | { readonly kind: 'answer' }
  /** Takes the message and says nothing. */
  | { readonly kind: 'stop-answering' }
  /** Application error: the content is wrong. */
  | { readonly kind: 'refuse-ae' }
  /** Application reject: not now. */
  | { readonly kind: 'refuse-ar' }
  /** Takes the message and closes the connection. */
  | { readonly kind: 'drop-connection' }
  | { readonly kind: 'slow'; readonly seconds: number };

export interface HisState {
  readonly mode: HisMode;
  readonly mllpPort: number;
  /** Kiosks connected right now. */
  readonly connections: number;
  /** Frames since the start or the last clearing, repeated ones included. */
  readonly received: number;
  /** Of these: the same MSH-10 again. */
  readonly repeated: number;
  /** Of these: not HL7. */
  readonly notUnderstood: number;
}

/**
 * What was answered last. `AA` and `AE` are final: the same control id gets the same bytes again. After `AR` or `none` a
 * repeated message is judged anew.
 */
export type ArrivalAnswer = 'waiting' | 'AA' | 'AE' | 'AR' | 'none';

/** One message, as the hospital understands it. Texts are '' when the message does not say. */
export interface Arrival {
  /** Counts from 1. */
  readonly number: number;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly lastReceivedAt: number;
  readonly receivedTimes: number;
  readonly answer: ArrivalAnswer;
  readonly facts: ArrivalFacts;
  /** One segment a line. */
  readonly raw: string;
}

export interface ArrivalFacts {
  readonly controlId: string;
  /** `ADT^A04` */
  readonly event: string;
  /** MSH-11 is `T`. */
  readonly test: boolean;
  readonly sendingFacility: string;
  readonly ticket: string;
  /** `yyyyMMdd` */
  readonly businessDay: string;
  readonly visitId: string;
  readonly patientName: string;
  /** As sent: `yyyyMMdd`, `yyyyMM` or `yyyy`. */
  readonly birth: string;
  readonly sex: string;
  readonly address: string;
  readonly citizenNumber: string;
  readonly oldCitizenNumber: string;
  readonly insuranceNumber: string;
  readonly insuranceFrom: string;
  readonly insuranceTo: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly room: string;
  readonly priority: boolean;
  /** `AGE75`, `UNDER6` */
  readonly priorityGround: string;
  /** Staff must check it: the card shows only a year. */
  readonly priorityToCheck: boolean;
  readonly identitySource: string;
}

export type HisEvent =
  | { readonly kind: 'everything'; readonly state: HisState; readonly arrivals: readonly Arrival[] }
  | { readonly kind: 'state'; readonly state: HisState }
  /** A new one, or one that has changed. */
  | { readonly kind: 'arrival'; readonly arrival: Arrival };

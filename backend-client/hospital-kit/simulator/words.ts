/**
 * The words between the simulated hospital and whoever looks at it: its page, a test, a script.
 *
 * `GET /api/state` → `HisState`; `GET /api/arrivals` → `Arrival[]`, oldest first; `GET /api/alerts` → `ReceivedAlert[]`;
 * `GET /api/people` → `KnownPerson[]`, everybody that look-ups find. `GET /events` → server-sent events, each `data:` one
 * `HisEvent`, beginning with `everything`.
 *
 * `POST /api/mode` with a `HisMode` as JSON is what MLLP does; `POST /api/mode/fhir` and `POST /api/mode/webhook` take an
 * `HttpMode`. With `"once": true` beside the mode it is lifted after one message. → 204, or 400.
 * `POST /api/acknowledge` with `alertId` and `by` (who is coming) → 204, or 404 when there is no such alert; `POST /api/clear` → 204.
 */
export type HisMode =
  | { readonly kind: 'answer' }
  /** Takes the message and says nothing. */
  | { readonly kind: 'stop-answering' }
  /** Application error with ERR-3 102: the content is wrong, and where. */
  | { readonly kind: 'refuse-ae' }
  /** The same without ERR, as many programs answer whatever has gone wrong. */
  | { readonly kind: 'refuse-without-reason' }
  /** Application reject: not now. */
  | { readonly kind: 'refuse-ar' }
  /** AE with ERR-3 206: somebody has the record open. AE with 207: the program has a fault of its own. AR with 203: another version. */
  | { readonly kind: 'record-locked' }
  | { readonly kind: 'internal-error' }
  | { readonly kind: 'other-version' }
  /** Accepts each message and ends the connection after it. */
  | { readonly kind: 'one-per-connection' }
  /** Takes the message and closes the connection. */
  | { readonly kind: 'drop-connection' }
  | { readonly kind: 'slow'; readonly seconds: number }
  /** Commit error and commit reject: words of the enhanced mode. */
  | { readonly kind: 'refuse-ce' }
  | { readonly kind: 'refuse-cr' }
  /** The first half of the acknowledgement, and then nothing. */
  | { readonly kind: 'half-frame' }
  /** A frame that is not HL7. */
  | { readonly kind: 'garbage' }
  | { readonly kind: 'duplicate-acknowledgement' }
  /** AA for a message that nobody has sent. */
  | { readonly kind: 'wrong-msa-2' }
  | { readonly kind: 'empty-msa-2' }
  /** AA for the message before, and only then the right one. */
  | { readonly kind: 'out-of-order' }
  /** Numbers of twelve digits come back with so many. */
  | { readonly kind: 'cut-numbers'; readonly digits: 9 | 10 };

/** What a server over HTTP does: FHIR or the webhook. */
export type HttpMode =
  | { readonly kind: 'answer' }
  | { readonly kind: 'slow'; readonly seconds: number }
  /** Takes everything and says nothing. */
  | { readonly kind: 'stop-answering' }
  /** Takes everything, answers half and closes. */
  | { readonly kind: 'half-answer' }
  /** HTML: over FHIR with 200; over the webhook with 302, because a 2xx is an acceptance whatever its body. */
  | { readonly kind: 'garbage' }
  /** Takes everything and closes the connection. */
  | { readonly kind: 'drop-after-commit' }
  /** Takes nothing. 429 comes with Retry-After. */
  | { readonly kind: 'status'; readonly status: FaultStatus }
  | { readonly kind: 'cut-numbers'; readonly digits: 9 | 10 }
  /** FHIR: another kiosk creates the same patient at the same moment. Of no effect on the webhook. */
  | { readonly kind: 'duplicate-patient' }
  /** FHIR: searches do not show what was written within the last minute. Of no effect on the webhook. */
  | { readonly kind: 'search-lags' };

export const faultStatuses = [401, 403, 404, 409, 412, 422, 429, 500, 502, 503] as const;
export type FaultStatus = (typeof faultStatuses)[number];

export type HisProtocol = 'mllp' | 'fhir' | 'webhook';

export interface HttpState {
  readonly mode: HttpMode;
  readonly once: boolean;
  /** As `HisState.received`, over this protocol. */
  readonly received: number;
}

export interface HisState {
  readonly mode: HisMode;
  /** The mode is lifted after one message. */
  readonly once: boolean;
  readonly fhir: HttpState;
  readonly webhook: HttpState;
  /** FHIR under `/fhir`, the webhook under `/tiep-don`. */
  readonly httpPort: number;
  readonly mllpPort: number;
  /** Kiosks connected right now. */
  readonly connections: number;
  /**
   * Messages and look-ups over all protocols since the start or the last clearing, repeated ones included. Not heartbeats,
   * alerts, and what kiosks ask by themselves.
   */
  readonly received: number;
  /** Of these: the same control id again over the same protocol. */
  readonly repeated: number;
  /** Of these: frames over MLLP that are no HL7. */
  readonly notUnderstood: number;
}

/**
 * What was answered last. `AA`, and `AE` for the content, are final: the same control id gets the same bytes again. After `AR` or `none` a
 * repeated message is judged anew.
 */
export type ArrivalAnswer = 'waiting' | 'AA' | 'AE' | 'AR' | 'CE' | 'CR' | 'none' | `HTTP ${number}`;

export type ArrivalKind =
  | 'registration'
  | 'correction'
  /** The visit is taken back; a registration of the same visit follows. */
  | 'cancellation'
  | 'arrival'
  | 'reading'
  | 'survey'
  | 'look-up'
  | 'other';

/** One message, as the hospital understands it. Texts are '' when the message does not say. */
export interface Arrival {
  /** Counts from 1. */
  readonly number: number;
  readonly protocol: HisProtocol;
  readonly kind: ArrivalKind;
  /** The reading, the appointment, the number before this one, or what was answered to a look-up; '' for others. */
  readonly says: string;
  /** Epoch ms. */
  readonly receivedAt: number;
  readonly lastReceivedAt: number;
  readonly receivedTimes: number;
  readonly answer: ArrivalAnswer;
  readonly facts: ArrivalFacts;
  /** One segment a line; JSON indented. */
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
  readonly passportNumber: string;
  readonly insuranceNumber: string;
  readonly insuranceFrom: string;
  readonly insuranceTo: string;
  /** The hospital's own code, when the kiosk was told it, by the hospital or by the patient's card. */
  readonly patientCode: string;
  /** Only when the patient said that it is right, or said it themselves. */
  readonly phone: string;
  readonly serviceCode: string;
  readonly serviceName: string;
  readonly room: string;
  readonly priority: boolean;
  /** `AGE75`, `UNDER6`, `EMERGENCY`, `CRISIS`, `PREGNANCY`, `DISABILITY`, `MERIT`, or a hospital's own word. */
  readonly priorityGround: string;
  /** Staff must check it: the card shows only a year. */
  readonly priorityToCheck: boolean;
  readonly identitySource: string;
  /** Why the patient comes: `referral`, or words of theirs. */
  readonly purpose: string;
  /** What the patient answered, by the names of the questionnaire; `{}` when nothing was asked. */
  readonly answers: Readonly<Record<string, string>>;
  /** How a reading was taken, by name; `{}` for what is none. */
  readonly quality: Readonly<Record<string, string>>;
  /** As sent: `CHIP_GENUINE` over HL7, `genuine` elsewhere; '' when no chip was read. */
  readonly chipVerdict: string;
}

export type HisEvent =
  | {
      readonly kind: 'everything';
      readonly state: HisState;
      readonly arrivals: readonly Arrival[];
      readonly alerts: readonly ReceivedAlert[];
    }
  | { readonly kind: 'state'; readonly state: HisState }
  /** A new one, or one that has changed. */
  | { readonly kind: 'arrival'; readonly arrival: Arrival }
  | { readonly kind: 'alert'; readonly alert: ReceivedAlert };

export interface ReceivedAlert {
  readonly alertId: string;
  readonly kind: string;
  readonly kioskId: string;
  readonly place: string;
  /** As sent, ISO 8601. */
  readonly raisedAt: string;
  /** '' for calls that are about no number. */
  readonly ticketNumber: string;
  readonly escalation: number;
  readonly test: boolean;
  /** '' while nobody is coming. */
  readonly acknowledgedBy: string;
  /** '' while the kiosk has not said that it is over: `answered`, `called-off`, `nobody-came`. */
  readonly ended: string;
}

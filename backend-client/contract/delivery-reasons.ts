/**
 * Whose turn it is when a message was refused or may have arrived.
 *
 * - `his`: the hospital's system does not take what we send; its team compares it with the integration guide.
 * - `technician`: address, certificate, credentials, this disk: something between the two.
 * - `desk`: somebody looks whether the hospital has it, and enters it by hand when not.
 */
export type WhoActs = 'his' | 'technician' | 'desk';

/** What cures a whole system that stands for this reason, or delays single messages; the console has the words. */
export type Cure =
  | 'not-connected'
  | 'certificate'
  | 'credentials'
  | 'address'
  | 'version'
  | 'silent'
  | 'probe'
  | 'garbled'
  | 'refuses-all'
  | 'locked'
  | 'not-now'
  | 'busy'
  | 'stopped';

interface ReasonFacts {
  readonly whoActs: WhoActs;
  /** `undefined`: it refuses one message for good, and no system stands for it. */
  readonly cure: Cure | undefined;
}

/**
 * Why a delivery did not go well: all that the kiosk knows. A new one is a row here; the compiler then asks for its words on the
 * console (`technician.letters.reasons`) and for the conformance kit's advice. `http-…` come from FHIR and webhook
 * endpoints, `hl7-…` and `-ae`, `-ar`, `-ce`, `-cr` from HL7 acknowledgements.
 */
const reasons = {
  'not-connected': { whoActs: 'technician', cure: 'not-connected' },
  'no-answer': { whoActs: 'desk', cure: 'silent' },
  'line-broke': { whoActs: 'desk', cure: 'silent' },
  'answer-not-understood': { whoActs: 'his', cure: 'garbled' },
  /** Something takes connections, and nobody behind it answers the harmless question; no patient's message was risked. */
  'probe-unanswered': { whoActs: 'his', cure: 'probe' },
  /** AE, CE without a reason. */
  'hospital-error-ae': { whoActs: 'his', cure: 'refuses-all' },
  'commit-error-ce': { whoActs: 'his', cure: 'refuses-all' },
  /** AR, CR without a reason. */
  'hospital-reject-ar': { whoActs: 'his', cure: 'not-now' },
  'commit-reject-cr': { whoActs: 'his', cure: 'not-now' },
  /** ERR-3 100–105, 198, 199, 204, 205: what is wrong with the content. */
  'hl7-content-refused': { whoActs: 'his', cure: undefined },
  /** ERR-3 200, 201: this kind of message is not for them. */
  'hl7-message-unsupported': { whoActs: 'technician', cure: undefined },
  /** ERR-3 202, 203: processing id or version. */
  'hl7-version-unsupported': { whoActs: 'technician', cure: 'version' },
  /** ERR-3 206: somebody has the record open. */
  'hl7-record-locked': { whoActs: 'his', cure: 'locked' },
  /** ERR-3 207: their program is in trouble. */
  'hl7-internal-error': { whoActs: 'his', cure: 'not-now' },
  /** The certificate of either side is not accepted by the other. */
  'tls-refused': { whoActs: 'technician', cure: 'certificate' },
  /** 401, 403, or no token to be had: our credentials, not this message. */
  'http-unauthorized': { whoActs: 'technician', cure: 'credentials' },
  /** 404, 405, 410: the address in the site file is not theirs. */
  'http-not-found': { whoActs: 'technician', cure: 'address' },
  /** 400, 415, 422: the content. */
  'http-content-refused': { whoActs: 'his', cure: undefined },
  'http-conflict-409': { whoActs: 'his', cure: 'not-now' },
  'http-precondition-412': { whoActs: 'his', cure: 'not-now' },
  'http-too-many-429': { whoActs: 'his', cure: 'busy' },
  'http-server-error-5xx': { whoActs: 'his', cure: 'not-now' },
  /** The hub: nobody decides there at the moment (503). */
  'hub-not-deciding': { whoActs: 'his', cure: 'not-now' },
  /** The hub and this kiosk do not understand each other's versions (409). */
  'hub-version': { whoActs: 'technician', cure: 'version' },
  /** One of the two is a demo and the other one serves patients (409). */
  'hub-profile': { whoActs: 'technician', cure: 'address' },
  /** The hub does not take this entry: its number is somebody's, its service is not there, its day is over. */
  'hub-refused': { whoActs: 'desk', cure: undefined },
  stopped: { whoActs: 'desk', cure: 'stopped' },
  /** Of no endpoint: the stored bytes do not open. */
  unreadable: { whoActs: 'desk', cure: undefined },
} as const satisfies Readonly<Record<string, ReasonFacts>>;

/** As it is kept with a message. */
export type KeptReason = keyof typeof reasons;

export const keptReasons = Object.keys(reasons).filter(isKept);

function isKept(reason: string): reason is KeptReason {
  return Object.hasOwn(reasons, reason);
}

/** A reason that this version does not know is for the technician. */
export function whoActs(reason: string): WhoActs {
  return isKept(reason) ? reasons[reason].whoActs : 'technician';
}

export function cureOf(reason: string): Cure | undefined {
  return isKept(reason) ? reasons[reason].cure : undefined;
}

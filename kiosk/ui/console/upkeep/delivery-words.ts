import type { MessageKey } from '#config/strings/messages.ts';
import type { EndpointOnPage, LetterOnPage, ReasonOnPage, UpkeepAct } from '#kiosk/bridge/console/upkeep-words.ts';

/** What the page says of a delivery that did not go well: why, who must act, and what to do next. Pure. */

type Protocol = EndpointOnPage['protocol'];
type Decision = Extract<UpkeepAct['do'], 'send-again' | 'render-anew' | 'settle-by-hand'>;

/** `undefined` as `who`: nobody has to do anything. */
export interface TroubleWords {
  readonly why: MessageKey;
  readonly who: MessageKey | undefined;
  readonly next: readonly MessageKey[];
}

export interface LetterWords {
  readonly state: MessageKey;
  readonly why: MessageKey;
  readonly who: MessageKey;
  readonly next: MessageKey;
  /** In the order of the buttons. */
  readonly decisions: readonly Decision[];
}

const reasons = {
  'not-connected': 'technician.letters.reasons.notConnected',
  'no-answer': 'technician.letters.reasons.noAnswer',
  'line-broke': 'technician.letters.reasons.lineBroke',
  'answer-not-understood': 'technician.letters.reasons.answerNotUnderstood',
  'probe-unanswered': 'technician.letters.reasons.probeUnanswered',
  'hospital-error-ae': 'technician.letters.reasons.errorAe',
  'hospital-reject-ar': 'technician.letters.reasons.rejectAr',
  'commit-error-ce': 'technician.letters.reasons.errorCe',
  'commit-reject-cr': 'technician.letters.reasons.rejectCr',
  'hl7-content-refused': 'technician.letters.reasons.hl7Content',
  'hl7-message-unsupported': 'technician.letters.reasons.hl7Kind',
  'hl7-version-unsupported': 'technician.letters.reasons.hl7Version',
  'hl7-record-locked': 'technician.letters.reasons.hl7Locked',
  'hl7-internal-error': 'technician.letters.reasons.hl7Internal',
  'tls-refused': 'technician.letters.reasons.tlsRefused',
  'http-unauthorized': 'technician.letters.reasons.unauthorized',
  'http-not-found': 'technician.letters.reasons.notFound',
  'http-content-refused': 'technician.letters.reasons.contentRefused',
  'http-conflict-409': 'technician.letters.reasons.conflict',
  'http-precondition-412': 'technician.letters.reasons.precondition',
  'http-too-many-429': 'technician.letters.reasons.tooMany',
  'http-server-error-5xx': 'technician.letters.reasons.serverError',
  stopped: 'technician.letters.reasons.stopped',
  unreadable: 'technician.letters.reasons.unreadable',
} as const satisfies Readonly<Record<ReasonOnPage, MessageKey>>;

function isKnown(reason: string): reason is ReasonOnPage {
  return Object.hasOwn(reasons, reason);
}

/** Over HL7 an acknowledgement that names another message, or none, is silence: the HIS team would swear that it answered. */
const silences: Readonly<Record<Protocol, MessageKey>> = {
  'hl7v2-mllp': 'technician.letters.reasons.noAnswerHl7',
  'fhir-r4': 'technician.letters.reasons.noAnswer',
  webhook: 'technician.letters.reasons.noAnswer',
};

function whyOf(reason: string, protocol: Protocol | undefined): MessageKey {
  if (reason === 'no-answer' && protocol) return silences[protocol];
  return isKnown(reason) ? reasons[reason] : 'technician.letters.reasons.other';
}

/** `protocol`: of the endpoint, which the site file may not have any more. */
export function letterWords(
  { state, reason, whoActs }: Pick<LetterOnPage, 'state' | 'reason' | 'whoActs'>,
  protocol: Protocol | undefined,
): LetterWords {
  return {
    state: `technician.letters.states.${state}`,
    why: whyOf(reason, protocol),
    who: `technician.letters.whoActs.${whoActs}`,
    next: nextForLetter(state, reason, whoActs),
    decisions: decisionsFor(state, reason),
  };
}

function nextForLetter(
  state: LetterOnPage['state'],
  reason: string,
  whoActs: LetterOnPage['whoActs'],
): LetterWords['next'] {
  if (reason === 'unreadable') return 'technician.letters.next.unreadable';
  if (state === 'unsure') return 'technician.letters.next.lookFirst';
  if (reason === 'hl7-message-unsupported') return 'technician.letters.next.kind';
  return whoActs === 'technician' ? 'technician.letters.next.settings' : 'technician.letters.next.askHis';
}

/**
 * A message that may have arrived keeps its id: made anew, the hospital could not tell it from a second patient. One whose
 * bytes do not open cannot go out again as it is.
 */
function decisionsFor(state: LetterOnPage['state'], reason: string): readonly Decision[] {
  if (reason === 'unreadable') return ['render-anew', 'settle-by-hand'];
  return state === 'unsure' ? ['send-again', 'settle-by-hand'] : ['send-again', 'render-anew', 'settle-by-hand'];
}

const his = 'technician.letters.whoActs.his';
const technician = 'technician.letters.whoActs.technician';
const settingsFirst = (cure: MessageKey) =>
  ({ who: technician, next: [cure, 'technician.endpoints.cures.then'] }) as const;
const silent = { who: his, next: ['technician.endpoints.cures.silent'] } as const;
const notNow = { who: his, next: ['technician.endpoints.cures.notNow'] } as const;

/** Reasons that never stand at an endpoint are those that refuse one message for good. */
const cures: Readonly<Partial<Record<ReasonOnPage, Pick<TroubleWords, 'who' | 'next'>>>> = {
  'not-connected': { who: technician, next: ['technician.endpoints.cures.notConnected'] },
  'tls-refused': settingsFirst('technician.endpoints.cures.certificate'),
  'http-unauthorized': settingsFirst('technician.endpoints.cures.credentials'),
  'http-not-found': settingsFirst('technician.endpoints.cures.address'),
  'no-answer': silent,
  'line-broke': silent,
  'probe-unanswered': { who: his, next: ['technician.endpoints.cures.probe'] },
  'hospital-error-ae': { who: his, next: ['technician.endpoints.cures.refusesAll'] },
  'commit-error-ce': { who: his, next: ['technician.endpoints.cures.refusesAll'] },
  'hl7-version-unsupported': settingsFirst('technician.endpoints.cures.version'),
  'hl7-record-locked': { who: his, next: ['technician.endpoints.cures.locked'] },
  'hl7-internal-error': notNow,
  'answer-not-understood': { who: his, next: ['technician.endpoints.cures.garbled'] },
  'hospital-reject-ar': notNow,
  'commit-reject-cr': notNow,
  'http-conflict-409': notNow,
  'http-precondition-412': notNow,
  'http-server-error-5xx': notNow,
  'http-too-many-429': { who: undefined, next: ['technician.endpoints.cures.busy'] },
  stopped: { who: undefined, next: ['technician.endpoints.cures.stopped'] },
};

/** What stands at an endpoint, of the whole or of single messages. `undefined`: nothing that this page has words for. */
export function troubleWords(reason: string | undefined, protocol: Protocol): TroubleWords | undefined {
  if (reason === undefined || !isKnown(reason)) return undefined;
  const cure = cures[reason];
  return cure && { why: whyOf(reason, protocol), ...cure };
}

import { type MessageKey, texts } from '#config/strings/messages.ts';
import type {
  CureOnPage,
  EndpointOnPage,
  LetterOnPage,
  MismatchOnPage,
  ReasonOnPage,
  UpkeepAct,
} from '#kiosk/bridge/console/upkeep-words.ts';

/** What the page says of a delivery that did not go well: why, who must act, and what to do next. Pure. */

type Protocol = EndpointOnPage['protocol'];
type Decision = Extract<UpkeepAct['do'], 'send-again' | 'render-anew' | 'settle-by-hand'>;

/** `undefined` as `who`: nobody has to do anything. */
export interface TroubleWords {
  readonly why: MessageKey;
  readonly who: MessageKey | undefined;
  readonly next: readonly MessageKey[];
}

/** Of the whole endpoint, or of what is delayed there. */
export type Trouble = Pick<EndpointOnPage, 'reason' | 'cure'>;

export interface LetterWords {
  readonly state: MessageKey;
  readonly why: MessageKey;
  readonly who: MessageKey;
  readonly next: MessageKey;
  /** In the order of the buttons. */
  readonly decisions: readonly Decision[];
}

function isKnown(reason: string): reason is ReasonOnPage {
  return Object.hasOwn(texts.vi.technician.letters.reasons, reason);
}

/** Why, in words; `protocol`: of the system. */
export function whyOf(reason: string, protocol: Protocol | undefined): MessageKey {
  // An acknowledgement that names another message, or none, is silence: the HIS team would swear that it answered.
  if (reason === 'no-answer' && protocol === 'hl7v2-mllp') return 'technician.letters.noAnswerHl7';
  return isKnown(reason) ? `technician.letters.reasons.${reason}` : 'technician.letters.otherReason';
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

const cures = {
  'not-connected': { who: technician, next: ['technician.endpoints.cures.notConnected'] },
  certificate: settingsFirst('technician.endpoints.cures.certificate'),
  credentials: settingsFirst('technician.endpoints.cures.credentials'),
  address: settingsFirst('technician.endpoints.cures.address'),
  version: settingsFirst('technician.endpoints.cures.version'),
  silent: { who: his, next: ['technician.endpoints.cures.silent'] },
  probe: { who: his, next: ['technician.endpoints.cures.probe'] },
  garbled: { who: his, next: ['technician.endpoints.cures.garbled'] },
  'refuses-all': { who: his, next: ['technician.endpoints.cures.refusesAll'] },
  locked: { who: his, next: ['technician.endpoints.cures.locked'] },
  'not-now': { who: his, next: ['technician.endpoints.cures.notNow'] },
  busy: { who: undefined, next: ['technician.endpoints.cures.busy'] },
  stopped: { who: undefined, next: ['technician.endpoints.cures.stopped'] },
} as const satisfies Readonly<Record<CureOnPage, Pick<TroubleWords, 'who' | 'next'>>>;

/** What the question at the start has found, by the first word of the reason; the rest names what is missing. */
const mismatches = {
  'not-reachable': { why: 'technician.endpoints.mismatches.notReachable', ...cures['not-connected'] },
  'not-understood': { why: 'technician.endpoints.mismatches.notUnderstood', ...cures.garbled },
  lacks: {
    why: 'technician.endpoints.mismatches.lacks',
    who: his,
    next: ['technician.endpoints.mismatches.lacksNext'],
  },
} as const satisfies Readonly<Record<MismatchOnPage, TroubleWords>>;

function isMismatch(word: string): word is MismatchOnPage {
  return Object.hasOwn(mismatches, word);
}

/** What stands at an endpoint, of the whole or of single messages. `undefined`: all is well. */
export function troubleWords({ reason, cure }: Trouble, protocol: Protocol): TroubleWords | undefined {
  if (reason === undefined) return undefined;
  const [first = ''] = reason.split(' ');
  if (isMismatch(first)) return mismatches[first];
  const { who, next } = cure ? cures[cure] : ({ who: technician, next: ['technician.letters.next.settings'] } as const);
  return { why: whyOf(reason, protocol), who, next };
}

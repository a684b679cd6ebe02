import { type MessageKey, texts } from '#config/strings/messages.ts';
import type {
  CureOnPage,
  EndpointOnPage,
  LetterOnPage,
  MismatchOnPage,
  ReasonOnPage,
  UpkeepAct,
} from '#kiosk/bridge/console/upkeep-words.ts';
import type { Mending } from './mending.ts';

/** What the page says of a delivery that did not go well: why, who must act, and what to do next. Pure. */

type Protocol = EndpointOnPage['protocol'];
type Decision = Extract<UpkeepAct['do'], 'send-again' | 'render-anew' | 'settle-by-hand'>;

/** `undefined` as `who`: nobody has to do anything. */
export interface TroubleWords extends Omit<Mending, 'sentence'> {
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
  readonly next: Mending;
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

const decide = ['decide'] as const;
const nexts = {
  unreadable: { sentence: 'technician.letters.next.unreadable', hands: [], controls: decide },
  lookFirst: { sentence: 'technician.letters.next.lookFirst', hands: [], controls: decide },
  kind: { sentence: 'technician.letters.next.kind', hands: ['call-hospital'], controls: decide },
  settings: { sentence: 'technician.letters.next.settings', hands: [], controls: decide },
  askHis: { sentence: 'technician.letters.next.askHis', hands: ['call-hospital'], controls: decide },
} as const satisfies Readonly<Record<keyof typeof texts.vi.technician.letters.next, Mending>>;

function nextForLetter(state: LetterOnPage['state'], reason: string, whoActs: LetterOnPage['whoActs']): Mending {
  if (reason === 'unreadable') return nexts.unreadable;
  if (state === 'unsure') return nexts.lookFirst;
  if (reason === 'hl7-message-unsupported') return nexts.kind;
  return whoActs === 'technician' ? nexts.settings : nexts.askHis;
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
const tryNow = ['try-now'] as const;
const settingsFirst = (cure: MessageKey, controls: Mending['controls'] = ['try-now', 'settings']) =>
  ({ who: technician, next: [cure, 'technician.endpoints.cures.then'], hands: ['call-hospital'], controls }) as const;
const askThem = { who: his, hands: ['call-hospital'], controls: tryNow } as const;

const cures = {
  'not-connected': {
    who: technician,
    next: ['technician.endpoints.cures.notConnected'],
    hands: ['plug-in', 'call-hospital'],
    controls: ['try-now', 'settings'],
  },
  certificate: settingsFirst('technician.endpoints.cures.certificate'),
  credentials: settingsFirst('technician.endpoints.cures.credentials'),
  address: settingsFirst('technician.endpoints.cures.address'),
  version: settingsFirst('technician.endpoints.cures.version', tryNow),
  silent: { ...askThem, next: ['technician.endpoints.cures.silent'] },
  probe: { ...askThem, next: ['technician.endpoints.cures.probe'] },
  garbled: { ...askThem, next: ['technician.endpoints.cures.garbled'] },
  'refuses-all': { ...askThem, next: ['technician.endpoints.cures.refusesAll'] },
  locked: { ...askThem, next: ['technician.endpoints.cures.locked'] },
  'not-now': { ...askThem, next: ['technician.endpoints.cures.notNow'] },
  busy: { who: undefined, next: ['technician.endpoints.cures.busy'], hands: ['wait'], controls: tryNow },
  stopped: { who: undefined, next: ['technician.endpoints.cures.stopped'], hands: ['wait'], controls: tryNow },
} as const satisfies Readonly<Record<CureOnPage, Omit<TroubleWords, 'why'>>>;

/** What the question at the start has found, by the first word of the reason; the rest names what is missing. */
const mismatches = {
  'not-reachable': { why: 'technician.endpoints.mismatches.notReachable', ...cures['not-connected'] },
  'not-understood': { why: 'technician.endpoints.mismatches.notUnderstood', ...cures.garbled },
  lacks: {
    ...askThem,
    why: 'technician.endpoints.mismatches.lacks',
    next: ['technician.endpoints.mismatches.lacksNext'],
  },
} as const satisfies Readonly<Record<MismatchOnPage, TroubleWords>>;

/** A cure that this version does not know. */
const otherwise = {
  who: technician,
  next: ['technician.letters.next.settings'],
  hands: [],
  controls: ['try-now', 'settings'],
} as const;

function isMismatch(word: string): word is MismatchOnPage {
  return Object.hasOwn(mismatches, word);
}

/** What stands at an endpoint, of the whole or of single messages. `undefined`: all is well. */
export function troubleWords({ reason, cure }: Trouble, protocol: Protocol): TroubleWords | undefined {
  if (reason === undefined) return undefined;
  const [first = ''] = reason.split(' ');
  if (isMismatch(first)) return mismatches[first];
  return { why: whyOf(reason, protocol), ...(cure ? cures[cure] : otherwise) };
}

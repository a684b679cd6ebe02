import { unreachable } from '#config/agreements/result.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import { type Facts, withNobody } from '#kiosk/facts/facts.ts';
import { type FlowSettings, offersWaysIn } from '#kiosk/facts/flow-settings.ts';
import { askNext, wayInAnew } from './asking.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { askHospital } from './hospital.ts';
import { confirming, endTurn, goOn, goTo, stay, veilFrom, withNotice } from './moves.ts';
import type { FlowState, StateAt } from './state.ts';
import { isToBeConfirmed, isTold, toldBirthYear, toldIdentity, toldName, toldPhone } from './told.ts';

/**
 * How somebody says who they are who has no card under the scanner. Whatever is told is their word: staff confirm it. A card that is
 * scanned anywhere here is easier, and wins.
 */

/** Without a card: which way, where the site offers any, else the questions at once. */
export function withoutCard(settings: FlowSettings, from: FlowState, facts: Facts): FlowStep {
  return offersWaysIn(settings) ? goTo(goOn(from, 'choosing-way-in', { facts })) : askNext(settings, from, facts, []);
}

export function wayChosen(
  { checkIn: { waysIn } }: FlowSettings,
  state: StateAt<'choosing-way-in'>,
  { way }: EventOf<'way-in-chosen'>,
): FlowStep {
  const { facts } = state;
  switch (way) {
    case 'number':
      if (!waysIn.typedNumber) return stay(state);
      return goTo(goOn(state, 'typing-number', { facts, of: 'card', typed: '', wrong: undefined }));
    case 'phone':
    case 'passport':
      if (!waysIn[way]) return stay(state);
      return goTo(goOn(state, 'showing-to-scanner', { facts, what: way, isSlow: false }));
    case 'name':
      if (!waysIn.name) return stay(state);
      return goTo(goOn(state, 'telling-name', { facts, passport: undefined, typed: '' }));
    default:
      return unreachable(way);
  }
}

/** Nothing at all: just a number (law 1). */
export function nothingTold(settings: FlowSettings, state: WayInState): FlowStep {
  return askNext(settings, state, state.facts, []);
}

type WayInState = StateAt<'choosing-way-in' | 'telling-name' | 'telling-phone'>;

export function wayInBack(settings: FlowSettings, state: StateAt<'choosing-way-in'>): FlowStep {
  const { facts } = state;
  return facts.slip === undefined ? endTurn(settings, state, 'left') : goTo(goOn(state, 'asking-for-card', { facts }));
}

/** Back to the choice. */
export function toChoice(_settings: FlowSettings, state: FlowState & { readonly facts: Facts }): FlowStep {
  return wayInAnew(state, state.facts);
}

/** Under the scanner for a while, and nothing was read. */
export function scanIsSlow(_settings: FlowSettings, state: StateAt<'showing-to-scanner'>): FlowStep {
  return goTo(goOn(state, 'showing-to-scanner', { ...placeOf(state), isSlow: true }));
}

export function codeNotRead(_settings: FlowSettings, state: StateAt<'showing-to-scanner'>): FlowStep {
  return goTo(withNotice({ ...state, isSlow: true }, 'code-not-usable'));
}

function placeOf({ facts, what, isSlow }: StateAt<'showing-to-scanner'>) {
  return { facts, what, isSlow };
}

/** It does not read: a passport is typed; what stands on a phone is noted as shown, for staff to confirm. */
export function scanGivenUp(settings: FlowSettings, state: StateAt<'showing-to-scanner'>): FlowStep {
  const { facts, what } = state;
  if (what === 'passport') {
    return goTo(goOn(state, 'typing-number', { facts, of: 'passport', typed: '', wrong: undefined }));
  }
  const shown: Facts = { ...facts, identities: [...facts.identities, toldIdentity({ source: 'phone-shown' })] };
  return settings.checkIn.waysIn.name
    ? goTo(goOn(state, 'telling-name', { facts: shown, passport: undefined, typed: '' }))
    : askNext(settings, state, shown, []);
}

/** The host has read what was typed. It is said back before it counts. */
export function numberTyped(
  _settings: FlowSettings,
  state: StateAt<'typing-number'>,
  { text, read }: EventOf<'number-typed'>,
): FlowStep {
  const { facts, of } = state;
  if ('wrong' in read) return goTo(goOn(state, 'typing-number', { facts, of, typed: text, wrong: read.wrong }));
  const veil = veilFrom(state.turn.count + 1);
  return goTo(goOn(state, 'confirming-number', { facts, of, typed: text, ...read, veil }));
}

export function backToNumber(_settings: FlowSettings, state: StateAt<'confirming-number'>): FlowStep {
  const { facts, of, typed } = state;
  return goTo(goOn(state, 'typing-number', { facts, of, typed, wrong: undefined }));
}

export function typingNumberBack(settings: FlowSettings, state: StateAt<'typing-number'>): FlowStep {
  const { facts, of } = state;
  return of === 'passport'
    ? goTo(goOn(state, 'showing-to-scanner', { facts, what: 'passport', isSlow: true }))
    : toChoice(settings, state);
}

/** A number is enough; a passport's is not, since nobody here can look it up: its holder's name comes with it. */
export function numberConfirmed(settings: FlowSettings, state: StateAt<'confirming-number'>): FlowStep {
  const { facts, of, identity } = state;
  if (of === 'passport') return goTo(goOn(state, 'telling-name', { facts, passport: identity, typed: '' }));
  return told(settings, state, identity);
}

export function nameTold(
  settings: FlowSettings,
  state: StateAt<'telling-name'>,
  { text }: EventOf<'name-told'>,
): FlowStep {
  const { facts, passport } = state;
  const fullName = toldName(text);
  if (fullName === undefined) return stay(state);
  return passport
    ? told(settings, state, { ...passport, fullName })
    : goTo(goOn(state, 'telling-birth-year', { facts, fullName }));
}

export function tellingNameBack(settings: FlowSettings, state: StateAt<'telling-name'>): FlowStep {
  const { facts, passport } = state;
  if (passport?.document.kind === 'passport') {
    const typed = passport.document.number;
    return goTo(goOn(state, 'typing-number', { facts, of: 'passport', typed, wrong: undefined }));
  }
  if (facts.identities.length === 0) return toChoice(settings, state);
  // What stands on the phone was taken as shown; it may be tried again.
  return goTo(goOn(state, 'showing-to-scanner', { facts: withNobody(facts), what: 'phone', isSlow: true }));
}

export function phonePreferred(_settings: FlowSettings, state: StateAt<'telling-name'>): FlowStep {
  const { facts, passport } = state;
  return passport ? stay(state) : goTo(goOn(state, 'telling-phone', { facts }));
}

export function backToName(_settings: FlowSettings, state: StateAt<'telling-phone' | 'telling-birth-year'>): FlowStep {
  const typed = 'fullName' in state ? state.fullName : '';
  return goTo(goOn(state, 'telling-name', { facts: state.facts, passport: undefined, typed }));
}

export function birthYearTold(
  settings: FlowSettings,
  state: StateAt<'telling-birth-year'>,
  { year }: EventOf<'birth-year-told'>,
): FlowStep {
  const { facts, fullName } = state;
  const birth = year === undefined ? undefined : toldBirthYear(year, facts.today);
  if (year !== undefined && !birth) return stay(state);
  return told(settings, state, toldIdentity({ source: 'typed', fullName, birth }));
}

export function phoneTold(
  settings: FlowSettings,
  state: StateAt<'telling-phone'>,
  { text }: EventOf<'phone-told'>,
): FlowStep {
  const phone = toldPhone(text);
  if (phone === undefined) return stay(state);
  return told(settings, state, toldIdentity({ source: 'typed', document: { kind: 'undocumented', phone } }));
}

/** Shown again where there is more to it than the number or phone that was just read back; the hospital may know whose it is. */
function told(settings: FlowSettings, state: StateAt<TellingPlace>, identity: Identity): FlowStep {
  const { facts } = state;
  const asked = askHospital(settings, { ...facts, identities: [...facts.identities, identity] });
  if (!isToBeConfirmed(settings, asked.facts.identities)) return askNext(settings, state, asked.facts, []);
  const next = confirming(state, asked.facts);
  // Whoever typed a number may be anybody: what the hospital knows of it is not read out to them.
  const hides = identity.fullName === undefined;
  return goTo({ ...next, veil: { ...next.veil, hides } }, ...asked.effects);
}

type TellingPlace = 'confirming-number' | 'telling-name' | 'telling-birth-year' | 'telling-phone';

/** Before "this is me": whoever has only told may tell it anew, everybody else has a card to show again. */
export function identityBack(settings: FlowSettings, state: StateAt<'confirming-identity'>): FlowStep {
  return state.facts.identities.every(isTold) ? toChoice(settings, state) : endTurn(settings, state, 'left');
}

import type { ChipVerdict } from '#backend-client/contract/patient.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { ChipCheck, Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { hasSameNameAndBirth, isSameDocument } from '#kiosk/facts/same-person.ts';
import { identityWithChip } from '#kiosk/facts/with-chip.ts';
import type { NoticeWords } from './above.ts';
import type { FlowEffect, FlowStep } from './effects.ts';
import type { ChipProblem, ChipProgress } from './events.ts';
import { confirming, goTo, moveOn, stay, withNotice } from './moves.ts';
import { type FlowState, hasSession, type SessionState } from './state.ts';

/**
 * The chip of the citizen card that was scanned: asked for beside the ordinary way, never in it. The QR's number opens the
 * chip, so nothing is asked before a scan; what the chip says counts until the visit is stored.
 *
 * A word of any reading but the one that this session has open changes nothing.
 */

/** Taken away, turned over, laid askew: after so many tries the card is left alone. */
const mostAttempts = 5;

/** PACE's card access number on Vietnamese cards (devices.md §5, CONFIRMED). */
const canDigits = 6;

/** After each step: as soon as somebody's citizen card is known, its chip is asked for, once a session. */
export function askForChip({ readsChips }: FlowSettings, { state, effects }: FlowStep): FlowStep {
  if (!readsChips || !hasSession(state) || state.facts.chip.stands !== 'not-asked') return { state, effects };
  const asked = readChip(state.facts, 1);
  return { state: { ...state, facts: asked.facts }, effects: [...effects, ...asked.effects] };
}

/** A card was put on the reader. Without a scan nobody can open it. */
export function chipCardLaid(settings: FlowSettings, state: FlowState): FlowStep {
  const isKnown = hasSession(state) && citizenNumberIn(state.facts.identities) !== undefined;
  return settings.offersCheckIn && !isKnown ? goTo(withNotice(state, 'scan-code-first')) : stay(state);
}

export function chipProgressed(state: SessionState, event: ChipProgress): FlowStep {
  const { chip } = state.facts;
  const isAwaited = chip.stands === 'awaited' || chip.stands === 'reading';
  if (!isAwaited || chip.attempt !== event.attempt) return stay(state);
  switch (event.type) {
    case 'chip-reading': {
      // Whoever lays a card there is still here.
      const turn = { ...state.turn, count: state.turn.count + 1, asked: undefined };
      return goTo({ ...withChip(state, { stands: 'reading', attempt: event.attempt }), turn });
    }
    case 'chip-read':
      return chipRead(state, event.identity, event.verdict);
    case 'chip-not-read':
      return chipNotRead(state, event.why, event.attempt);
  }
}

/** What the store is told; `undefined` when no chip was read. */
export function chipVerdictIn({ chip }: Facts): ChipVerdict | undefined {
  return chip.stands === 'read' ? chip.verdict : undefined;
}

/** Nothing is awaited any more; what was read stays. */
export function closeChip(facts: Facts): { readonly facts: Facts; readonly effects: readonly FlowEffect[] } {
  const { stands } = facts.chip;
  if (stands !== 'awaited' && stands !== 'reading') return { facts, effects: [] };
  return { facts: { ...facts, chip: { stands: 'given-up' } }, effects: [{ do: 'stop-reading-chip' }] };
}

/**
 * A chip of another number is not the chip of the card that was scanned: one of the two is not what it seems, as with a
 * chip that contradicts itself. The patient goes on as the QR says, and the desk is told.
 */
function chipRead(state: SessionState, chip: Identity, verdict: ChipVerdict): FlowStep {
  const { identities } = state.facts;
  const scanned = identities.find((each) => isSameDocument(each, chip));
  if (!scanned || verdict === 'does-not-match') {
    return goTo(withNotice(withChip(state, { stands: 'read', verdict: 'does-not-match' }), 'chip-does-not-match'));
  }
  const known = identityWithChip(scanned, chip, verdict);
  const facts: Facts = {
    ...state.facts,
    identities: identities.map((each) => (each === scanned ? known : each)),
    chip: { stands: 'read', verdict },
  };
  const wasAskedWho = state.at === 'confirming-identity' || hasSameNameAndBirth(scanned, known);
  // They have said yes to something else than what is known now.
  const next = wasAskedWho ? { ...state, facts } : confirming(state, facts, moveOn);
  return goTo(withNotice(next, 'chip-read'));
}

function chipNotRead(state: SessionState, why: ChipProblem, attempt: number): FlowStep {
  const isOver = isFinal(why) || attempt >= mostAttempts;
  const next = isOver ? { facts: givenUp(state.facts), effects: [] } : readChip(state.facts, attempt + 1);
  const stands = { ...state, facts: next.facts };
  if (why === 'absent') return goTo(stands, ...next.effects);
  return goTo(withNotice(stands, isOver && !isFinal(why) ? 'chip-not-usable' : words[why]), ...next.effects);
}

/** A refused key is never tried again (cards block), and a chip that is not known does not become known. */
function isFinal(why: ChipProblem): boolean {
  return why === 'wrong-access-key' || why === 'not-supported';
}

const words: Readonly<Record<Exclude<ChipProblem, 'absent'>, NoticeWords>> = {
  'no-card': 'chip-card-taken',
  'card-gone': 'chip-card-taken',
  damaged: 'chip-not-read',
  'timed-out': 'chip-not-read',
  'wrong-access-key': 'chip-of-other-card',
  'not-supported': 'chip-not-usable',
};

function readChip(facts: Facts, attempt: number): { readonly facts: Facts; readonly effects: readonly FlowEffect[] } {
  const number = citizenNumberIn(facts.identities);
  if (number === undefined) return { facts, effects: [] };
  return {
    facts: { ...facts, chip: { stands: 'awaited', attempt } },
    effects: [{ do: 'read-chip', sessionId: facts.sessionId, attempt, can: number.slice(-canDigits) }],
  };
}

function citizenNumberIn(identities: readonly Identity[]): string | undefined {
  return identities.find(({ document }) => document.kind === 'citizen-card')?.document.number;
}

function givenUp(facts: Facts): Facts {
  return { ...facts, chip: { stands: 'given-up' } };
}

function withChip<State extends SessionState>(state: State, chip: ChipCheck): State {
  return { ...state, facts: { ...state.facts, chip } };
}

import type { ChipVerdict } from '#backend-client/contract/patient.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import { hasSameNameAndBirth, isSameDocument } from '#kiosk/facts/same-person.ts';
import type { CheckInStep } from './effects.ts';
import type { ChipProblem, ChipProgress } from './events.ts';
import { calm, goTo, nextTurn, notice, stay } from './moves.ts';
import type { CheckInState, ChipCheck, FlowSettings, NoticeShown, StateAt } from './state.ts';
import { identityWithChip } from './with-chip.ts';

/**
 * The chip of the citizen card that was scanned: asked for beside the ordinary way, never in it. The QR's number opens the
 * chip, so nothing is asked before a scan; what the chip says counts until the visit is stored.
 *
 * A word of any reading but the one that this session has open changes nothing.
 */

type BeforeStoring = StateAt<
  'confirming-identity' | 'waiting-for-hospital' | 'confirming-contact' | 'choosing-appointment' | 'choosing-service'
>;

/** Taken away, turned over, laid askew: after so many tries the card is left alone. */
const mostAttempts = 5;

/** After each step: as soon as somebody's citizen card is known, its chip is asked for, once a session. */
export function askForChip(settings: FlowSettings, { state, effects }: CheckInStep): CheckInStep {
  if (!settings.readsChips || !isBeforeStoring(state) || state.session.chip.stands !== 'not-asked') {
    return { state, effects };
  }
  const asked = askAgain(state, 1);
  return { state: asked.state, effects: [...effects, ...asked.effects] };
}

/** A card was put on the reader. Without a scan nobody can open it. */
export function chipCardLaid(settings: FlowSettings, state: CheckInState): CheckInStep {
  if (!settings.offersCheckIn) return stay(state);
  switch (state.at) {
    case 'waiting-for-card':
    case 'asking-to-scan-again':
    case 'asking-for-card':
      return notice(state, 'scan-code-first');
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return citizenNumberIn(state.identities) === undefined ? notice(state, 'scan-code-first') : stay(state);
    default:
      return stay(state);
  }
}

export function chipProgressed(state: CheckInState, event: ChipProgress): CheckInStep {
  if (!isBeforeStoring(state) || !isOfReading(state, event)) return stay(state);
  switch (event.type) {
    case 'chip-reading': {
      // Whoever lays a card there is still here.
      const overlay = state.overlay === 'idle-warning' ? undefined : state.overlay;
      return goTo(withChip({ ...nextTurn(state), overlay }, { stands: 'reading', attempt: event.attempt }));
    }
    case 'chip-read':
      return chipRead(state, event.identity, event.verdict);
    case 'chip-not-read':
      return chipNotRead(state, event.why, event.attempt);
  }
}

/** What the store is told; `undefined` when no chip was read. */
export function chipVerdictOf({ session: { chip } }: BeforeStoring): ChipVerdict | undefined {
  return chip.stands === 'read' ? chip.verdict : undefined;
}

/** Nothing is awaited any more; what was read stays. */
export function closedChip(chip: ChipCheck): ChipCheck {
  return isOpen(chip) ? { stands: 'given-up' } : chip;
}

/**
 * A chip of another number is not the chip of the card that was scanned: one of the two is not what it seems, as with a
 * chip that contradicts itself. The patient goes on as the QR says, and the desk is told.
 */
function chipRead(state: BeforeStoring, chip: Identity, verdict: ChipVerdict): CheckInStep {
  const scanned = state.identities.find((each) => isSameDocument(each, chip));
  if (!scanned || verdict === 'does-not-match') {
    return notice(withChip(state, { stands: 'read', verdict: 'does-not-match' }), 'chip-does-not-match');
  }
  const known = identityWithChip(scanned, chip, verdict);
  const [first = known, ...more] = state.identities.map((each) => (each === scanned ? known : each));
  const read = withChip({ ...state, identities: [first, ...more] }, { stands: 'read', verdict });
  if (read.at === 'confirming-identity' || hasSameNameAndBirth(scanned, known)) return notice(read, 'chip-read');
  // They have said yes to something else than what is known now.
  return notice(
    { ...calm(read), at: 'confirming-identity', session: read.session, identities: [first, ...more] },
    'chip-read',
  );
}

function chipNotRead(state: BeforeStoring, why: ChipProblem, attempt: number): CheckInStep {
  const isOver = isFinal(why) || attempt >= mostAttempts;
  const next = isOver ? goTo(withChip(state, { stands: 'given-up' })) : askAgain(state, attempt + 1);
  if (why === 'absent') return next;
  const told = notice(next.state, isOver && !isFinal(why) ? 'chip-not-usable' : words[why]);
  return { state: told.state, effects: next.effects };
}

/** A refused key is never tried again (cards block), and a chip that is not known does not become known. */
function isFinal(why: ChipProblem): boolean {
  return why === 'wrong-access-key' || why === 'not-supported';
}

const words: Readonly<Record<Exclude<ChipProblem, 'absent'>, NoticeShown['words']>> = {
  'no-card': 'chip-card-taken',
  'card-gone': 'chip-card-taken',
  damaged: 'chip-not-read',
  'timed-out': 'chip-not-read',
  'wrong-access-key': 'chip-of-other-card',
  'not-supported': 'chip-not-usable',
};

function askAgain(state: BeforeStoring, attempt: number): CheckInStep {
  const number = citizenNumberIn(state.identities);
  if (number === undefined) return stay(state);
  return goTo(withChip(state, { stands: 'awaited', attempt }), {
    do: 'read-chip',
    sessionId: state.session.sessionId,
    attempt,
    can: number.slice(-canDigits),
  });
}

/** PACE's card access number on Vietnamese cards (devices.md §5, CONFIRMED). */
const canDigits = 6;

function citizenNumberIn(identities: readonly Identity[]): string | undefined {
  return identities.find(({ document }) => document.kind === 'citizen-card')?.document.number;
}

function isBeforeStoring(state: CheckInState): state is BeforeStoring {
  switch (state.at) {
    case 'confirming-identity':
    case 'waiting-for-hospital':
    case 'confirming-contact':
    case 'choosing-appointment':
    case 'choosing-service':
      return true;
    default:
      return false;
  }
}

function isOpen({ stands }: ChipCheck): boolean {
  return stands === 'awaited' || stands === 'reading';
}

function isOfReading({ session: { sessionId, chip } }: BeforeStoring, event: ChipProgress): boolean {
  const isAwaited = chip.stands === 'awaited' || chip.stands === 'reading';
  return sessionId === event.sessionId && isAwaited && chip.attempt === event.attempt;
}

function withChip<State extends BeforeStoring>(state: State, chip: ChipCheck): State {
  return { ...state, session: { ...state.session, chip } };
}

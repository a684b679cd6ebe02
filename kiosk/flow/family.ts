import { companionOnRecord } from '#kiosk/facts/companion.ts';
import { isIsolated } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { andThen, beginTurn, endTurn, goTo, stay, withFrame } from './moves.ts';
import type { StateAt } from './state.ts';
import { isPaperOnItsWay } from './ticket.ts';
import { mostInFamily } from './turn.ts';

/** A family in one go: each gets a turn and a number of their own, and the kiosk does not rest in between. */

/** Once the paper's fate is known: whoever goes on does not look back. */
export function canGoOnWithFamily(
  { checkIn, offersCheckIn }: FlowSettings,
  { facts, ticket, turn }: StateAt<'showing-ticket'>,
): boolean {
  return (
    checkIn.companion &&
    offersCheckIn &&
    !isPaperOnItsWay(ticket) &&
    !isIsolated(facts) &&
    !ticket.leaving &&
    turn.familyBefore + 1 < mostInFamily
  );
}

/**
 * The turn is over, and the next one begins at once. Of the person before nothing stays but what whoever stands here has let be noted
 * about themselves; the next visit asks them anew.
 */
export function nextOfFamily(
  settings: FlowSettings,
  state: StateAt<'showing-ticket'>,
  event: EventOf<'family-goes-on'>,
): FlowStep {
  // Whoever needs help is not sent on.
  if (!canGoOnWithFamily(settings, state) || state.frame.help) return stay(state);
  const companionCard = companionOnRecord(state.facts);
  const { language } = state.frame;
  const { familyBefore } = state.turn;
  return andThen(endTurn(settings, state, 'finished'), (rest) =>
    andThen(
      beginTurn(rest, 'asking-for-card', (facts) => ({ facts: { ...facts, companionCard } }), event),
      (begun) => goTo(withFrame({ ...begun, turn: { ...begun.turn, familyBefore: familyBefore + 1 } }, { language })),
    ),
  );
}

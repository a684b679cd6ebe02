import type { SessionId } from '#config/agreements/ids.ts';
import { isSamePerson, namesNobody } from '#kiosk/facts/same-person.ts';
import type { FlowEvent } from '../events.ts';
import { isLastCall } from '../places.ts';
import { type FlowState, hasSession } from '../state.ts';
import { type Move, personOf, type Walk } from './random-walk.ts';
import type { WalkStep, World } from './world.ts';

/** Watches one walk. What it returns says how the promise was broken. */
export interface Watch {
  readonly each?: (step: WalkStep) => string | undefined;
  /** When the walk is over; `world` is a copy to go on with. */
  readonly end?: (world: World, walk: Walk) => string | undefined;
}

/** By what is promised, in a patient's words. */
export type Promises = Readonly<Record<string, () => Watch>>;

export function sessionOf(state: FlowState): SessionId | undefined {
  return hasSession(state) ? state.facts.sessionId : undefined;
}

/** Both sides belong to one turn. */
export function isSameTurn({ before, after }: WalkStep): boolean {
  return hasSession(before) && sessionOf(before) === sessionOf(after);
}

export function hasEnded({ before, effects }: WalkStep): string | undefined {
  const session = sessionOf(before);
  const ended = effects.find((effect) => effect.do === 'note-session-ended' && effect.sessionId === session);
  return ended?.do === 'note-session-ended' ? ended.reason : undefined;
}

export function peopleIn(state: FlowState): readonly string[] {
  if (!hasSession(state)) return [];
  return [...new Set(state.facts.identities.filter((each) => !namesNobody(each)).map(personOf))];
}

/** Somebody may have gone: they are asked, their time is up, or somebody else has come. */
export function mayHaveGone(state: FlowState): boolean {
  const { turn } = state;
  return turn.asked !== undefined || turn.next !== undefined || isLastCall(state);
}

const scans: readonly FlowEvent['type'][] = ['card-read', 'appointment-read', 'ticket-read'];

export function isScan(event: FlowEvent): boolean {
  return scans.includes(event.type);
}

/** The card, or another card, of the person of this turn. */
export function isOwnCard(state: FlowState, event: FlowEvent): boolean {
  return (
    event.type === 'card-read' &&
    hasSession(state) &&
    state.facts.identities.some((each) => isSamePerson(each, event.identity))
  );
}

/** A card of a person who is not the one of this turn, and whom nobody has invited. */
export function isStrangersCard(state: FlowState, event: FlowEvent): boolean {
  if (event.type !== 'card-read' || peopleIn(state).length === 0) return false;
  return !isOwnCard(state, event) && !invitesCompanion(state);
}

/** Whoever has come with the patient may lay their own card. */
export function invitesCompanion(state: FlowState): boolean {
  if (state.at !== 'asking' || state.question !== 'companion' || state.frame.help || mayHaveGone(state)) return false;
  const { said, companionCard } = state.facts;
  return said.companion !== undefined && companionCard.stands === 'not-seen';
}

/**
 * Everybody has gone: what is open is answered, and the clocks run out; every so often somebody makes a `meanwhile` move.
 * How long it took; `undefined`: it did not come within `steps`.
 */
export function untilGone(
  world: World,
  {
    steps,
    isOver,
    how = 'good',
    everyMs,
    meanwhile,
  }: {
    readonly steps: number;
    readonly isOver: (state: FlowState) => boolean;
    readonly how?: 'good' | 'bad';
    readonly everyMs?: number;
    readonly meanwhile?: Move;
  },
): number | undefined {
  // Staff who stand before somebody in a crisis are sent away by the host after a while.
  if (world.state().at === 'in-crisis') world.move({ does: { type: 'staff-left' } });
  const began = world.now();
  for (let taken = 0; taken < steps; taken++) {
    if (isOver(world.state())) return world.now() - began;
    for (let answers = world.open().length; answers > 0; answers--) world.move({ answer: 0, how });
    if (world.open().length > 0 || isOver(world.state())) continue;
    world.move({ waits: everyMs ?? 'out' });
    if (meanwhile && !isOver(world.state())) world.move(meanwhile);
  }
  return undefined;
}

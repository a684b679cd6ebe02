import { whoConsents } from '#kiosk/facts/guardian.ts';
import type { FlowState } from '../state.ts';
import { hasSession } from '../state.ts';
import { step } from '../step.ts';
import { mostInFamily } from '../turn.ts';
import { hasEnded, invitesCompanion, isSameTurn, type Promises } from './promise.ts';

/** What names somebody, and their number. */
function namesIn(state: FlowState): readonly string[] {
  if (!hasSession(state)) return [];
  const { facts } = state;
  return [
    ...facts.identities.flatMap(({ fullName, document, address }) => [fullName, document.number, address]),
    facts.hospital.contact?.phone,
    'ticket' in state ? state.ticket.visit.number.text : undefined,
    facts.slip,
  ].filter((each) => each !== undefined);
}

function consentsIn(state: FlowState) {
  return hasSession(state) ? (state.facts.said.consents ?? []) : [];
}

/** Who stands here for whom, who is next, and what may be done with what is known. */
export const promisesOfFamilies: Promises = {
  'somebody else’s card is the companion’s only where it was invited, and never the patient’s': () => ({
    each: (taken) => {
      const { before, after, event } = taken;
      if (!isSameTurn(taken) || !hasSession(before) || !hasSession(after)) return undefined;
      const [was, is] = [before.facts.companionCard.stands, after.facts.companionCard.stands];
      if (was === 'laid' || is !== 'laid') return undefined;
      if (event.type !== 'card-read' || !invitesCompanion(before)) return `${event.type} at ${before.at}`;
      return after.facts.identities === before.facts.identities ? undefined : 'it was added to the patient’s cards';
    },
  }),

  'a companion is noted by name only after a yes to the words on the screen': () => ({
    each: ({ after }) => {
      if (!hasSession(after)) return undefined;
      const { companion } = after.facts.said;
      const isNoted = companion?.fullName !== undefined || companion?.citizenNumber !== undefined;
      return isNoted && companion?.consent?.granted !== true ? after.at : undefined;
    },
  }),

  'the next of a family sees nothing of the one before': () => ({
    each: (taken) => {
      const { before, after, event } = taken;
      if (event.type !== 'family-goes-on' || after === before || !hasSession(after) || !hasSession(before))
        return undefined;
      if (hasEnded(taken) !== 'finished' || after.at !== 'asking-for-card') return `${hasEnded(taken)} → ${after.at}`;
      if (after.frame.language !== before.frame.language) return 'in another language';
      const text = JSON.stringify([after.facts, after.frame, after.turn]);
      const { said, companionCard } = before.facts;
      // Noted in this turn or an earlier one, with whoever was the patient then; they may have been the patient themselves.
      const noted = [said.companion, companionCard.stands === 'known' ? companionCard : undefined];
      const ofWhoStandsHere = noted.flatMap((each) => [each?.fullName, each?.citizenNumber]);
      return namesIn(before).find((each) => text.includes(each) && !ofWhoStandsHere.includes(each));
    },
  }),

  'a family is eight at most, and ends with whoever leaves': () => ({
    each: ({ before, after, event }) => {
      if (after.turn.familyBefore >= mostInFamily) return `${after.turn.familyBefore + 1} in a row`;
      if (!hasSession(after)) return after.turn.familyBefore === 0 ? undefined : `${event.type} → ${after.at}`;
      const isLonger = after.turn.familyBefore > before.turn.familyBefore;
      return isLonger && event.type !== 'family-goes-on' ? event.type : undefined;
    },
  }),

  'a yes is only a yes to exactly the words on the screen, by whoever may give it': () => ({
    each: ({ site, before, after, event }) => {
      const [was, is] = [consentsIn(before), consentsIn(after)];
      const [given] = is.slice(was.length);
      if (given === undefined) return undefined;
      if (event.type !== 'answered' || before.at !== 'asking' || before.question !== 'consent') return event.type;
      const words = site.consentWords.get(given.purpose)?.[before.frame.language];
      if (event.answer.wordsHash !== words?.hash || given.wordsHash !== words?.hash) return 'other words';
      if (event.answer.granted !== given.granted) return 'another answer';
      return given.by === whoConsents(site, before.facts) ? undefined : given.by;
    },
  }),

  'a no leads where a yes leads, and to the same number': () => ({
    each: ({ site, before, after, event, effects }) => {
      if (before.at !== 'asking' || before.question !== 'consent' || event.type !== 'answered') return undefined;
      const { granted } = event.answer;
      if (typeof granted !== 'boolean') return undefined;
      const other = step(site, before, { ...event, answer: { ...event.answer, granted: !granted } });
      const without = (value: unknown) => JSON.stringify(value).replaceAll(/"granted":(true|false)/g, '');
      return without([other.state, other.effects]) === without([after, effects]) ? undefined : `after ${granted}`;
    },
  }),

  'what is asked once is never asked twice in a turn': () => ({
    each: ({ before, after, event }) => {
      if (after.at !== 'asking' || after.question !== 'particulars' || event.type !== 'answered') return undefined;
      const kinds = after.facts.particulars.flatMap(({ is, kinds }) => (is === 'wrong' ? [] : kinds));
      return new Set(kinds).size === kinds.length ? undefined : `${kinds.join()} after ${before.at}`;
    },
  }),
};

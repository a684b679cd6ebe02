import { expect, test } from 'vitest';
import { whyScanAgain } from './scan-again.ts';
import {
  binhCitizen,
  firstSession,
  type Happening,
  secondSession,
  settings,
  storedVisit,
  today,
  walk,
} from './synthetic.ts';

/** At the hub of a hospital; nothing is measured here. */
const site = { ...settings, numbersCanBeGivenUp: true, offersMeasuring: false };
const visit = { ...storedVisit, paper: 'printed' as const };

const cardAgain: readonly Happening[] = [
  { type: 'card-read', identity: binhCitizen, sessionId: firstSession, today, numbersToday: [visit] },
  { type: 'number-wanted' },
  { type: 'visit-stored', sessionId: firstSession, visit, found: true },
];
const ticketRead = {
  type: 'ticket-read',
  ticket: { facilityCode: '27005', day: today, number: 'UA012', visitId: visit.visitId },
  standing: 'ours',
  visit,
  sessionId: firstSession,
  today,
} as const;
const says: Happening = { type: 'give-up-asked' };
const keeps: Happening = { type: 'number-kept' };
const done: Happening = { type: 'number-given-up', sessionId: firstSession };
const givesUp = (happenings: readonly Happening[], of = site) =>
  walk(happenings, of).effects.filter((effect) => effect.do === 'give-up');

test.each([
  ['card', cardAgain],
  ['ticket', [ticketRead]],
] as const)(
  'whoever comes with the %s of a number of today gives it up by saying so, and saying so again',
  (_of, comes) => {
    const asked = comes[0] === ticketRead ? comes : [...comes, says];
    expect(walk(asked, site).state).toMatchObject({ at: 'giving-up', isAskedAgain: false });
    expect(givesUp([...asked, says])).toEqual([]);
    expect(walk([...asked, says], site).state).toMatchObject({ at: 'giving-up', isAskedAgain: true });
    expect(givesUp([...asked, says, says])).toEqual([
      { do: 'give-up', sessionId: firstSession, visitId: visit.visitId },
    ]);
    const { state } = walk([...asked, says, says, done], site);
    expect(state).toMatchObject({ at: 'gave-up', number: 'UA012' });
    expect(walk([...asked, says, says, done, { type: 'finished' }], site).state.at).toBe('waiting-for-card');
  },
);

test('whoever keeps it after all, at either question, goes back, walks off, or whose store refuses, has the number', () => {
  for (const asked of [[says], [says, says]]) {
    expect(walk([...cardAgain, ...asked, keeps], site).state).toMatchObject({
      at: 'showing-ticket',
      ticket: { visit },
    });
    expect(walk([...cardAgain, ...asked, { type: 'went-back' }], site).state.at).toBe('showing-ticket');
  }
  expect(walk([ticketRead, says, keeps], site).state.at).toBe('waiting-for-card');
  const walksOff: readonly Happening[] = [{ waited: 'idle' }, { waited: 'idle-countdown' }];
  expect(givesUp([...cardAgain, says, says, ...walksOff])).toEqual([]);
  const refused: Happening = { type: 'number-not-given-up', sessionId: firstSession };
  expect(walk([...cardAgain, says, says, says, refused], site).state).toMatchObject({
    at: 'showing-ticket',
    frame: { notice: { words: 'number-not-given-up' } },
  });
});

test('a number that has just come, one of another kiosk, and one that nobody calls from here is not offered to be given up', () => {
  const fresh: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
  expect(walk([...cardAgain.slice(0, 2), fresh, says], site).state.at).toBe('showing-ticket');
  const theirs = { ...visit, isElsewhere: true };
  const elsewhere: readonly Happening[] = [
    { type: 'card-read', identity: binhCitizen, sessionId: firstSession, today, numbersToday: [theirs] },
    { type: 'number-wanted' },
    says,
  ];
  expect(walk(elsewhere, site).state).toMatchObject({ at: 'showing-ticket', ticket: { visit: theirs } });
  expect(walk([...cardAgain, says], settings).state.at).toBe('showing-ticket');
  expect(whyScanAgain({ ...site, numbersCanBeGivenUp: false }, ticketRead)).toBe('foreign');
  expect(whyScanAgain(site, { ...ticketRead, visit: undefined })).toBe('foreign');
});

test("somebody else's card while the question stands there asks first whether its patient is still here", () => {
  const other: Happening = {
    type: 'card-read',
    identity: {
      ...binhCitizen,
      fullName: 'Lê Văn Chín',
      document: { ...binhCitizen.document, number: '001090000009' },
    },
    sessionId: secondSession,
    today,
  } as Happening;
  expect(walk([...cardAgain, says, other], site).state).toMatchObject({ at: 'giving-up', turn: { next: {} } });
});

import { describe, expect, test } from 'vitest';
import {
  anhCitizen,
  anhInsurance,
  binhCitizen,
  chosen,
  consented,
  familySettings,
  firstSession,
  type Happening,
  scanOf,
  settings,
  storedVisit,
  twinAnh,
  walk,
} from './synthetic.ts';

const site = { ...familySettings, checkIn: { ...familySettings.checkIn, consents: [], particulars: [] } };
const scanned = scanOf(twinAnh, firstSession);
const cameWithThem: Happening = { type: 'identity-confirmed', by: 'companion' };
const relation = (word: string): Happening => ({ type: 'answered', answer: { relation: word } });
const without: Happening = { type: 'answered', answer: { card: 'none' } };
const noted = (granted: boolean): Happening =>
  ({
    ...consented('companion-details', granted),
    type: 'answered',
    shownMs: 4_200,
  }) as Happening;
const back: Happening = { type: 'went-back' };
const having = (...happenings: readonly Happening[]) => walk([scanned, ...happenings], site);
const placeAfter = (...happenings: readonly Happening[]) => {
  const { state } = having(...happenings);
  return state.at === 'asking' ? state.question : state.at;
};
const requestOf = (...happenings: readonly Happening[]) =>
  having(...happenings, chosen('noi')).effects.find((effect) => effect.do === 'store-visit')?.request;

describe('somebody who has come with the patient', () => {
  test('says who they are to them, may go on without a card, and the hospital hears of it', () => {
    expect(placeAfter(cameWithThem)).toBe('companion');
    expect(placeAfter(cameWithThem, relation('parent'))).toBe('companion');
    expect(placeAfter(cameWithThem, relation('parent'), without)).toBe('service');
    expect(requestOf(cameWithThem, relation('parent'), without)).toMatchObject({
      patient: { insurance: { number: 'TE1270000000001' } },
      answers: { companion: { relation: 'parent', fullName: undefined, citizenNumber: undefined } },
    });
  });

  test('is asked nothing when they have come for themselves, or where the site does not ask', () => {
    expect(placeAfter({ type: 'identity-confirmed', by: 'patient' })).toBe('service');
    expect(walk([scanned, cameWithThem], settings).state).toMatchObject({ at: 'asking', question: 'service' });
  });

  test('may lay their own card once the relation was said, and it is noted after a yes to the words', () => {
    const laid = [cameWithThem, relation('parent'), scanOf(binhCitizen)] as const;
    expect(having(...laid).state).toMatchObject({
      at: 'asking',
      question: 'companion',
      turn: { next: undefined },
      facts: { identities: [twinAnh], companionCard: { stands: 'laid' } },
    });
    expect(requestOf(...laid, noted(true))?.answers?.companion).toEqual({
      relation: 'parent',
      fullName: 'Trần Văn Bình',
      citizenNumber: '001090000001',
      consent: {
        purpose: 'companion-details',
        granted: true,
        wordsHash: 'hash of companion-details in vi',
        language: 'vi',
        shownMs: 4_200,
        by: 'companion',
      },
    });
    const refused = requestOf(...laid, noted(false));
    expect(refused?.answers?.companion).toMatchObject({ fullName: undefined, consent: { granted: false } });
    expect(JSON.stringify(refused)).not.toMatch(/Bình|001090/);
  });

  test('does not end the turn by it; anywhere else somebody else’s card asks first', () => {
    const [before, invited, answered] = [
      [cameWithThem],
      [cameWithThem, relation('parent')],
      [cameWithThem, relation('parent'), without],
    ] as const;
    const isNext = (happenings: readonly Happening[]) => having(...happenings, scanOf(binhCitizen)).state.turn.next;
    expect(isNext(before)).toBeDefined();
    expect(isNext(invited)).toBeUndefined();
    expect(isNext(answered)).toBeDefined();
    // The second one is a stranger's, whatever the first one was.
    expect(having(...invited, scanOf(binhCitizen), scanOf(anhCitizen)).state.turn.next).toBeDefined();
  });

  test('who may have gone has invited nobody', () => {
    const gone = having(cameWithThem, relation('parent'), { waited: 'idle' }, scanOf(binhCitizen)).state;
    expect(gone).toMatchObject({ turn: { next: {} }, facts: { companionCard: { stands: 'not-seen' } } });
  });

  test('lays another card of the patient, and it is the patient’s', () => {
    const state = walk(
      [scanOf(anhCitizen, firstSession), cameWithThem, relation('child'), scanOf(anhInsurance)],
      site,
    ).state;
    expect(state).toMatchObject({
      facts: { identities: [anhCitizen, anhInsurance], companionCard: { stands: 'not-seen' } },
    });
  });

  test('takes back with Back the card first, then the relation, then who this is', () => {
    const all = [cameWithThem, relation('spouse'), scanOf(binhCitizen), noted(true)] as const;
    expect(placeAfter(...all, back)).toBe('companion');
    expect(having(...all, back).state).toMatchObject({
      facts: {
        companionCard: { stands: 'not-seen' },
        said: { companion: { relation: 'spouse', fullName: undefined } },
      },
    });
    expect(having(...all, back, back).state).not.toHaveProperty('facts.said.companion');
    expect(placeAfter(...all, back, back, back)).toBe('confirming-identity');
  });

  test('is not what a page made up', () => {
    for (const answer of [{ relation: '__proto__' }, { relation: 1 }, { card: 'none' }, { granted: true }, {}])
      expect(having(cameWithThem, { type: 'answered', answer })).toEqual(having(cameWithThem));
    const laid = [cameWithThem, relation('parent'), scanOf(binhCitizen)] as const;
    const other = consented('companion-details', true, 'en');
    expect(having(...laid, other)).toEqual(having(...laid));
  });
});

describe('a family', () => {
  const storedFor = (sessionId: typeof firstSession): Happening => ({
    type: 'visit-stored',
    sessionId,
    visit: storedVisit,
    found: false,
  });
  const ticketFor = (sessionId: typeof firstSession): readonly Happening[] => [
    chosen('noi'),
    storedFor(sessionId),
    { waited: 'paper' },
    { type: 'ticket-printed', sessionId },
  ];
  const child = [
    cameWithThem,
    relation('parent'),
    scanOf(binhCitizen),
    noted(true),
    ...ticketFor(firstSession),
  ] as const;
  const goesOn: Happening = {
    type: 'family-goes-on',
    sessionId: 'S9' as typeof firstSession,
    today: '2026-11-21' as never,
  };

  test('goes on at once in its own language, each in a turn of their own, and the kiosk does not rest', () => {
    const { state, effects } = having(
      { type: 'language-chosen', language: 'en' },
      ...child.slice(0, 3),
      consented('companion-details', true, 'en'),
      ...ticketFor(firstSession),
      goesOn,
    );
    expect(state).toMatchObject({
      at: 'asking-for-card',
      frame: { language: 'en' },
      turn: { familyBefore: 1 },
      facts: { sessionId: 'S9', identities: [], said: {} },
    });
    expect(effects.slice(-2)).toEqual([
      { do: 'note-session-ended', sessionId: firstSession, reason: 'finished' },
      { do: 'note-session-started', sessionId: 'S9' },
    ]);
  });

  test('does not go on before the paper of the number has come', () => {
    const waiting = child.slice(0, -1);
    expect(having(...waiting, goesOn)).toEqual(having(...waiting));
  });

  test('is not told of the one before; whoever stands here is asked anew whether they may be noted', () => {
    const { state } = having(...child, goesOn);
    expect(JSON.stringify(state)).not.toMatch(/MINH ANH|TE127|UA012/);
    expect(state).toMatchObject({ facts: { companionCard: { stands: 'known', fullName: 'Trần Văn Bình' } } });
    const brother = [goesOn, scanOf(anhCitizen), cameWithThem, relation('child')] as const;
    expect(having(...child, ...brother).state).toMatchObject({
      question: 'companion',
      facts: { said: { companion: { fullName: undefined } } },
    });
    expect(having(...child, ...brother, noted(true), chosen('noi')).effects.at(-1)).toMatchObject({
      request: { answers: { companion: { relation: 'child', fullName: 'Trần Văn Bình', consent: { granted: true } } } },
    });
  });

  test('keeps nothing of a companion who did not want to be noted', () => {
    const refused = [...child.slice(0, 3), noted(false), ...ticketFor(firstSession), goesOn] as const;
    expect(JSON.stringify(having(...refused).state)).not.toMatch(/Bình|001090/);
  });

  test('that walks away is forgotten', () => {
    const { state } = having(...child, goesOn, { waited: 'idle' }, { waited: 'idle-countdown' });
    expect(state).toMatchObject({ at: 'waiting-for-card', turn: { familyBefore: 0 } });
    expect(JSON.stringify(state)).not.toMatch(/Bình|MINH/);
  });

  test('ends with a stranger who comes in between', () => {
    const between = [...child, goesOn, scanOf(anhCitizen), scanOf(binhCitizen)] as const;
    expect(having(...between).state).toMatchObject({ at: 'confirming-identity', turn: { next: {}, familyBefore: 1 } });
    expect(having(...between, { waited: 'next-waits' }).state).toMatchObject({
      at: 'confirming-identity',
      turn: { familyBefore: 0 },
      facts: { identities: [binhCitizen], companionCard: { stands: 'not-seen' } },
    });
  });

  test('is eight at most', () => {
    let happenings: readonly Happening[] = child;
    for (let nth = 2; nth <= 8; nth++) {
      const sessionId = `F${nth}` as typeof firstSession;
      happenings = [
        ...happenings,
        { ...goesOn, type: 'family-goes-on', sessionId } as Happening,
        scanOf(twinAnh),
        { type: 'identity-confirmed', by: 'patient' },
        ...ticketFor(sessionId),
      ];
    }
    expect(having(...happenings).state).toMatchObject({ at: 'showing-ticket', turn: { familyBefore: 7 } });
    expect(having(...happenings, goesOn)).toEqual(having(...happenings));
  });

  test('is offered nowhere where the site does not serve families', () => {
    const plain: readonly Happening[] = [scanned, { type: 'identity-confirmed' }, ...ticketFor(firstSession)];
    expect(walk([...plain, goesOn], settings)).toEqual(walk(plain, settings));
  });
});

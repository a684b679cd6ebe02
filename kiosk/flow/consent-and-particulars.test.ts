import { describe, expect, test } from 'vitest';
import type { Identity } from '#drivers/contract/identity.ts';
import {
  anhCitizen,
  chosen,
  consented,
  familySettings,
  firstSession,
  type Happening,
  hospitalSaid,
  scanOf,
  settings,
  storedVisit,
  twinAnh,
  walk,
} from './synthetic.ts';

const me: Happening = { type: 'identity-confirmed', by: 'patient' };
const withThem: Happening = { type: 'identity-confirmed', by: 'companion' };
const answers = (answer: Record<string, string | boolean>): Happening => ({ type: 'answered', answer });
const back: Happening = { type: 'went-back' };
const english: Happening = { type: 'language-chosen', language: 'en' };

describe('a use of data that needs consent', () => {
  const site = { ...familySettings, checkIn: { ...familySettings.checkIn, particulars: [] } };
  const asked = (who: Identity, ...happenings: readonly Happening[]) =>
    walk([scanOf(who, firstSession), ...happenings, chosen('noi')], site);
  const consentsAfter = (who: Identity, ...happenings: readonly Happening[]) => {
    const { effects } = walk([scanOf(who, firstSession), ...happenings], site);
    const stored = effects.find((effect) => effect.do === 'store-visit');
    return stored?.do === 'store-visit' ? stored.request.answers?.consents : 'not stored';
  };

  test('is asked one by one after the service, and a no leads to the same number as a yes', () => {
    expect(asked(anhCitizen, me).state).toMatchObject({ at: 'asking', question: 'consent' });
    for (const [first, second] of [
      [true, true],
      [true, false],
      [false, false],
    ] as const) {
      const { state, effects } = walk(
        [
          scanOf(anhCitizen, firstSession),
          me,
          chosen('noi'),
          consented('messages', first),
          consented('research', second),
        ],
        site,
      );
      expect(state.at).toBe('storing-visit');
      expect(effects.at(-1)).toMatchObject({
        do: 'store-visit',
        request: { serviceCode: 'noi', answers: { consents: [{ granted: first }, { granted: second }] } },
      });
    }
  });

  test('is kept with the words, their language, how long they stood there, and who said it', () => {
    const yes: Happening = { ...consented('research', true, 'en'), type: 'answered', shownMs: 9_000 } as Happening;
    expect(consentsAfter(anhCitizen, me, chosen('noi'), consented('messages', false), english, yes)).toEqual([
      {
        purpose: 'messages',
        granted: false,
        wordsHash: 'hash of messages in vi',
        language: 'vi',
        shownMs: 0,
        by: 'patient',
      },
      {
        purpose: 'research',
        granted: true,
        wordsHash: 'hash of research in en',
        language: 'en',
        shownMs: 9_000,
        by: 'patient',
      },
    ]);
  });

  test('is answered by nothing but a yes or no to the words on the screen', () => {
    const at = asked(anhCitizen, me);
    for (const answer of [
      { wordsHash: 'hash of research in vi', granted: true },
      { wordsHash: 'hash of messages in en', granted: true },
      { wordsHash: 'hash of messages in vi', granted: 'true' },
      { granted: true },
      { wordsHash: 'hash of messages in vi' },
    ])
      expect(walk([scanOf(anhCitizen, firstSession), me, chosen('noi'), answers(answer)], site)).toEqual(at);
  });

  test('can be answered otherwise after Back', () => {
    const happenings = [me, chosen('noi'), consented('messages', true), back, consented('messages', false)] as const;
    expect(consentsAfter(anhCitizen, ...happenings, consented('research', true))).toMatchObject([
      { purpose: 'messages', granted: false },
      { purpose: 'research', granted: true },
    ]);
  });

  test('of a small child is answered by the parent, of an older one by both, and by nobody who may not', () => {
    const teenager: Identity = { ...twinAnh, birth: { precision: 'year', year: 2012 } };
    const rest = [chosen('noi'), consented('messages', true), consented('research', true)] as const;
    const broughtBy = (relation: string) =>
      [withThem, answers({ relation }), answers({ card: 'none' }), ...rest] as const;
    const by = (who: Identity, ...happenings: readonly Happening[]) => {
      const given = consentsAfter(who, ...happenings);
      return typeof given === 'object' ? given.map((each) => each.by) : given;
    };
    expect(by(twinAnh, ...broughtBy('parent'))).toEqual(['guardian', 'guardian']);
    expect(by(teenager, ...broughtBy('guardian'))).toEqual(['patient-and-guardian', 'patient-and-guardian']);
    expect(by(anhCitizen, ...broughtBy('child'))).toEqual(['patient', 'patient']);
    // A neighbour, or nobody: nothing is asked, and the number comes all the same.
    expect(by(twinAnh, ...broughtBy('other'))).toBeUndefined();
    expect(by(teenager, me, chosen('noi'))).toBeUndefined();
  });

  test('is asked of nobody where the site has none', () => {
    const { state } = walk([scanOf(anhCitizen, firstSession), { type: 'identity-confirmed' }, chosen('noi')], settings);
    expect(state.at).toBe('storing-visit');
  });
});

describe('what the law wants to know', () => {
  const site = { ...familySettings, asksHospital: true, checkIn: { ...familySettings.checkIn, consents: [] } };
  const nothingKnown = scanOf({ ...anhCitizen, address: undefined }, firstSession);
  const having = (...happenings: readonly Happening[]) => walk(happenings, site);
  const saidAfter = (...happenings: readonly Happening[]) => {
    const stored = having(...happenings, chosen('noi')).effects.find((effect) => effect.do === 'store-visit');
    return stored?.do === 'store-visit' ? stored.request.answers?.particulars : 'not stored';
  };
  const known = hospitalSaid({
    particulars: { ethnicity: '01', occupation: 'retired', address: 'Yên Phong', phone: '0912000567' },
  });
  const all = answers({ right: 'ethnicity,occupation,address,phone' });

  test('and the hospital knows is confirmed with one tap', () => {
    const happenings = [nothingKnown, known, me] as const;
    expect(having(...happenings).state).toMatchObject({ at: 'asking', question: 'particulars' });
    expect(having(...happenings, all).state).toMatchObject({ at: 'asking', question: 'service' });
    expect(saidAfter(...happenings, all)).toEqual({
      ethnicity: '01',
      occupation: 'retired',
      address: 'Yên Phong',
      phone: '0912000567',
    });
  });

  test('and nobody knows is asked once each, and may be skipped', () => {
    const happenings = [nothingKnown, hospitalSaid(), me] as const;
    const skips = ['ethnicity', 'occupation', 'phone'].map((skip) => answers({ skip }));
    expect(having(...happenings, ...skips).state).toMatchObject({ at: 'asking', question: 'service' });
    expect(saidAfter(...happenings, ...skips)).toBeUndefined();
    const said = [
      answers({ kind: 'ethnicity', value: '06' }),
      answers({ kind: 'occupation', value: 'farming' }),
      answers({ kind: 'phone', value: '0912000567' }),
    ];
    expect(saidAfter(...happenings, ...said)).toEqual({ ethnicity: '06', occupation: 'farming', phone: '0912000567' });
  });

  test('and has changed is asked for, the rest still confirmed with one tap', () => {
    const happenings = [nothingKnown, known, me, answers({ wrong: 'occupation' })] as const;
    expect(
      saidAfter(
        ...happenings,
        answers({ right: 'ethnicity,address,phone' }),
        answers({ kind: 'occupation', value: 'trade' }),
      ),
    ).toMatchObject({ ethnicity: '01', occupation: 'trade', address: 'Yên Phong' });
    // A new address is typed, or left to the desk with one tap.
    const moved = [
      nothingKnown,
      known,
      me,
      answers({ wrong: 'address' }),
      answers({ right: 'ethnicity,occupation,phone' }),
    ] as const;
    const others = { ethnicity: '01', occupation: 'retired', phone: '0912000567' };
    expect(having(...moved).state).toMatchObject({ at: 'asking', question: 'particulars' });
    expect(saidAfter(...moved, answers({ skip: 'address' }))).toEqual(others);
    const typed = answers({ kind: 'address', value: 'Số 12/3, thôn Đoài, Yên Phong' });
    expect(saidAfter(...moved, typed)).toEqual({ ...others, address: 'Số 12/3, thôn Đoài, Yên Phong' });
    for (const value of ['', '12', 'A\u202eB', 'W'.repeat(101)])
      expect(having(...moved, answers({ kind: 'address', value }))).toEqual(having(...moved));
  });

  test('is offered from the card, too, and never from a code that nobody knows', () => {
    const strange = hospitalSaid({ particulars: { ethnicity: '99', occupation: '__proto__' } });
    const happenings = [scanOf(anhCitizen, firstSession), strange, me, answers({ right: 'address' })] as const;
    const skips = ['ethnicity', 'occupation', 'phone'].map((skip) => answers({ skip }));
    expect(saidAfter(...happenings, ...skips)).toEqual({ address: anhCitizen.address });
  });

  test('of the phone is asked once: the number that the hospital knows has a question of its own', () => {
    const contact = { phone: '0912000567', patientCode: 'BN1' };
    const skips = ['ethnicity', 'occupation'].map((skip) => answers({ skip }));
    const right = [nothingKnown, hospitalSaid({ contact }), me, answers({ isRight: true }), ...skips] as const;
    expect(having(...right).state).toMatchObject({ question: 'service' });
    const wrong = [nothingKnown, hospitalSaid({ contact }), me, answers({ isRight: false }), ...skips] as const;
    expect(having(...wrong).state).toMatchObject({ question: 'particulars' });
  });

  test('is not what a page made up', () => {
    const happenings = [nothingKnown, hospitalSaid(), me] as const;
    for (const answer of [
      { kind: 'ethnicity', value: '99' },
      { kind: 'occupation', value: 'trade' },
      { kind: 'ethnicity', value: '' },
      { skip: 'phone' },
      { right: '' },
      { wrong: 'ethnicity' },
    ])
      expect(having(...happenings, answers(answer))).toEqual(having(...happenings));
  });

  test('is asked of no small child what they do for a living', () => {
    const happenings = [scanOf(twinAnh, firstSession), hospitalSaid(), me, answers({ skip: 'ethnicity' })] as const;
    expect(saidAfter(...happenings, answers({ skip: 'phone' }))).toBeUndefined();
  });

  test('and was answered is taken back one by one', () => {
    const happenings = [nothingKnown, hospitalSaid(), me, answers({ kind: 'ethnicity', value: '06' })] as const;
    expect(having(...happenings, answers({ skip: 'occupation' }), back).state).toMatchObject({
      question: 'particulars',
      facts: { said: { particulars: { ethnicity: '06' } } },
    });
    expect(having(...happenings, back).state).not.toHaveProperty('facts.said.particulars');
  });

  test('goes with the visit that was stored', () => {
    const stored: Happening = { type: 'visit-stored', sessionId: firstSession, visit: storedVisit, found: false };
    const happenings = [nothingKnown, known, me, all, chosen('noi'), stored] as const;
    expect(having(...happenings).state.at).toBe('showing-ticket');
  });
});

import { describe, expect, test } from 'vitest';
import type { Appointment } from '#backend-client/contract/appointment.ts';
import type { InsuranceCheck } from '#backend-client/contract/insurance.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { insuranceResults } from '#config/catalogues/insurance-results.ts';
import { deskReasons, type TicketRemark } from '#config/catalogues/outcomes.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { Remark } from '#kiosk/bridge/words.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { StateAt } from '#kiosk/flow/state.ts';
import {
  anhChip,
  anhCitizen,
  anhInsurance,
  chosen,
  firstSession,
  followUp,
  hospitalSaid,
  insured,
  scanOf,
  settings,
  storedVisit,
  today,
  walk,
} from '#kiosk/flow/synthetic.ts';
import { canReprint } from '#kiosk/flow/ticket.ts';
import { remarksOn } from './person-on-screen.ts';
import { ticketScreen } from './ticket-on-screen.ts';

/** What a patient reads on the confirm screen and beside the number, for everything that can come out. */

const asking: FlowSettings = { ...settings, asksHospital: true, checksInsurance: true };
const site = siteFile.parse({ ...syntheticSite, services: syntheticSite.services });

interface Case {
  readonly cards?: readonly Identity[];
  readonly insurance?: Partial<InsuranceCheck> | undefined;
  readonly namesAnother?: boolean;
  readonly appointment?: Appointment;
  readonly visit?: Partial<StoredVisit>;
  readonly isShared?: boolean;
  readonly found?: boolean;
}

function outcomeOf({
  cards = [anhInsurance],
  insurance,
  namesAnother = false,
  appointment,
  visit,
  isShared,
  found = false,
}: Case) {
  const [first = anhInsurance, ...others] = cards;
  const answers = {
    namesAnother,
    appointments: appointment ? [appointment] : [],
    insuranceCheck: insurance && { ...insured, ...insurance },
  };
  const scanned = walk([scanOf(first, firstSession), ...others.map((each) => scanOf(each))], asking);
  const asked = scanned.effects.filter((effect) => effect.do === 'ask-hospital').length;
  const until = [
    scanOf(first, firstSession),
    ...others.map((each) => scanOf(each)),
    ...Array.from({ length: asked }, (_, at) => hospitalSaid(answers, at + 1)),
  ];
  const confirming = walk(until, asking).state as StateAt<'confirming-identity'>;
  const { state } = walk(
    [
      ...until,
      { type: 'identity-confirmed' },
      ...(appointment ? [{ type: 'answered', answer: { appointmentId: appointment.appointmentId } } as const] : []),
      { type: 'answered', answer: { serviceCode: 'noi' } },
      {
        type: 'visit-stored',
        sessionId: firstSession,
        visit: { ...storedVisit, ...visit },
        found,
        ...(isShared ? { isShared } : {}),
      },
    ],
    asking,
  );
  const shown = ticketScreen(state as StateAt<'showing-ticket'>, {
    site,
    settings: asking,
    ticketCodeOf: () => 'code',
  });
  return {
    remarks: remarksOn(confirming.facts, asking).filter(({ kind }) => kind !== 'priority'),
    why: shown.show === 'go-to-desk' ? shown.why : undefined,
    remark: shown.show === 'take-ticket' ? shown.remark : undefined,
    number: 'ticket' in shown && shown.ticket.number,
  };
}

type Said = readonly [remarks: readonly Remark['kind'][], after: string | undefined];

/** What each answer of the gateway leads to: on the confirm screen, and beside the number. */
const afterAnswer: Readonly<Record<string, Said>> = {
  '000': [['insurance-checked'], undefined],
  '001': [['insurance-to-check'], 'insurance-to-check'],
  '002': [['insurance-to-check'], 'insurance-to-check'],
  '003': [['new-card-issued'], 'new-card-issued'],
  '004': [['new-card-issued'], 'new-card-issued'],
  '010': [['insurance-expired'], 'insurance-expired'],
  '060': [['name-does-not-match'], 'name-does-not-match'],
  '061': [['name-does-not-match'], 'name-does-not-match'],
  '070': [['birth-does-not-match'], 'birth-does-not-match'],
};
const unchecked: Said = [['insurance-valid'], 'insurance-not-checked'];
const toCheck: Said = [['insurance-to-check'], 'insurance-to-check'];

describe('what the social insurance says', () => {
  test.each([...insuranceResults])('%s has its words, and the number stands', (resultCode, { path }) => {
    const said = outcomeOf({ insurance: { resultCode, path } });
    const [remarks, after] = afterAnswer[resultCode] ?? (path === 'not-verified' ? unchecked : toCheck);
    expect(said.remarks.map(({ kind }) => kind)).toEqual(remarks);
    expect(said.why ?? said.remark?.kind).toBe(after);
    expect(said.number).toBe('UA012');
  });

  test('when nobody answers: the number stands, and the desk checks the card later', () => {
    expect(outcomeOf({})).toMatchObject({ why: undefined, remark: { kind: 'insurance-not-checked' } });
  });

  test('a card that is registered elsewhere is a sentence, never a refusal', () => {
    const said = outcomeOf({ insurance: { facilityCode: '01001' } });
    expect(said.remarks.map(({ kind }) => kind)).toEqual(['insurance-checked', 'other-facility']);
    expect(said).toMatchObject({ why: undefined, remark: { kind: 'other-facility' }, number: 'UA012' });
  });
});

describe('papers', () => {
  const childsCard: Identity = {
    ...anhCitizen,
    birth: { precision: 'day', date: '2011-03-04' },
    document: { ...anhCitizen.document, kind: 'citizen-card', oldNumber: undefined, issuedOn: '2021-05-25' },
  } as Identity;
  test("that are over: a child's citizen card, an old insurance card", () => {
    expect(outcomeOf({ cards: [childsCard] }).remarks).toEqual([{ kind: 'citizen-card-expired', on: '04/03/2025' }]);
    const old: Identity = {
      ...anhInsurance,
      document: { ...anhInsurance.document, kind: 'insurance-card', validTo: '2025-12-31' },
    } as Identity;
    expect(outcomeOf({ cards: [old] })).toMatchObject({
      remarks: [{ kind: 'insurance-expired', on: '31/12/2025' }],
      why: 'insurance-expired',
    });
  });

  test('under whose number the hospital has another name lead to the desk', () => {
    expect(outcomeOf({ cards: [anhCitizen], namesAnother: true })).toMatchObject({
      remarks: [{ kind: 'hospital-knows-another' }],
      why: 'hospital-knows-another',
      number: 'UA012',
    });
  });

  test('whose number somebody else has shown today lead to the desk, and say nothing of whoever that is', () => {
    expect(outcomeOf({ cards: [anhCitizen], insurance: {}, isShared: true })).toMatchObject({
      why: 'document-of-another',
      number: 'UA012',
    });
  });

  test('that were only typed, or stand on a phone, are looked at', () => {
    expect(outcomeOf({ cards: [{ ...anhCitizen, source: 'typed' }], insurance: {} }).why).toBe('no-papers');
  });
});

describe('an appointment', () => {
  const nineThirty = Date.UTC(2026, 10, 21, 2, 30);
  const booked: Appointment = { ...followUp, kind: 'appointment', startsAt: nineThirty };
  const comes = (minutesBefore: number, more: Case = {}): TicketRemark | undefined =>
    outcomeOf({
      cards: [anhCitizen],
      insurance: {},
      appointment: booked,
      visit: { storedAt: nineThirty - minutesBefore * 60_000 },
      ...more,
    }).remark;

  test.each([
    [61, { kind: 'appointment-early', at: '09:30' }],
    [60, undefined],
    [0, undefined],
    [-30, undefined],
    [-31, { kind: 'appointment-late', at: '09:30' }],
  ])('%i minutes before its time', (minutes, remark) => {
    expect(comes(minutes)).toEqual(remark);
  });

  test('says nothing of when somebody comes back for the number', () => {
    expect(comes(300, { found: true })).toBeUndefined();
  });
});

test('every reason to pass by the desk is weighed in the order of the catalogue', () => {
  const weighed = [
    { cards: [{ ...anhCitizen, fullName: undefined }], isShared: true, namesAnother: true },
    { cards: [anhCitizen], isShared: true, namesAnother: true },
    { cards: [anhCitizen], namesAnother: true, insurance: { resultCode: '060', path: 'scan-again' } },
    { cards: [anhCitizen], insurance: { resultCode: '060', path: 'scan-again' } },
  ] satisfies readonly Case[];
  const reasons = weighed.map((each) => outcomeOf(each).why);
  expect(reasons).toEqual([
    'name-not-readable',
    'document-of-another',
    'hospital-knows-another',
    'name-does-not-match',
  ]);
  const places = reasons.map((why) => (why ? deskReasons.indexOf(why) : -1));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

describe('a document that has a number today', () => {
  const known = { type: 'card-read', identity: anhChip, sessionId: firstSession, today } as const;
  const before = { ...storedVisit, paper: 'printed' } as const;

  test('shows it before anything is asked, as the same visit', () => {
    const { state, effects } = walk([{ ...known, numbersToday: [before] }, { type: 'number-wanted' }]);
    expect(state.at).toBe('storing-visit');
    expect(effects.at(-1)).toMatchObject({ do: 'store-visit', request: { serviceCode: 'noi' } });
    const stored = { type: 'visit-stored', sessionId: firstSession, visit: before, found: true } as const;
    const shown = walk([{ ...known, numbersToday: [before] }, { type: 'number-wanted' }, stored]);
    expect(shown.state).toMatchObject({ at: 'showing-ticket', ticket: { again: true, paper: 'kept' } });
  });

  test('of another kiosk shows it without a second one, and prints no copy of a paper that another kiosk has made', () => {
    const elsewhere = { ...before, isElsewhere: true };
    const asking = { ...settings, asksHospital: true };
    const told = hospitalSaid({ numbersElsewhere: [elsewhere] });
    const { state, effects } = walk([known, told, { type: 'number-wanted' }], asking);
    expect(state).toMatchObject({ at: 'showing-ticket', ticket: { again: true, paper: 'kept', visit: elsewhere } });
    expect(effects.some((effect) => effect.do === 'store-visit' || effect.do === 'print-ticket')).toBe(false);
    expect(state.at === 'showing-ticket' && canReprint(state.ticket)).toBe(false);
    // The same clinic once more is the same number; another one is asked for as ever.
    const chosenAgain = walk([known, told, { type: 'identity-confirmed' }, chosen('noi')], asking);
    expect(chosenAgain.state).toMatchObject({ at: 'showing-ticket', ticket: { visit: elsewhere } });
    const other = walk([known, told, { type: 'identity-confirmed' }, chosen('mat')], asking);
    expect(other.state.at).toBe('storing-visit');
  });

  test('may want another clinic, which is asked as ever', () => {
    const { state } = walk([{ ...known, numbersToday: [before] }, { type: 'identity-confirmed' }]);
    expect(state).toMatchObject({ at: 'asking', question: 'service' });
  });

  test('cannot ask for a number that is not its own, or whose clinic is closed for good', () => {
    const gone = { ...before, service: { ...before.service, code: 'gone' } };
    for (const numbersToday of [[], [gone]]) {
      expect(walk([{ ...known, numbersToday }, { type: 'number-wanted' }]).state.at).toBe('confirming-identity');
    }
  });
});

import type { BusinessDay } from '#config/agreements/ids.ts';
import { createSeededRandom } from '#config/agreements/seeded-random.ts';
import { companionDetails } from '#config/settings/consent-words.ts';
import type { Identity } from '#drivers/contract/identity.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { NotOpen } from '#kiosk/facts/opening.ts';
import { restQuestions } from '#kiosk/measuring/rest-questions.ts';
import type { FlowEvent, TicketStanding } from '../events.ts';
import {
  anhCitizen,
  anhInsurance,
  binhCitizen,
  consented,
  everyWayIn,
  familySettings,
  measuringSettings,
  protocol,
  settings,
  settingsWithPurposes,
  today,
  twinAnh,
  twinAnhWithTone,
  typedAnh,
  typedPassport,
} from '../synthetic.ts';
import { mostActs } from '../turn.ts';
import { type How, hows } from './answers.ts';

/** People who scan, tap, walk off and come back at random. */

export type Move =
  | { readonly scans: keyof typeof cards }
  | { readonly slip: string; readonly of: string }
  | { readonly ticket: 'shown' | 'another'; readonly standing: TicketStanding; readonly day: BusinessDay }
  | { readonly does: FlowEvent }
  | { readonly begins: 'without-papers' | 'help' | 'emergency' | 'family' }
  /** One of the answers that are still open. */
  | { readonly answer: number; readonly how: How }
  /** The next clock runs out. */
  | { readonly waits: 'out' }
  | { readonly waits: number }
  /** The ordinary way on, so that walks get deep. */
  | { readonly goesOn: How };

/** Whose they are is their first word: two cards of one person, twins, and a card that says nothing of its holder. */
export const cards = {
  anhCitizen,
  /** The scanner lost the letters; the chip has them. */
  anhDamaged: { ...anhCitizen, fullName: undefined, address: undefined, warnings: ['text-damaged'] },
  anhInsurance,
  binhCitizen,
  twinAnh,
  twinAnhWithTone,
  nameless: {
    ...twinAnh,
    fullName: undefined,
    birth: undefined,
    document: { ...twinAnh.document, number: 'DN4270000000009' },
  },
} satisfies Record<string, Identity>;

const people = { anhCitizen: 'Ánh', anhInsurance: 'Ánh', binhCitizen: 'Bình', twinAnh: 'first twin' } as const;

/** The person of a document, or of a name that was told. */
export function personOf({ document, fullName }: Identity): string {
  if (fullName === told.name) return 'Ánh';
  const [card] = Object.entries(cards).find(([, each]) => each.document.number === document.number) ?? ['nobody'];
  return card in people ? people[card as keyof typeof people] : card;
}

/** What somebody without a card tells of herself; her card may be found after all. */
export const told = { name: 'Nguyễn Thị Ngọc Ánh', birthYear: 1948, phone: '0912000567' } as const;

/** Emergency, screening and priority are asked. */
const withCare: FlowSettings['checkIn'] = {
  ...settings.checkIn,
  emergency: { directions: { vi: 'Đi theo vạch đỏ' } },
  screening: { room: 'P.Cách ly', feverCelsius: 37.5 },
  priority: true,
};

const purposesAndWays = { ...settingsWithPurposes.checkIn, waysIn: everyWayIn };

/** Every kiosk that a site file can make of it. */
export const sites: readonly FlowSettings[] = [
  { ...settings, readsChips: true, asksHospital: true, callsForHelp: true },
  { ...settings, readsChips: true, asksHospital: true, callsForHelp: true },
  { ...settings, asksHospital: true, numbersCanBeGivenUp: true },
  { ...settings, offersMeasuring: false, callsForHelp: true, numbersCanBeGivenUp: true, helpChoosingCode: undefined },
  { ...settings, offersCheckIn: false, callsForHelp: true },
  { ...familySettings, asksHospital: true, callsForHelp: true },
  { ...familySettings, readsChips: true, checkIn: { ...familySettings.checkIn, priority: true } },
  { ...settingsWithPurposes, asksHospital: true, checkIn: purposesAndWays },
  {
    ...settingsWithPurposes,
    checkIn: purposesAndWays,
    notOpen: new Map([...closed(['mat', 'ket-qua']), ['sinh-ton', { is: 'full' }]]),
  },
  { ...settingsWithPurposes, offersMeasuring: false, notOpen: closed(['noi', 'mat']) },
  ...[true, false].map((asksHospital) => ({
    ...settings,
    asksHospital,
    readsChips: asksHospital,
    checkIn: { ...settings.checkIn, waysIn: everyWayIn },
  })),
  { ...settings, asksHospital: true, callsForHelp: true, checkIn: withCare },
  { ...settings, readsChips: true, takesTemperature: true, checkIn: withCare },
  {
    ...settings,
    asksHospital: true,
    callsForHelp: true,
    checkIn: { ...settings.checkIn, survey: true, paperless: true },
  },
  { ...settings, offersMeasuring: false, numbersCanBeGivenUp: true, checkIn: { ...settings.checkIn, survey: true } },
  { ...measuringSettings, callsForHelp: true },
  { ...measuringSettings, offersCheckIn: false, callsForHelp: true },
  {
    ...measuringSettings,
    offersCheckIn: false,
    measuring: { ...protocol, rule: 'aha', readings: 3, questions: false, crisis: { systolic: 131, diastolic: 110 } },
  },
];

function closed(codes: readonly string[]): Map<string, NotOpen> {
  return new Map(codes.map((code) => [code, { is: 'closed', opens: undefined }]));
}

export interface Walk {
  readonly site: FlowSettings;
  readonly moves: readonly Move[];
}

export function walkOf(seed: number): Walk {
  const next = createSeededRandom(seed);
  const oneOf = <Each>(all: readonly Each[]): Each => all[Math.floor(next() * all.length)] as Each;
  const site = oneOf(sites);
  const some = (most: number) => Array.from({ length: Math.floor(next() * most) }, () => oneOf(kinds)(next, oneOf));
  const moves = some(70);
  if (next() > howManyPlay) return { site, moves };
  const game = oneOf([...games, [...some(4), tap(next, oneOf)]]);
  const times = Math.ceil((mostActs + 20) / game.length);
  return { site, moves: [...moves, ...Array.from({ length: times }, () => game).flat()] };
}

/** Children, and hands on the glass: some walks end in the same few moves over and over. */
const howManyPlay = 0.06;
const touch: Move = { does: { type: 'touched' } };
const english: Move = { does: { type: 'language-chosen', language: 'en' } };
const games: readonly (readonly Move[])[] = [
  [touch],
  [english],
  [touch, { waits: 1_000 }],
  [english, { waits: 20_000 }],
  [{ waits: 20_000 }, { goesOn: 'good' }, english, { waits: 19_000 }, { does: { type: 'went-back' } }],
  [{ does: { type: 'service-change-asked' } }, english, { waits: 700 }],
  [{ goesOn: 'good' }, { waits: 'out' }, { answer: 0, how: 'good' }, { does: { type: 'copy-asked' } }],
  [
    { begins: 'without-papers' },
    { goesOn: 'good' },
    { goesOn: 'good' },
    { waits: 'out' },
    { answer: 0, how: 'good' },
    { does: { type: 'copy-asked' } },
    { answer: 0, how: 'good' },
    { does: { type: 'finished' } },
  ],
];

type Draw = (next: () => number, oneOf: <Each>(all: readonly Each[]) => Each) => Move;

export const typedNumbers = {
  card: { type: 'number-typed', text: '027148000123', read: { identity: typedAnh, groups: ['027', '148'] } },
  passport: { type: 'number-typed', text: 'L898902C3', read: { identity: typedPassport, groups: ['L89', '890'] } },
} as const satisfies Readonly<Record<string, FlowEvent>>;

const taps: readonly FlowEvent[] = [
  ...(['number', 'phone', 'passport', 'name'] as const).map((way) => ({ type: 'way-in-chosen', way }) as const),
  { type: 'scan-given-up' },
  ...Object.values(typedNumbers),
  { type: 'number-typed', text: '0271', read: { wrong: { kind: 'missing', count: 5 } } },
  { type: 'number-confirmed' },
  { type: 'name-told', text: told.name },
  { type: 'phone-preferred' },
  { type: 'birth-year-told', year: told.birthYear },
  { type: 'birth-year-told', year: undefined },
  { type: 'phone-told', text: told.phone },
  { type: 'identity-confirmed' },
  { type: 'identity-confirmed', by: 'companion' },
  ...(['parent', 'other'] as const).map((relation) => ({ type: 'answered', answer: { relation } }) as const),
  { type: 'answered', answer: { card: 'none' } },
  ...['messages', 'research', companionDetails].flatMap((purpose) => [
    consented(purpose, true),
    consented(purpose, false, 'en'),
  ]),
  { type: 'answered', answer: { wrong: 'address' } },
  { type: 'answered', answer: { skip: 'ethnicity' } },
  { type: 'answered', answer: { kind: 'phone', value: '0912000567' } },
  { type: 'number-wanted' },
  { type: 'taken-by-phone' },
  { type: 'opinion-given', score: 1 },
  { type: 'opinion-given', score: 5 },
  ...['noi', 'mat', null].map((serviceCode) => ({ type: 'answered', answer: { serviceCode } }) as const),
  ...[true, false].map((isRight) => ({ type: 'answered', answer: { isRight } }) as const),
  ...(['insured', 'referral', 'results', 'vitals', 'unsure'] as const).map(
    (purpose) => ({ type: 'answered', answer: { purpose } }) as const,
  ),
  ...([{ signedOn: null }, { signedOn: 'earlier' }, { signedOn: today }, { isForYear: true }] as const).map(
    (answer) => ({ type: 'answered', answer }) as const,
  ),
  ...([{ isSearching: true }, { symptom: 'dau-mat' }, { hasEaten: true }] as const).map(
    (answer) => ({ type: 'answered', answer }) as const,
  ),
  ...['H-1', 'H-2', null].map((appointmentId) => ({ type: 'answered', answer: { appointmentId } }) as const),
  ...['chest-pain', 'fits', 'none'].map((sign) => ({ type: 'answered', answer: { sign } }) as const),
  ...[true, false].map(
    (fever) => ({ type: 'answered', answer: { fever, cough: false, rash: false, contact: false } }) as const,
  ),
  ...['pregnancy', 'merit', 'none'].map((ground) => ({ type: 'answered', answer: { ground } }) as const),
  { type: 'finished' },
  { type: 'copy-asked' },
  { type: 'measuring-asked' },
  { type: 'measuring-begun' },
  { type: 'measuring-stopped' },
  ...restQuestions.flatMap((question) =>
    (['no', 'skip'] as const).map((answer) => ({ type: 'answered-while-resting', question, answer }) as const),
  ),
  { type: 'answered-while-resting', question: 'symptoms', answer: 'yes' },
  { type: 'next-measured' },
  { type: 'reading-paper-asked' },
  { type: 'went-back' },
  { type: 'started-over' },
  { type: 'service-change-asked' },
  { type: 'help-called-off' },
  { type: 'help-closed' },
  { type: 'stayed' },
  { type: 'touched' },
  { type: 'language-chosen', language: 'en' },
  { type: 'language-chosen', language: 'vi' },
  { type: 'card-not-read', why: 'damaged' },
  { type: 'chip-card-laid' },
  { type: 'store-probed', writable: true },
  { type: 'store-probed', writable: false },
];

const onward: Draw = (_next, oneOf) => ({ goesOn: oneOf(hows) });
const tap: Draw = (_next, oneOf) => ({ does: oneOf(taps) });
const scan: Draw = (_next, oneOf) => ({ scans: oneOf(Object.keys(cards) as (keyof typeof cards)[]) });
const answer: Draw = (next, oneOf) => ({ answer: Math.floor(next() * 6), how: oneOf(hows) });
const clock: Draw = (next, oneOf) =>
  next() < 0.5 ? { waits: 'out' } : { waits: Math.floor(next() * oneOf([1_400, 20_000])) };
const papers: Draw = (_next, oneOf) =>
  oneOf<Move>([
    { slip: 'H-1', of: '27005' },
    { slip: 'H-9', of: '27005' },
    { slip: 'H-1', of: '01001' },
    { begins: 'without-papers' },
    { begins: 'family' },
    ...(['ours', 'vouched', 'unknown'] as const).map(
      (standing) => ({ ticket: standing === 'ours' ? 'shown' : 'another', standing, day: today }) as const,
    ),
    { ticket: 'another', standing: 'vouched', day: '2026-11-20' as BusinessDay },
  ]);
const call: Draw = (_next, oneOf) => ({ begins: oneOf(['help', 'help', 'emergency']) });

const staff: Draw = (_next, oneOf) => ({ does: { type: oneOf(['staff-came', 'staff-left', 'crisis-ended']) } });

/** How often each happens. */
const kinds: readonly Draw[] = [
  ...Array<Draw>(22).fill(onward),
  ...Array<Draw>(12).fill(tap),
  ...Array<Draw>(6).fill(scan),
  ...Array<Draw>(6).fill(answer),
  ...Array<Draw>(6).fill(clock),
  ...Array<Draw>(3).fill(papers),
  ...Array<Draw>(2).fill(call),
  staff,
];

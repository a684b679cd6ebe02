import { type Language, textIn } from '#config/agreements/language.ts';
import type { Arrow, DeskReason, NumberOnScreen, Remark, TicketOnScreen, TicketRemark } from '#kiosk/bridge/words.ts';
import { longName, mother } from './gallery-people.ts';
import { desk, type GalleryState, longDesk, state } from './gallery-state.ts';
import { longestNumber, longestReplaced, longTicketIn, ticketIn } from './gallery-tickets.ts';

/** What came out about somebody, by name: on the confirm screen, beside the number, and at the desk. */

const remarks: readonly Remark[] = [
  { kind: 'insurance-expired', on: undefined },
  { kind: 'insurance-to-check' },
  { kind: 'name-does-not-match' },
  { kind: 'birth-does-not-match' },
  { kind: 'hospital-knows-another' },
  { kind: 'new-card-issued' },
  { kind: 'other-facility' },
  { kind: 'citizen-card-expired', on: '04/03/2025' },
  { kind: 'passport-expired', on: '01/02/2026' },
];

const beside: readonly TicketRemark[] = [
  { kind: 'appointment-early', at: '09:30' },
  { kind: 'appointment-late', at: '08:00' },
  { kind: 'insurance-not-checked' },
  { kind: 'new-card-issued' },
  { kind: 'other-facility' },
];

const whys: readonly DeskReason[] = [
  'document-of-another',
  'hospital-knows-another',
  'name-does-not-match',
  'birth-does-not-match',
  'has-eaten',
  'referral-expired',
];

const held: Partial<TicketOnScreen> = { paper: 'held', canTakeByPhone: true, canReprint: false };

const arrows: readonly Arrow[] = ['left', 'right', 'straight', 'back', 'up', 'down'];

const numberOf = ({ number, serviceName, room, floor }: NumberOnScreen): NumberOnScreen => ({
  number,
  serviceName,
  room,
  floor,
});
const known = (language: Language) => numberOf(ticketIn(language));
const longKnown = (language: Language) => numberOf(longTicketIn(language));

export const outcomeStates: readonly GalleryState[] = [
  ...remarks.map((remark) =>
    state(
      `confirm-${remark.kind}`,
      () => ({ show: 'confirm-identity', person: mother, remarks: [remark], chip: 'none' }),
      { step: 1 },
    ),
  ),
  state(
    'confirm-most-remarks',
    () => ({
      show: 'confirm-identity',
      person: longName,
      remarks: [
        { kind: 'new-card-issued' },
        { kind: 'other-facility' },
        { kind: 'citizen-card-expired', on: '04/03/2025' },
      ],
      chip: 'none',
    }),
    { step: 1 },
  ),
  state(
    'confirm-number-today',
    (language) => ({
      show: 'confirm-identity',
      person: mother,
      remarks: [],
      numberToday: known(language),
      chip: 'none',
    }),
    { step: 1 },
  ),
  state(
    'confirm-number-today-long',
    (language) => ({
      show: 'confirm-identity',
      person: longName,
      remarks: [],
      numberToday: longKnown(language),
      chip: 'none',
    }),
    { step: 1 },
  ),
  ...beside.map((remark) =>
    state(`take-ticket-${remark.kind}`, (language) => ({ show: 'take-ticket', ticket: ticketIn(language), remark }), {
      step: 3,
    }),
  ),
  state(
    'take-ticket-remark-long',
    (language) => ({
      show: 'take-ticket',
      ticket: longTicketIn(language, {
        canMeasure: true,
        canReprint: true,
        canChangeService: true,
        replaces: longestReplaced,
      }),
      remark: { kind: 'other-facility' },
    }),
    { step: 3 },
  ),
  state('take-ticket-held-by-phone', (language) => ({ show: 'take-ticket', ticket: ticketIn(language, held) }), {
    step: 3,
  }),
  state(
    'take-ticket-held-by-phone-long',
    (language) => ({
      show: 'take-ticket',
      ticket: longTicketIn(language, { ...held, canReprint: false, canChangeService: true, replaces: longestReplaced }),
      remark: { kind: 'other-facility' },
    }),
    { step: 3 },
  ),
  ...([ticketIn, longTicketIn] as const).map((of, at) =>
    state(
      `take-ticket-on-phone${at === 0 ? '' : '-long'}`,
      (language) => ({
        show: 'take-ticket',
        ticket: of(language, { paper: 'on-phone', canReprint: true, canChangeService: true, canMeasure: at === 1 }),
      }),
      { step: 3 },
    ),
  ),
  state(
    'go-to-desk-on-phone-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'birth-does-not-match',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language, { paper: 'on-phone', canReprint: true, canChangeService: true }),
    }),
    { step: 3 },
  ),
  ...arrows.map((arrow) =>
    state(
      `take-ticket-arrow-${arrow}`,
      (language) => ({ show: 'take-ticket', ticket: ticketIn(language, { arrow }) }),
      { step: 3 },
    ),
  ),
  state(
    'take-ticket-arrow-long',
    (language) => ({ show: 'take-ticket', ticket: longTicketIn(language, { arrow: 'straight' }) }),
    { step: 3 },
  ),
  state('your-number', (language) => ({ show: 'your-number', of: known(language) }), { step: 3 }),
  state('your-number-long', (language) => ({ show: 'your-number', of: longKnown(language) }), { step: 3 }),
  state('give-up-surely', () => ({ show: 'give-up-surely', number: 'A012' }), { step: 3 }),
  state('give-up-surely-long-number', () => ({ show: 'give-up-surely', number: 'UABC-1234' }), { step: 3 }),
  state('number-given-up', () => ({ show: 'number-given-up', number: 'A012' }), { step: 3 }),
  state(
    'take-ticket-again-may-give-up',
    (language) => ({
      show: 'take-ticket',
      ticket: ticketIn(language, { again: true, paper: 'kept', canReprint: true, canGiveUp: true }),
    }),
    { step: 3 },
  ),
  state(
    'take-ticket-again-may-give-up-long',
    (language) => ({
      show: 'take-ticket',
      ticket: longTicketIn(language, {
        ...{ again: true, paper: 'kept', canReprint: true, canGiveUp: true },
        ...{ canChangeService: false, canMeasure: true, canGoOnWithFamily: true },
      }),
    }),
    { step: 3 },
  ),
  state('survey', () => ({ show: 'survey', number: 'A012', isThanked: false }), { step: 3 }),
  state('survey-long-number', () => ({ show: 'survey', number: longestNumber, isThanked: false }), { step: 3 }),
  state('survey-thanked', () => ({ show: 'survey', number: 'A012', isThanked: true }), { step: 3 }),
  ...whys.map((why) =>
    state(
      `go-to-desk-${why}`,
      (language) => ({ show: 'go-to-desk', why, desk: textIn(language, desk), ticket: ticketIn(language) }),
      { step: 3 },
    ),
  ),
  state(
    'go-to-desk-birth-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'birth-does-not-match',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language, { canMeasure: true, canReprint: true, canChangeService: true }),
    }),
    { step: 3 },
  ),
];

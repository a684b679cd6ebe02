import { textIn } from '#config/agreements/language.ts';
import type { TicketOnScreen } from '#kiosk/bridge/words.ts';
import { callStates } from './gallery-calls.ts';
import { chipStates } from './gallery-chip.ts';
import { lobbyStates } from './gallery-lobby.ts';
import { measuringStates } from './gallery-measuring.ts';
import { outcomeStates } from './gallery-outcomes.ts';
import { longName, mother } from './gallery-people.ts';
import { questionStates } from './gallery-questions.ts';
import { desk, type GalleryState, longDesk, longSite, state } from './gallery-state.ts';
import { longestNumber, longestReplaced, longTicketIn, ticketIn } from './gallery-tickets.ts';
import { wayStates } from './gallery-ways.ts';
import map from './way-map.png';

const ticketState = (name: string, more: Partial<TicketOnScreen>): GalleryState =>
  state(`take-ticket-${name}`, (language) => ({ show: 'take-ticket', ticket: ticketIn(language, more) }), { step: 3 });

const attracting: readonly GalleryState[] = [
  state('attract', () => ({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' })),
  state('attract-no-scanner', () => ({
    show: 'attract',
    scanner: 'unavailable',
    serves: 'check-in',
    openCall: 'none',
  })),
  state('attract-test-long-site', () => ({ show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' }), {
    more: () => ({ test: true, siteName: longSite }),
  }),
  ...(['foreign', 'damaged', 'oversized', 'scanner-trouble', 'appointment-elsewhere'] as const).map((why) =>
    state(`scan-again-${why}`, () => ({ show: 'scan-again', why, serves: 'check-in', openCall: 'none' })),
  ),
  state('please-wait', () => ({ show: 'please-wait' }), { step: 2 }),
  ...(
    [
      ['out-of-service', 'trouble', undefined],
      ['out-of-service-repair', 'trouble', 'https://192.168.120.204:7071/readiness'],
      ['out-of-service-by-staff', 'staff', undefined],
      ['out-of-service-by-staff-repair', 'staff', 'https://kiosk-03.benhvien.example:7071/readiness'],
    ] as const
  ).map(([name, why, repair]) =>
    state(name, (language) => ({
      show: 'out-of-service',
      why,
      desk: textIn(language, desk),
      openCall: 'none',
      repair,
    })),
  ),
  { name: 'link-down', viewIn: () => ({ shows: 'link-down' }) },
  { name: 'failed', viewIn: () => ({ shows: 'failed' }) },
  { name: 'taken-over', viewIn: () => ({ shows: 'taken-over' }) },
];

const confirming: readonly GalleryState[] = [
  state('confirm-plain', () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), { step: 1 }),
  state(
    'confirm-insured',
    () => ({
      show: 'confirm-identity',
      person: { ...mother, numbers: [...mother.numbers, { of: 'insurance-card', masked: 'HT3 •••• •• 881' }] },
      remarks: [
        { kind: 'insurance-valid', until: '31/12/2026' },
        { kind: 'priority', ground: 'age-75', certain: true },
      ],
      chip: 'none',
    }),
    { step: 1 },
  ),
  state(
    'confirm-long-name',
    () => ({
      show: 'confirm-identity',
      person: longName,
      remarks: [
        { kind: 'insurance-expired', on: '30/06/2025' },
        { kind: 'priority', ground: 'age-75', certain: false },
        { kind: 'text-damaged' },
      ],
      chip: 'none',
    }),
    { step: 1, more: () => ({ siteName: longSite, test: true }) },
  ),
  state(
    'confirm-damaged',
    () => ({
      show: 'confirm-identity',
      person: { fullName: undefined, birth: undefined, numbers: mother.numbers },
      remarks: [{ kind: 'insurance-not-yet-valid', from: '01/04/2026' }, { kind: 'text-damaged' }],
      chip: 'none',
    }),
    { step: 1 },
  ),
  state(
    'confirm-child',
    () => ({
      show: 'confirm-identity',
      person: { fullName: 'Lê Gia Bảo', birth: '2023', numbers: [{ of: 'insurance-card', masked: 'TE1 •••• •• 450' }] },
      remarks: [
        { kind: 'insurance-valid', until: undefined },
        { kind: 'priority', ground: 'under-6', certain: true },
      ],
      chip: 'none',
    }),
    { step: 1 },
  ),
  ...(['anybodys', 'others'] as const).map((whose) =>
    state(`confirm-${whose}`, () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none', whose }), {
      step: 1,
    }),
  ),
  ...(['anybodys', 'childs'] as const).map((whose) =>
    state(
      `confirm-${whose}-long`,
      () => ({
        show: 'confirm-identity',
        person: longName,
        remarks: [
          { kind: 'insurance-expired', on: '30/06/2025' },
          { kind: 'priority', ground: 'under-6', certain: false },
          { kind: 'text-damaged' },
        ],
        chip: 'lay-card',
        whose,
      }),
      { step: 1 },
    ),
  ),
  state(
    'confirm-childs',
    () => ({
      show: 'confirm-identity',
      person: { fullName: 'Lê Gia Bảo', birth: '2023', numbers: [{ of: 'insurance-card', masked: 'TE1 •••• •• 450' }] },
      remarks: [{ kind: 'priority', ground: 'under-6', certain: true }],
      chip: 'none',
      whose: 'childs',
    }),
    { step: 1 },
  ),
  state(
    'confirm-checked',
    () => ({ show: 'confirm-identity', person: mother, remarks: [{ kind: 'insurance-checked' }], chip: 'none' }),
    { step: 1 },
  ),
];

const offered = { canMeasure: true, canReprint: true } as const;
const allOffered = { ...offered, canChangeService: true } as const;

const longWay = {
  vi: 'Ra cửa chính, rẽ phải theo vạch đỏ dưới sàn, qua nhà B đến cửa số 1 của khoa Cấp cứu',
  en: 'Out of the main door, right along the red line, past building B to door 1 of Emergency',
} as const;

const care: readonly GalleryState[] = [
  state(
    'go-to-emergency',
    (language) => ({
      show: 'go-to-emergency',
      directions: textIn(language, {
        vi: 'Đi theo vạch đỏ dưới sàn, cửa số 1',
        en: 'Follow the red line on the floor, door 1',
      }),
      call: { is: 'calling', whose: 'own', emergency: true, canCallOff: false },
    }),
    { step: 1, more: () => ({ canGoBack: true, canStartOver: true }) },
  ),
  state(
    'go-to-emergency-coming',
    (language) => ({
      show: 'go-to-emergency',
      directions: textIn(language, longWay),
      call: { is: 'coming', whose: 'own', emergency: true, by: 'Điều dưỡng Nguyễn Thị Phương Thảo' },
    }),
    { step: 1, more: () => ({ canGoBack: true, canStartOver: true, siteName: longSite, test: true }) },
  ),
  state('go-to-emergency-nobody-called', () => ({ show: 'go-to-emergency', directions: undefined, call: undefined }), {
    step: 1,
    more: () => ({ canGoBack: true, canStartOver: true }),
  }),
  ...(['printed', 'not-printed', 'printing'] as const).map((paper) =>
    state(
      `go-to-isolation-${paper}`,
      (language) => ({
        show: 'go-to-isolation',
        ticket: ticketIn(language, {
          room: 'P.05',
          floor: textIn(language, { vi: 'Tầng 1, nhà B', en: 'Ground floor, building B' }),
          directions: textIn(language, {
            vi: 'Ra cửa phụ bên trái, đi 20 mét',
            en: 'Through the left side door, 20 metres',
          }),
          paper,
          ...(paper === 'printing' ? {} : { canReprint: true }),
        }),
      }),
      { step: 3 },
    ),
  ),
  state(
    'go-to-isolation-long',
    (language) => ({
      show: 'go-to-isolation',
      ticket: longTicketIn(language, { canReprint: true, canChangeService: true, replaces: longestReplaced }),
    }),
    { step: 3 },
  ),
];

const finishing: readonly GalleryState[] = [
  ticketState('printing', { paper: 'printing' }),
  ticketState('leaving', { paper: 'printing', leaving: true }),
  ticketState('printed', {}),
  ticketState('printed-priority', { number: 'UA007', priority: true, canReprint: true }),
  ticketState('printed-below', { slot: 'below', canReprint: true }),
  ticketState('printed-left', { slot: 'left', directions: undefined, floor: undefined, room: 'Quầy 1' }),
  ticketState('not-printed', { paper: 'not-printed', canReprint: true }),
  ticketState('perhaps-printed', { paper: 'perhaps-printed', canReprint: true }),
  ticketState('kept', { paper: 'kept', again: true, canReprint: true }),
  ticketState('measure', { canMeasure: true }),
  ticketState('measure-or-copy', { canMeasure: true, canReprint: true, number: 'UA007', priority: true }),
  ticketState('change', { canChangeService: true, paper: 'printing' }),
  ticketState('change-or-copy', { canChangeService: true, canReprint: true }),
  ticketState('change-or-measure', { canChangeService: true, canMeasure: true, measuresMore: true, paper: 'printing' }),
  ticketState('change-measure-or-copy', { ...allOffered, priority: true, number: 'UA007' }),
  ticketState('family', { canGoOnWithFamily: true }),
  ticketState('family-copy', { canGoOnWithFamily: true, canReprint: true, number: 'UA007', priority: true }),
  ticketState('family-all', { ...allOffered, canGoOnWithFamily: true, priority: true, number: 'UA007' }),
  state(
    'take-ticket-family-long',
    (language) => ({
      show: 'take-ticket',
      ticket: longTicketIn(language, { ...allOffered, canGoOnWithFamily: true, replaces: longestReplaced }),
    }),
    { step: 3 },
  ),
  ticketState('changed', { number: 'B004', replaces: 'A012' }),
  ticketState('changed-measure', { number: 'B004', replaces: 'A012', canMeasure: true }),
  state(
    'take-ticket-change-long',
    (language) => ({
      show: 'take-ticket',
      ticket: longTicketIn(language, { ...allOffered, replaces: longestReplaced }),
    }),
    { step: 3 },
  ),
  ticketState('measure-leaving', { canMeasure: true, paper: 'printing', leaving: true }),
  state('take-ticket-measure-long', (language) => ({ show: 'take-ticket', ticket: longTicketIn(language, offered) }), {
    step: 3,
  }),
  ticketState('map', { map }),
  state(
    'take-ticket-map-long',
    (language) => ({ show: 'take-ticket', ticket: longTicketIn(language, { ...allOffered, map, arrow: 'straight' }) }),
    { step: 3 },
  ),
  state('take-ticket-long', (language) => ({ show: 'take-ticket', ticket: longTicketIn(language) }), { step: 3 }),
  ...(
    [
      'no-papers',
      'help-choosing',
      'insurance-expired',
      'insurance-to-check',
      'name-not-readable',
      'chip-does-not-match',
    ] as const
  ).map((why) =>
    state(
      `go-to-desk-${why}`,
      (language) => ({
        show: 'go-to-desk',
        why,
        desk: textIn(language, desk),
        ticket: ticketIn(language, {
          paper: why === 'no-papers' ? 'printed' : 'not-printed',
          canReprint: why !== 'no-papers',
        }),
      }),
      { step: 3 },
    ),
  ),
  state(
    'go-to-desk-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'insurance-expired',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language),
    }),
    { step: 3 },
  ),
  state(
    'go-to-desk-measure',
    (language) => ({
      show: 'go-to-desk',
      why: 'no-papers',
      desk: textIn(language, desk),
      ticket: ticketIn(language, { ...offered, paper: 'not-printed' }),
    }),
    { step: 3 },
  ),
  state(
    'go-to-desk-measure-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'insurance-expired',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language, offered),
    }),
    { step: 3 },
  ),
  state(
    'go-to-desk-family-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'insurance-expired',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language, { ...allOffered, canGoOnWithFamily: true }),
    }),
    { step: 3 },
  ),
  state(
    'go-to-desk-change',
    (language) => ({
      show: 'go-to-desk',
      why: 'help-choosing',
      desk: textIn(language, desk),
      ticket: ticketIn(language, { canChangeService: true, paper: 'printing' }),
    }),
    { step: 3 },
  ),
  state(
    'go-to-desk-change-long',
    (language) => ({
      show: 'go-to-desk',
      why: 'insurance-expired',
      desk: textIn(language, longDesk),
      ticket: longTicketIn(language, { ...allOffered, replaces: longestReplaced }),
    }),
    { step: 3 },
  ),
];

const overlaying: readonly GalleryState[] = [
  state('idle-warning', () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), {
    step: 1,
    more: () => ({ overlay: { show: 'idle-warning', secondsLeft: 15 } }),
  }),
  state('time-is-up', () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), {
    step: 1,
    more: () => ({ overlay: { show: 'time-is-up', secondsLeft: 20, number: undefined } }),
  }),
  state(
    'time-is-up-number',
    (language) => ({ show: 'take-ticket', ticket: longTicketIn(language, { paper: 'not-printed' }) }),
    {
      step: 3,
      more: () => ({ overlay: { show: 'time-is-up', secondsLeft: 20, number: longestNumber } }),
    },
  ),
  state('next-waits', () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), {
    step: 1,
    more: () => ({ overlay: { show: 'next-waits', secondsLeft: 10, number: undefined } }),
  }),
  ...(['A012', longestNumber] as const).map((number) =>
    state(
      `next-waits-${number === 'A012' ? 'number' : 'long-number'}`,
      (language) => ({ show: 'take-ticket', ticket: ticketIn(language, { number, paper: 'not-printed' }) }),
      { step: 3, more: () => ({ overlay: { show: 'next-waits', secondsLeft: 20, number } }) },
    ),
  ),
  ...(
    [
      'somebody-elses-card',
      'other-card-added',
      'code-not-usable',
      'please-wait-for-ticket',
      'please-wait-for-help',
      'service-not-changed',
      'number-not-given-up',
      'service-not-open',
    ] as const
  ).map((notice) =>
    state(
      `notice-${notice}`,
      (language) =>
        notice === 'please-wait-for-ticket'
          ? { show: 'take-ticket', ticket: ticketIn(language, { paper: 'printing' }) }
          : {
              show: 'confirm-identity',
              person: longName,
              remarks: [{ kind: 'insurance-valid', until: '31/12/2026' }],
              chip: 'none',
            },
      { step: notice === 'please-wait-for-ticket' ? 3 : 1, more: () => ({ notice }) },
    ),
  ),
];

export const galleryStates: readonly GalleryState[] = [
  ...callStates,
  ...attracting,
  ...confirming,
  ...questionStates,
  ...chipStates,
  ...finishing,
  ...care,
  ...outcomeStates,
  ...measuringStates,
  ...overlaying,
  ...lobbyStates,
  ...wayStates,
];

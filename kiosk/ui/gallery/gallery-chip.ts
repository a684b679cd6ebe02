import type { Notice, Remark } from '#kiosk/bridge/words.ts';
import { longName, mother } from './gallery-people.ts';
import { type GalleryState, state } from './gallery-state.ts';

/** The chip of the card beside the ordinary way, and the appointment slip before it. */

const remarks: readonly Remark[] = [
  { kind: 'insurance-valid', until: '31/12/2026' },
  { kind: 'priority', ground: 'age-75', certain: true },
];
const mostRemarks: readonly Remark[] = [
  { kind: 'insurance-validity-not-readable' },
  { kind: 'priority', ground: 'age-75', certain: false },
  { kind: 'text-damaged' },
];
const notices: readonly Notice[] = [
  'appointment-added',
  'scan-code-first',
  'chip-read',
  'chip-card-taken',
  'chip-not-read',
  'chip-of-other-card',
  'chip-not-usable',
  'chip-does-not-match',
];

export const chipStates: readonly GalleryState[] = [
  ...(['lay-card', 'reading', 'genuine', 'read', 'does-not-match'] as const).map((chip) =>
    state(`confirm-chip-${chip}`, () => ({ show: 'confirm-identity', person: mother, remarks: [], chip }), { step: 1 }),
  ),
  state('confirm-chip-remarks', () => ({ show: 'confirm-identity', person: mother, remarks, chip: 'lay-card' }), {
    step: 1,
  }),
  state(
    'confirm-chip-long',
    () => ({ show: 'confirm-identity', person: longName, remarks: mostRemarks, chip: 'reading' }),
    { step: 1 },
  ),
  ...notices.map((notice) =>
    state(`notice-${notice}`, () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'lay-card' }), {
      step: 1,
      more: () => ({ notice }),
    }),
  ),
  state(
    'notice-scan-code-first-at-rest',
    () => ({ show: 'attract', scanner: 'ready', serves: 'both', openCall: 'none' }),
    {
      more: () => ({ notice: 'scan-code-first' }),
    },
  ),
  ...(['ready', 'unavailable'] as const).map((scanner) =>
    state(`scan-card-too-family-${scanner}`, () => ({ show: 'scan-card-too', scanner, after: 'family' }), {
      step: 1,
      more: () => ({ canGoBack: true, canStartOver: true }),
    }),
  ),
  ...(['ready', 'unavailable'] as const).map((scanner) =>
    state(`scan-card-too-${scanner}`, () => ({ show: 'scan-card-too', scanner }), {
      step: 1,
      more: () => ({ canGoBack: true, canStartOver: true }),
    }),
  ),
];

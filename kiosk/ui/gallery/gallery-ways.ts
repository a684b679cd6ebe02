import type { NumberForm, NumberTrouble, Screen } from '#kiosk/bridge/words.ts';
import { type GalleryState, state } from './gallery-state.ts';

/** How somebody says who they are without a card. */

const forms: readonly NumberForm[] = [
  { of: 'citizen-card', length: 12, letters: 'none' },
  { of: 'social-insurance', length: 10, letters: 'none' },
  { of: 'old-identity-card', length: 9, letters: 'none' },
  { of: 'insurance-card', length: 15, letters: 'any-two' },
];
const withPatientCode: readonly NumberForm[] = [{ of: 'patient-code', length: 9, letters: { are: 'BN' } }, ...forms];

const shown = (name: string, screen: Screen): GalleryState =>
  state(name, () => screen, { step: 1, more: () => ({ canGoBack: true, canStartOver: true }) });

const typing = (
  name: string,
  typed: string,
  more: { wrong?: NumberTrouble; of?: 'card' | 'passport'; forms?: readonly NumberForm[] } = {},
): GalleryState =>
  shown(`type-number-${name}`, { show: 'type-number', of: 'card', forms, typed, wrong: undefined, ...more });

const name = (of: string, typed: string, alphabet: 'vietnamese' | 'latin' = 'vietnamese'): GalleryState =>
  shown(`who-are-you-${of}`, { show: 'who-are-you', alphabet, typed, canUsePhone: alphabet === 'vietnamese' });

export const wayStates: readonly GalleryState[] = [
  ...(['ready', 'unavailable'] as const).map((scanner) =>
    state(`attract-other-ways-${scanner}`, () => ({
      show: 'attract',
      scanner,
      serves: 'both',
      openCall: 'none',
      otherWays: true,
    })),
  ),
  state('scan-again-other-ways', () => ({
    show: 'scan-again',
    why: 'foreign',
    serves: 'check-in',
    openCall: 'none',
    otherWays: true,
  })),
  shown('scan-card-too-other-ways', { show: 'scan-card-too', scanner: 'ready', otherWays: true }),
  shown('choose-way-in-all', { show: 'choose-way-in', ways: ['number', 'phone', 'name', 'passport'] }),
  shown('choose-way-in-one', { show: 'choose-way-in', ways: ['name'] }),
  shown('choose-way-in-two', { show: 'choose-way-in', ways: ['number', 'phone'] }),
  ...(['phone', 'passport'] as const).flatMap((what) => [
    shown(`show-to-scanner-${what}`, { show: 'show-to-scanner', what, scanner: 'ready', isSlow: false }),
    shown(`show-to-scanner-${what}-slow`, { show: 'show-to-scanner', what, scanner: 'unavailable', isSlow: true }),
  ]),
  typing('empty', ''),
  typing('half', '02714800', { forms: withPatientCode }),
  typing('whole', '027148000123'),
  typing('insurance', 'HT2270199999123', { forms: withPatientCode }),
  typing('wrong', '000000000000', { wrong: { kind: 'nobodys' }, forms: withPatientCode }),
  typing('passport', 'L898902C3', { of: 'passport', forms: [] }),
  shown('say-number-back-citizen', {
    show: 'say-number-back',
    of: 'citizen-card',
    groups: ['027', '148', '000', '123'],
  }),
  shown('say-number-back-insurance', {
    show: 'say-number-back',
    of: 'insurance-card',
    groups: ['HT', '2', '27', '019', '999', '9123'],
  }),
  shown('say-number-back-veiled', {
    show: 'say-number-back',
    of: 'citizen-card',
    groups: ['•••', '•••', '•••', '123'],
  }),
  name('empty', ''),
  name('name', 'Nguyễn Thị Ngọc Ánh'),
  name('long', 'Công Tằng Tôn Nữ Nguyễn Phước Thị Huyền Trang Anh Phương An'),
  name('passport', 'Maximiliane von Hohenstaufen', 'latin'),
  shown('when-born', { show: 'when-born', thisYear: 2026, oldest: 1906 }),
  shown('phone-number', { show: 'phone-number' }),
  shown('confirm-told', {
    show: 'confirm-identity',
    person: { fullName: 'Nguyễn Thị Ngọc Ánh', birth: '1948', numbers: [], isTold: true },
    remarks: [{ kind: 'priority', ground: 'age-75', certain: true }],
    chip: 'none',
  }),
  shown('confirm-told-phone', {
    show: 'confirm-identity',
    person: { fullName: undefined, birth: undefined, numbers: [], phone: '••• ••• 567', isTold: true },
    remarks: [],
    chip: 'none',
  }),
  shown('confirm-told-number', {
    show: 'confirm-identity',
    person: {
      fullName: undefined,
      birth: undefined,
      numbers: [{ of: 'citizen-card', masked: '027 •••• •• 123' }],
      isTold: true,
    },
    remarks: [{ kind: 'insurance-checked' }],
    chip: 'lay-card',
  }),
];

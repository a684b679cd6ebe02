import type { PreparedScreen, PreparedScreens } from '#kiosk/ui/parts/question.ts';
import type { PurposeCode } from './words.ts';

const all: readonly PurposeCode[] = [
  'insured',
  'self-paid',
  'follow-up',
  'referral',
  'results',
  'vitals',
  'examination',
  'unsure',
];

const withPurposes = (name: string, codes: readonly PurposeCode[]): PreparedScreen<'purpose'> => ({
  name,
  screenIn: () => ({ show: 'choose-purpose', purposes: codes.map((code) => ({ code })) }),
});

const resultsClosed: PreparedScreen<'purpose'> = {
  name: 'choose-purpose-results-closed',
  screenIn: () => ({
    show: 'choose-purpose',
    purposes: all.map((code) => {
      const opens = { on: 'later', time: '07:00', weekday: 'wed', date: '02/12' } as const;
      return code === 'results' ? { code, notOpen: { is: 'closed', opens, otherwise: undefined } } : { code };
    }),
  }),
};

export const purposeScreens: PreparedScreens<'purpose'> = [
  withPurposes('choose-purpose-2', ['insured', 'self-paid']),
  withPurposes('choose-purpose-4', ['insured', 'self-paid', 'follow-up', 'unsure']),
  withPurposes(
    'choose-purpose-7',
    all.filter((code) => code !== 'examination'),
  ),
  withPurposes('choose-purpose-8', all),
  resultsClosed,
];

import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

const signs = ['fever', 'cough', 'rash', 'contact'] as const;

export const screeningScreens: PreparedScreens<'screening'> = [
  { name: 'screening', screenIn: () => ({ show: 'screening', signs }) },
  {
    name: 'screening-thermometer',
    screenIn: () => ({
      show: 'screening',
      signs,
      temperature: { stands: 'measuring', celsius: undefined, isFever: false },
    }),
  },
  {
    name: 'screening-fever',
    screenIn: () => ({ show: 'screening', signs, temperature: { stands: 'awaited', celsius: 38.2, isFever: true } }),
  },
];

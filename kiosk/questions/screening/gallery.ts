import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

export const screeningScreens: PreparedScreens<'screening'> = [
  { name: 'screening', screenIn: () => ({ show: 'screening', signs: ['fever', 'cough', 'rash', 'contact'] }) },
];

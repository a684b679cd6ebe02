import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

/** As the catalogue has them. */
const signs = [
  'chest-pain',
  'hard-to-breathe',
  'weakness-or-speech',
  'heavy-bleeding',
  'fainting',
  'fits',
  'fever-stiff-neck',
] as const;

export const emergencyScreens: PreparedScreens<'emergency'> = [
  { name: 'emergency-signs', screenIn: () => ({ show: 'emergency-signs', signs }) },
];

import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

export const preparationScreens: PreparedScreens<'preparation'> = [
  { name: 'preparation-fasting', screenIn: () => ({ show: 'preparation', kind: 'fasting' }) },
];

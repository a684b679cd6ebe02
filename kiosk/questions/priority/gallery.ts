import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

export const priorityScreens: PreparedScreens<'priority'> = [
  { name: 'priority', screenIn: () => ({ show: 'priority' }) },
];

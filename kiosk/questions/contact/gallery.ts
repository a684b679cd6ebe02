import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

export const contactScreens: PreparedScreens<'contact'> = [
  { name: 'confirm-contact', screenIn: () => ({ show: 'confirm-contact', phone: '••• ••• 567' }) },
];

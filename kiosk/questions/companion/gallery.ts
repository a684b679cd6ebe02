import type { PreparedScreens } from '#kiosk/ui/parts/question.ts';

const words = {
  vi: {
    title: 'Ghi tên và số thẻ của quý khách vào lượt khám này?',
    text: 'Bệnh viện chỉ dùng để biết ai đi cùng người bệnh và để liên hệ khi cần, cùng hồ sơ lượt khám này. Không ghi thì việc khám vẫn như vậy.',
  },
  en: {
    title: 'Note your name and card number with this visit?',
    text: 'The hospital uses them only to know who came with the patient and to reach you when needed, together with the record of this visit. Without them the care is the same.',
  },
} as const;
const wordsHash = 'c0ffee'.padEnd(64, '0');

export const companionScreens: PreparedScreens<'companion'> = [
  { name: 'companion-relation', screenIn: () => ({ show: 'companion', asks: 'relation' }) },
  ...(['ready', 'unavailable'] as const).map((scanner) => ({
    name: `companion-card-${scanner}`,
    screenIn: () => ({ show: 'companion', asks: 'card', scanner }) as const,
  })),
  {
    name: 'companion-details',
    screenIn: (language) => ({
      show: 'companion',
      asks: 'details',
      name: 'T••• V••• B•••',
      number: '001 •••• •• 001',
      ...words[language],
      wordsHash,
    }),
  },
  {
    name: 'companion-details-long',
    screenIn: (language) => ({
      show: 'companion',
      asks: 'details',
      name: 'C••• T••• T••• N••• N••• P••• T••• H••• T••• A•••',
      number: '046 •••• •• 519',
      ...words[language],
      wordsHash,
    }),
  },
  {
    name: 'companion-details-no-name',
    screenIn: (language) => ({
      show: 'companion',
      asks: 'details',
      name: undefined,
      number: undefined,
      ...words[language],
      wordsHash,
    }),
  },
];

import type { Snapshot } from './words.ts';

/** For tests: a kiosk at rest, in a hospital that does not exist. */
export const restingSnapshot: Snapshot = {
  revision: 1,
  session: 'none',
  language: 'vi',
  otherLanguages: ['en'],
  siteName: 'Trung tâm Y tế Thử Nghiệm',
  timeZone: 'Asia/Ho_Chi_Minh',
  test: false,
  scannerTypes: false,
  screen: { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' },
  overlay: undefined,
  notice: undefined,
  canGoBack: false,
  canStartOver: false,
};

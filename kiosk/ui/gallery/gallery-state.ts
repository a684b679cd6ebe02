import { type Language, type LocalizedText, languages } from '#config/agreements/language.ts';
import { noSession, type Screen, type Snapshot } from '#kiosk/bridge/words.ts';
import type { View } from '../page-model.ts';
import type { Step } from '../parts/steps.tsx';

/** One prepared picture. All people are made up. */
export interface GalleryState {
  readonly name: string;
  viewIn(language: Language): View;
}

/**
 * What a site makes of every picture.
 *
 * - `test-mark`: the strip of a demonstration.
 * - `long-site`: the longest name that a hospital was seen with, and the strip.
 */
export const galleryOptions = ['plain', 'test-mark', 'long-site'] as const;
export type GalleryOption = (typeof galleryOptions)[number];

export const longSite =
  'Bệnh viện Đa khoa khu vực liên huyện miền núi phía Bắc và Trung tâm Y tế dự phòng tỉnh Bắc Ninh';

/** One state as such a site shows it. */
export function withOption(view: View, option: GalleryOption): View {
  if (view.shows !== 'snapshot' || option === 'plain') return view;
  const changed = option === 'long-site' ? { test: true, siteName: longSite } : { test: true };
  return { ...view, snapshot: { ...view.snapshot, ...changed } };
}

/** States of one screen, and of one sheet over it, can stand in for each other. */
export function screenOf({ viewIn }: GalleryState): string {
  const view = viewIn('vi');
  if (view.shows !== 'snapshot') return view.shows;
  const { screen, overlay } = view.snapshot;
  return overlay ? `sheet ${overlay.show}` : screen.show;
}

export const desk: LocalizedText = { vi: 'quầy Tiếp đón ở sảnh chính', en: 'the reception desk in the main hall' };
export const longDesk: LocalizedText = {
  vi: 'quầy Tiếp đón và Hướng dẫn số 3 ở sảnh chính nhà A, cạnh cửa ra vào phía đường Lê Lợi',
  en: 'reception and guidance desk 3 in the main hall of building A, by the Le Loi street door',
};

interface Around {
  readonly step?: Step;
  readonly more?: (language: Language) => Partial<Snapshot>;
}

export function state(
  name: string,
  screenIn: (language: Language) => Screen,
  { step, more }: Around = {},
): GalleryState {
  const goesBack = name.startsWith('choose') || name.startsWith('confirm');
  return {
    name,
    viewIn: (language) => ({
      shows: 'snapshot',
      step,
      snapshot: {
        revision: 1,
        session: step ? 'gallery' : noSession,
        language,
        otherLanguages: languages.filter((each) => each !== language),
        siteName: 'Trung tâm Y tế Yên Phong',
        timeZone: 'Asia/Ho_Chi_Minh',
        test: false,
        scannerTypes: false,
        screen: screenIn(language),
        overlay: undefined,
        notice: undefined,
        canGoBack: goesBack,
        canStartOver: goesBack || step === 'measuring',
        ...more?.(language),
      },
    }),
  };
}

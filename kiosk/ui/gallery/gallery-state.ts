import { type Language, type LocalizedText, languages } from '#config/agreements/language.ts';
import { noSession, type Screen, type Snapshot } from '#kiosk/bridge/words.ts';
import type { View } from '../page-model.ts';
import type { Step } from '../parts/steps.tsx';

/** One prepared picture. All people are made up. */
export interface GalleryState {
  readonly name: string;
  viewIn(language: Language): View;
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

import { type Language, textIn } from '#config/agreements/language.ts';
import type { CallOnScreen, Overlay, Screen } from '#kiosk/bridge/words.ts';
import { mother } from './gallery-people.ts';
import { desk, type GalleryState, longDesk, state } from './gallery-state.ts';

const nurse = 'Điều dưỡng Nguyễn Thị Phương Thảo';
const atRest: Screen = { show: 'attract', scanner: 'ready', serves: 'check-in', openCall: 'none' };

const sheets = {
  'help-calling': { is: 'calling', whose: 'own', emergency: false, canCallOff: true },
  'help-emergency': { is: 'calling', whose: 'own', emergency: true, canCallOff: false },
  'help-coming': { is: 'coming', whose: 'own', emergency: false, by: nurse },
  'help-emergency-coming': { is: 'coming', whose: 'own', emergency: true, by: nurse },
  'help-called-by-others': { is: 'calling', whose: 'somebody-elses', emergency: false, canCallOff: false },
  'help-emergency-of-others': { is: 'calling', whose: 'somebody-elses', emergency: true, canCallOff: false },
  'help-coming-to-others': { is: 'coming', whose: 'somebody-elses', emergency: false, by: nurse },
} as const satisfies Readonly<Record<string, CallOnScreen>>;

function sheetIn(language: Language, call: CallOnScreen, secondsLeft?: number): Overlay {
  return { show: 'help', desk: textIn(language, longDesk), call, secondsLeft };
}

/** Calls for a person: the sheet of whoever calls, and what the next in the queue reads. */
export const callStates: readonly GalleryState[] = [
  state('help', () => atRest, {
    more: (language) => ({
      overlay: { show: 'help', desk: textIn(language, desk), call: undefined, secondsLeft: undefined },
    }),
  }),
  state('help-still-there', () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), {
    step: 1,
    more: (language) => ({
      overlay: { show: 'help', desk: textIn(language, desk), call: undefined, secondsLeft: 15 },
    }),
  }),
  ...Object.entries(sheets).map(([name, call]) =>
    state(name, () => ({ ...atRest, openCall: call.emergency ? 'emergency' : 'help' }), {
      more: (language) => ({ overlay: sheetIn(language, call) }),
    }),
  ),
  ...(['help-calling', 'help-coming', 'help-called-by-others'] as const).map((name) =>
    state(`${name}-still-there`, () => ({ show: 'confirm-identity', person: mother, remarks: [], chip: 'none' }), {
      step: 1,
      more: (language) => ({ overlay: sheetIn(language, sheets[name], 120) }),
    }),
  ),
  state('attract-open-help', () => ({ ...atRest, openCall: 'help' })),
  state('attract-open-emergency', () => ({ ...atRest, openCall: 'emergency' })),
  state('attract-open-help-test-no-scanner', () => ({ ...atRest, scanner: 'unavailable', openCall: 'help' }), {
    more: () => ({ test: true }),
  }),
  state('scan-again-open-emergency', () => ({
    show: 'scan-again',
    why: 'foreign',
    serves: 'both',
    openCall: 'emergency',
  })),
  state('out-of-service-open-help', (language) => ({
    show: 'out-of-service',
    why: 'trouble',
    repair: undefined,
    desk: textIn(language, longDesk),
    openCall: 'help',
  })),
];

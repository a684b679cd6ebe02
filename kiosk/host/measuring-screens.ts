import { textIn } from '#config/agreements/language.ts';
import { pressureClassOf } from '#config/catalogues/pressure-classes.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { MeasuredThing, ReadingOfSitting, ReadingPaper, ResultOnScreen } from '#kiosk/bridge/measuring-words.ts';
import type { CallOnScreen, Screen } from '#kiosk/bridge/words.ts';
import type { Facts } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { TimerName } from '#kiosk/flow/events.ts';
import { canTryAgain } from '#kiosk/flow/measuring.ts';
import type { Measuring, MeasuringPlaces, StepResult } from '#kiosk/flow/measuring-state.ts';
import { canPrintReading } from '#kiosk/flow/measuring-steps.ts';
import { deviceAfter } from '#kiosk/flow/measuring-turn.ts';
import { questionWhileResting } from '#kiosk/flow/resting.ts';
import type { Place, Standing } from '#kiosk/flow/state.ts';
import { readingsPlanned } from '#kiosk/measuring/sitting.ts';
import { measuredThing } from './measured-things.ts';
import type { MeasuringDevices } from './measuring-devices.ts';
import { isThere } from './ready-device.ts';

/** What these screens need beside the state. */
interface Around {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly measuringDevice: MeasuringDevices['of'];
  readonly secondsLeft: (timer: TimerName) => number;
  readonly call: CallOnScreen | undefined;
  readonly othersInCrisis?: number | undefined;
}

type Draw<At extends Place> = (state: Standing<At>, around: Around) => Screen;

/** How the places between ticket and reading look to the page. */
export const measuringScreens: { readonly [At in keyof MeasuringPlaces]: Draw<At> } = {
  'getting-ready': ({ measuring }, around) => {
    const { settings } = around;
    const device = around.measuringDevice(measuring.device.deviceId);
    const isReady = device !== undefined && isThere(device);
    const of = settings.measuringSteps.length;
    return {
      show: 'get-ready',
      number: measuring.number,
      what: thingOf(measuring, around),
      restSeconds: measuring.device.takes === 'blood-pressure' ? (settings.measuring?.restSeconds ?? 0) : 0,
      startedBy: device?.kind === 'blood-pressure-monitor' ? device.startedBy : 'host',
      monitor: isReady ? 'ready' : 'unavailable',
      ...(of > 1 ? { step: { at: measuring.step + 1, of } } : {}),
      // Whoever meets a device that is not there need not go away without the others.
      ...(isReady ? {} : nextThing(measuring, around)),
    };
  },
  resting: (state, { secondsLeft, settings }) => ({
    show: 'resting',
    number: state.measuring.number,
    before: state.before,
    reading: readingOf(settings, state.measuring),
    seconds: state.seconds,
    secondsLeft: secondsLeft('quiet-sitting'),
    question: questionWhileResting(state),
  }),
  measuring: ({ phase, cuffMmHg, measuring }, around) => {
    const { settings, measuringDevice } = around;
    const what = thingOf(measuring, around);
    const device = measuringDevice(measuring.device.deviceId);
    // A monitor with a button is drained first, for a moment; a press before that would be nobody's.
    const isBegun = device?.kind !== 'blood-pressure-monitor' || device.startedBy === 'host' || phase !== 'measuring';
    if (phase === 'waiting-for-device' || !isBegun) {
      const secondsLeft = Math.ceil((device?.freeInMs() ?? 0) / 1000);
      return { show: 'measuring', what, phase: 'waiting-for-device', secondsLeft: isBegun ? secondsLeft : 1 };
    }
    return {
      show: 'measuring',
      what,
      phase,
      cuffMmHg,
      ...(settings.measuring && what === 'blood-pressure' ? { reading: readingOf(settings, measuring) } : {}),
    };
  },
  'storing-reading': () => ({ show: 'please-wait' }),
  'showing-reading': (state, around) => ({
    show: 'show-reading',
    number: state.measuring.number,
    result: resultOnScreen(state.result, state.facts, around),
    ...nextThing(state.measuring, around),
    ...paperOnScreen(state),
  }),
  'not-measured': (state, around) => ({
    show: 'not-measured',
    what: thingOf(state.measuring, around),
    advice: state.advice,
    canTryAgain: canTryAgain(state),
    desk: textIn(state.frame.language, around.site.site.desk),
    ...(state.measuring.wantsPerson ? { high: around.settings.callsForHelp ? 'staff-called' : 'tell-desk' } : {}),
    ...nextThing(state.measuring, around),
  }),
  'emergency-while-resting': ({ frame, measuring }, { site, call }) => {
    const directions = site.checkIn.emergency?.directions;
    return {
      show: 'go-to-emergency',
      directions: directions && textIn(frame.language, directions),
      call: call?.whose === 'own' ? call : undefined,
      number: measuring.number,
    };
  },
  'in-crisis': ({ frame, number }, { site, call, othersInCrisis: others = 0 }) => ({
    show: 'crisis',
    number,
    desk: textIn(frame.language, site.site.desk),
    call: call?.whose === 'own' ? call : undefined,
    ...(others > 0 ? { others } : {}),
  }),
};

function paperOnScreen(state: Standing<'showing-reading'>): { readonly paper?: ReadingPaper } {
  const { paper } = state;
  if (paper === 'none') return {};
  return { paper: paper === 'not-printed' && canPrintReading(state) ? 'offered-again' : paper };
}

function thingOf({ device }: Pick<Measuring, 'device'>, { measuringDevice }: Around): MeasuredThing {
  const there = measuringDevice(device.deviceId);
  return there ? measuredThing(there) : 'other';
}

function nextThing(measuring: Measuring, around: Around): { readonly next?: MeasuredThing } {
  const device = deviceAfter(around.settings, measuring);
  return device ? { next: thingOf({ device }, around) } : {};
}

/** The one that is taken now, or comes next. */
function readingOf({ measuring: plan }: FlowSettings, { sitting: { readings } }: Measuring): ReadingOfSitting {
  return { number: readings.length + 1, of: readingsPlanned(plan, readings) };
}

/** The mean where there is one, or the last reading. */
function resultOnScreen(
  result: StepResult,
  { hospital: { earlierPressures = [] } }: Facts,
  { settings }: Around,
): ResultOnScreen {
  if (result.kind === 'quantities') return { kind: 'quantities', quantities: result.quantities };
  const { readings, average } = result;
  const { systolic, diastolic, pulse } = average ?? readings.at(-1) ?? { systolic: 0, diastolic: 0, pulse: 0 };
  const pressureClass = pressureClassOf({ systolic, diastolic }, settings.measuring);
  const told = {
    kind: 'blood-pressure',
    systolic,
    diastolic,
    pulse,
    ...(pressureClass ? { pressureClass } : {}),
    ...(earlierPressures.length > 0 ? { earlier: earlierPressures } : {}),
  } as const;
  if (!average) return told;
  return {
    ...told,
    readings: readings.map((each, at) => ({
      systolic: each.systolic,
      diastolic: each.diastolic,
      counts: average.of.includes(at + 1),
    })),
  };
}

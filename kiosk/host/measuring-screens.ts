import { textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import type { MeasuredThing, ReadingOfSitting, ResultOnScreen } from '#kiosk/bridge/measuring-words.ts';
import type { CallOnScreen, Screen } from '#kiosk/bridge/words.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { TimerName } from '#kiosk/flow/events.ts';
import { canTryAgain } from '#kiosk/flow/measuring.ts';
import type { Measuring, MeasuringPlaces, StepResult } from '#kiosk/flow/measuring-state.ts';
import { deviceAfter } from '#kiosk/flow/measuring-turn.ts';
import { questionWhileResting } from '#kiosk/flow/resting.ts';
import type { Place, Standing } from '#kiosk/flow/state.ts';
import { readingsPlanned } from '#kiosk/measuring/sitting.ts';

/** What these screens need beside the state. */
interface Around {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  /** `undefined` without one. */
  readonly monitor: Pick<BloodPressureMonitor, 'startedBy' | 'condition' | 'freeInMs'> | undefined;
  readonly secondsLeft: (timer: TimerName) => number;
  readonly call: CallOnScreen | undefined;
}

type Draw<At extends Place> = (state: Standing<At>, around: Around) => Screen;

/** How the places between ticket and reading look to the page. */
export const measuringScreens: { readonly [At in keyof MeasuringPlaces]: Draw<At> } = {
  'getting-ready': ({ measuring }, { monitor, settings }) => {
    const condition = monitor?.condition();
    const isThere = condition === 'ready' || condition === 'measuring';
    const of = settings.measuringSteps.length;
    return {
      show: 'get-ready',
      number: measuring.number,
      what: thingOf(measuring),
      restSeconds: measuring.device.takes === 'blood-pressure' ? (settings.measuring?.restSeconds ?? 0) : 0,
      startedBy: monitor?.startedBy ?? 'host',
      monitor: isThere ? 'ready' : 'unavailable',
      ...(of > 1 ? { step: { at: measuring.step + 1, of } } : {}),
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
  measuring: ({ phase, cuffMmHg, measuring }, { monitor, settings }) => {
    const what = thingOf(measuring);
    if (phase === 'waiting-for-device') {
      return { show: 'measuring', what, phase, secondsLeft: Math.ceil((monitor?.freeInMs() ?? 0) / 1000) };
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
  'showing-reading': ({ measuring, result, paper }, { settings }) => ({
    show: 'show-reading',
    number: measuring.number,
    result: resultOnScreen(result),
    ...nextThing(settings, measuring),
    ...(paper === 'none' ? {} : { paper }),
  }),
  'not-measured': (state, { site, settings }) => ({
    show: 'not-measured',
    what: thingOf(state.measuring),
    advice: state.advice,
    canTryAgain: canTryAgain(state),
    desk: textIn(state.frame.language, site.site.desk),
    ...nextThing(settings, state.measuring),
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
  'in-crisis': ({ frame, number }, { site, call }) => ({
    show: 'crisis',
    number,
    desk: textIn(frame.language, site.site.desk),
    call: call?.whose === 'own' ? call : undefined,
  }),
};

function thingOf({ device }: Pick<Measuring, 'device'>): MeasuredThing {
  return device.takes === 'blood-pressure' ? 'blood-pressure' : 'other';
}

function nextThing(settings: FlowSettings, measuring: Measuring): { readonly next?: MeasuredThing } {
  const device = deviceAfter(settings, measuring);
  return device ? { next: thingOf({ device }) } : {};
}

/** The one that is taken now, or comes next. */
function readingOf({ measuring: plan }: FlowSettings, { sitting: { readings } }: Measuring): ReadingOfSitting {
  return { number: readings.length + 1, of: readingsPlanned(plan, readings) };
}

/** The mean where there is one, or the last reading. */
function resultOnScreen(result: StepResult): ResultOnScreen {
  if (result.kind === 'quantities') return { kind: 'quantities', quantities: result.quantities };
  const { readings, average } = result;
  const { systolic, diastolic, pulse } = average ?? readings.at(-1) ?? { systolic: 0, diastolic: 0, pulse: 0 };
  if (!average) return { kind: 'blood-pressure', systolic, diastolic, pulse };
  return {
    kind: 'blood-pressure',
    systolic,
    diastolic,
    pulse,
    readings: readings.map((each, at) => ({
      systolic: each.systolic,
      diastolic: each.diastolic,
      counts: average.of.includes(at + 1),
    })),
  };
}

import type {
  MeasuringCircumstances,
  MeasuringProtocol,
  PressureAverageValues,
} from '#backend-client/contract/reading.ts';
import type { FlowSettings, MeasuringStep } from '#kiosk/facts/flow-settings.ts';
import { restQuestions } from '#kiosk/measuring/rest-questions.ts';
import { newSitting, nextInSitting, protocolVersion, readingsPlanned } from '#kiosk/measuring/sitting.ts';
import type { Measuring, ReadingPaper, StepResult } from './measuring-state.ts';

/** What a measuring turn begins with, device by device, and what goes with each of its readings. */

/** So that a child cannot empty the roll. */
export const mostPapers = 3;

/** At the first device; `undefined` where nothing is measured. */
export function firstDevice(
  { measuringSteps, measuring }: FlowSettings,
  visit: Pick<Measuring, 'visitId' | 'number' | 'isOnPaper'>,
): Measuring | undefined {
  const [device] = measuringSteps;
  if (!device) return undefined;
  return {
    ...visit,
    attempt: 0,
    step: 0,
    device,
    sitting: newSitting,
    unasked: measuring?.questions ? restQuestions : [],
    said: {},
    wantsPerson: false,
    results: [],
    papers: 0,
  };
}

/** `undefined`: this one was the last. */
export function deviceAfter({ measuringSteps }: FlowSettings, { step }: Measuring): MeasuringStep | undefined {
  return measuringSteps[step + 1];
}

/** What was taken of a sitting that was not ended is told all the same. */
export function atNextDevice(settings: FlowSettings, measuring: Measuring): Measuring | undefined {
  const device = deviceAfter(settings, measuring);
  if (!device) return undefined;
  return { ...measuring, step: measuring.step + 1, device, sitting: newSitting };
}

export function protocolOf({ measuring }: FlowSettings, { device }: Measuring): MeasuringProtocol {
  return measuring && device.takes === 'blood-pressure'
    ? { name: measuring.rule, version: protocolVersion }
    : { name: 'none', version: 0 };
}

/** Nothing is measured before the clock of the rest has run out: what was rested is what was wanted. */
export function restSecondsOf({ measuring }: FlowSettings, { device }: Measuring): number | undefined {
  return device.takes === 'blood-pressure' ? measuring?.restSeconds : undefined;
}

/** Of the reading that was just taken. Arm, serial and the model's standing are the host's to add. */
export function circumstancesOf(
  settings: FlowSettings,
  sessionId: string,
  measuring: Measuring,
): MeasuringCircumstances {
  const { device, sitting, said, step } = measuring;
  const { readings } = sitting;
  const isPressure = device.takes === 'blood-pressure';
  return {
    readingNumber: isPressure ? readings.length : 1,
    readingCount: isPressure ? readingsPlanned(settings.measuring, readings) : 1,
    restSeconds: restSecondsOf(settings, measuring),
    posture: isPressure ? 'sitting' : undefined,
    protocol: protocolOf(settings, measuring),
    ...(isPressure && settings.measuring ? { sitting: `${sessionId}-${step}` } : {}),
    ...(isPressure && Object.keys(said).length > 0 ? { said } : {}),
    ...(isPressure && goesFirst(settings, measuring) ? { goesFirst: true } : {}),
  };
}

function goesFirst({ measuring: plan }: FlowSettings, { sitting }: Measuring): boolean {
  return plan?.crisisPriority === true && nextInSitting(plan, sitting).is === 'crisis';
}

export function pressureResult(
  settings: FlowSettings,
  measuring: Measuring,
  average: PressureAverageValues | undefined,
): StepResult {
  return {
    kind: 'blood-pressure',
    deviceId: measuring.device.deviceId,
    readings: measuring.sitting.readings,
    average,
    restSeconds: restSecondsOf(settings, measuring),
    protocol: protocolOf(settings, measuring),
  };
}

export function paperOf({ measuring: plan }: FlowSettings, { papers }: Measuring): ReadingPaper {
  return plan?.printResult && papers < mostPapers ? 'offered' : 'none';
}

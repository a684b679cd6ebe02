import type { PressureAverageValues } from '#backend-client/contract/reading.ts';
import type { PressureAdvice } from '#drivers/contract/blood-pressure-monitor.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { withBodyMassIndex } from '#kiosk/measuring/body-mass-index.ts';
import { mostTries, nextInSitting, withoutResult, withReading } from '#kiosk/measuring/sitting.ts';
import { enterCrisis } from './crisis.ts';
import type { FlowEffect, FlowStep } from './effects.ts';
import type { EventOf } from './events.ts';
import { calledWhenLeftHigh } from './left-high.ts';
import type { DeviceReading, Measuring, MeasuringPlaces, StepResult } from './measuring-state.ts';
import { circumstancesOf, paperOf, pressureResult } from './measuring-turn.ts';
import { goOn, goTo, moveOn, stay } from './moves.ts';
import type { FlowState, StateAt } from './state.ts';

/**
 * Measuring with one device: rest, measure, store, and so on until the sitting is done. What comes next is said by the protocol
 * (`kiosk/measuring`); without one it is sit, measure, see the numbers. What they mean is said by a person.
 *
 * A reading belongs to the measurement that this session opened (law 11): every word of a device carries session, attempt and device,
 * and a word of any other measurement changes nothing.
 */

type Measured = Pick<StateAt<'getting-ready'>, 'facts' | 'measuring'>;

export function beginMeasuring(settings: FlowSettings, state: StateAt<'getting-ready' | 'not-measured'>): FlowStep {
  if (state.at === 'not-measured' && !canTryAgain(state)) return stay(state);
  return goOnMeasuring(settings, state, state, goOn);
}

/** Whatever the protocol says comes next. */
export function goOnMeasuring(
  settings: FlowSettings,
  from: FlowState,
  { facts, measuring }: Measured,
  move: typeof goOn,
): FlowStep {
  if (measuring.device.takes === 'quantities') return measure(from, { facts, measuring }, move);
  const next = nextInSitting(settings.measuring, measuring.sitting);
  switch (next.is) {
    case 'rest':
    case 'gap':
      return rest(
        from,
        { facts, measuring, before: next.is === 'rest' ? 'first' : 'next', seconds: next.seconds },
        move,
      );
    case 'measure':
      return measure(from, { facts, measuring }, move);
    case 'done':
      return show(settings, from, { facts, measuring }, pressureResult(settings, measuring, next.mean), move);
    case 'crisis':
      return enterCrisis(settings, from, { facts, measuring });
    case 'person':
      return goTo(move(from, 'not-measured', { facts, measuring, advice: 'call-staff' }));
  }
}

/** Its clock runs since now, for nobody's touch anew. */
function rest(from: FlowState, place: Omit<MeasuringPlaces['resting'], 'since'>, move: typeof goOn): FlowStep {
  const begun = move(from, 'resting', { ...place, since: from.turn.count + 1 });
  // Somebody sits here: nobody asks whether they have gone, nor waits for it.
  return goTo({ ...begun, turn: { ...begun.turn, asked: undefined, next: undefined } });
}

function measure(from: FlowState, { facts, measuring: known }: Measured, move: typeof goOn): FlowStep {
  const measuring = { ...known, attempt: known.attempt + 1 };
  return goTo(move(from, 'measuring', { facts, measuring, phase: 'measuring', cuffMmHg: undefined }), {
    do: 'start-measuring',
    sessionId: facts.sessionId,
    attempt: measuring.attempt,
    ...measuring.device,
  });
}

/** The patient has had enough: the air goes out at once, whatever the device says afterwards. */
export function stopMeasuring(settings: FlowSettings, state: StateAt<'measuring'>): FlowStep {
  const { facts } = state;
  const { measuring: tried, advice } = withoutReading(settings, state.measuring, 'none');
  const { measuring, effects } = calledWhenLeftHigh(settings, facts, tried);
  return goTo(goOn(state, 'not-measured', { facts, measuring, advice }), { do: 'stop-measuring' }, ...effects);
}

export function measuringProgressed(
  _settings: FlowSettings,
  state: StateAt<'measuring'>,
  event: EventOf<'measuring-progressed'>,
): FlowStep {
  const { phase, cuffMmHg } = event;
  return isOfMeasurement(state, event) ? goTo({ ...state, phase, cuffMmHg }) : stay(state);
}

export function readingTaken(
  settings: FlowSettings,
  state: StateAt<'measuring'>,
  event: EventOf<'reading-taken'>,
): FlowStep {
  const { facts, measuring } = state;
  if (!isOfMeasurement(state, event) || event.reading.kind !== measuring.device.takes) return stay(state);
  const { reading, after, average } = taken(settings, measuring, event.reading);
  const store: FlowEffect = {
    do: 'store-reading',
    sessionId: facts.sessionId,
    visitId: measuring.visitId,
    ticketNumber: measuring.number,
    deviceId: measuring.device.deviceId,
    reading,
    circumstances: circumstancesOf(settings, facts.sessionId, after),
    average,
  };
  return goTo(moveOn(state, 'storing-reading', { facts, measuring: after }), store);
}

export function nothingTaken(
  settings: FlowSettings,
  state: StateAt<'measuring'>,
  event: EventOf<'nothing-taken'>,
): FlowStep {
  const { facts } = state;
  if (!isOfMeasurement(state, event)) return stay(state);
  const { measuring: tried, advice } = withoutReading(settings, state.measuring, event.advice);
  if (advice !== 'call-staff') return goTo(moveOn(state, 'not-measured', { facts, measuring: tried, advice }));
  const { measuring, effects } = calledWhenLeftHigh(settings, facts, tried);
  return goTo(moveOn(state, 'not-measured', { facts, measuring, advice }), ...effects);
}

export function readingStored(settings: FlowSettings, state: StateAt<'storing-reading'>): FlowStep {
  const { measuring } = state;
  const result = measuring.results.at(-1);
  if (measuring.device.takes === 'blood-pressure' || !result) return goOnMeasuring(settings, state, state, moveOn);
  return goTo(
    moveOn(state, 'showing-reading', { facts: state.facts, measuring, result, paper: paperOf(settings, measuring) }),
  );
}

export function canTryAgain({ measuring, advice }: StateAt<'not-measured'>): boolean {
  return measuring.sitting.tries < mostTries && advice !== 'call-staff';
}

function isOfMeasurement(
  { measuring: { attempt, device } }: StateAt<'measuring'>,
  event: { readonly attempt: number; readonly deviceId: string },
): boolean {
  return event.attempt === attempt && event.deviceId === device.deviceId;
}

/** The measurement with the reading in it, and the mean where this was the last one of its sitting. */
function taken(
  settings: FlowSettings,
  measuring: Measuring,
  reading: DeviceReading,
): {
  readonly reading: DeviceReading;
  readonly after: Measuring;
  readonly average: PressureAverageValues | undefined;
} {
  if (reading.kind === 'blood-pressure') {
    const { kind: _kind, ...pressures } = reading;
    const after = { ...measuring, sitting: withReading(measuring.sitting, pressures) };
    const next = nextInSitting(settings.measuring, after.sitting);
    return { reading, after, average: 'mean' in next ? next.mean : undefined };
  }
  const earlier = measuring.results.flatMap((each) => (each.kind === 'quantities' ? each.quantities : []));
  const quantities = withBodyMassIndex(reading.quantities, earlier);
  const result: StepResult = { kind: 'quantities', deviceId: measuring.device.deviceId, quantities };
  const after = { ...measuring, results: [...measuring.results, result] };
  return { reading: { ...reading, quantities }, after, average: undefined };
}

function show(
  settings: FlowSettings,
  from: FlowState,
  { facts, measuring: known }: Measured,
  result: StepResult,
  move: typeof goOn,
): FlowStep {
  const measuring = { ...known, results: [...known.results, result] };
  return goTo(move(from, 'showing-reading', { facts, measuring, result, paper: paperOf(settings, measuring) }));
}

/** One more try without a reading; after the last one a person is wanted. */
function withoutReading(
  settings: FlowSettings,
  known: Measuring,
  advice: PressureAdvice,
): { readonly measuring: Measuring; readonly advice: PressureAdvice } {
  const measuring = { ...known, sitting: withoutResult(known.sitting) };
  const isLast = settings.measuring !== undefined && measuring.sitting.tries >= mostTries;
  return { measuring, advice: isLast ? 'call-staff' : advice };
}

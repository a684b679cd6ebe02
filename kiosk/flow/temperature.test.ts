import { assert, describe, expect, test } from 'vitest';
import type { SessionId } from '#config/agreements/ids.ts';
import type { RawAnswer } from '#kiosk/facts/question.ts';
import type { TemperatureProgress } from './events.ts';
import { hasSession } from './state.ts';
import { binhCitizen, chosen, firstSession, type Happening, scanOf, settings, walk } from './synthetic.ts';

const site = {
  ...settings,
  takesTemperature: true,
  checkIn: { ...settings.checkIn, screening: { room: 'P.12', feverCelsius: 37.5 } },
};
const asked = [scanOf(binhCitizen, firstSession), { type: 'identity-confirmed' }] as const;
const well = { fever: false, cough: false, rash: false, contact: false };
const says = (answer: RawAnswer): Happening => ({ type: 'answered', answer });
const measured = (celsius: number, attempt = 1, sessionId: SessionId = firstSession): TemperatureProgress => ({
  type: 'temperature-measured',
  sessionId,
  attempt,
  celsius,
});
const notMeasured = (attempt: number, isGone: boolean): TemperatureProgress => ({
  type: 'temperature-not-measured',
  sessionId: firstSession,
  attempt,
  isGone,
});

/** What the thermometer was told, one after the other. */
const thermometerIn = (...happenings: readonly Happening[]) =>
  walk(happenings, site).effects.flatMap((effect) =>
    effect.do === 'take-temperature'
      ? [`open ${effect.attempt}`]
      : effect.do === 'stop-taking-temperature'
        ? ['stop']
        : [],
  );
const screeningIn = (...happenings: readonly Happening[]) => {
  const stored = walk([...asked, ...happenings, chosen('noi')], site).effects.find(
    ({ do: what }) => what === 'store-visit',
  );
  return stored?.do === 'store-visit' ? stored.request.answers?.screening : undefined;
};

describe('a thermometer beside the screening question', () => {
  test('is open while the question is on the screen, and stopped however it is left', () => {
    expect(thermometerIn(...asked)).toEqual(['open 1']);
    for (const leaves of [
      says(well),
      { type: 'went-back' },
      { type: 'started-over' },
      { type: 'staff-came' },
    ] satisfies Happening[]) {
      expect(thermometerIn(...asked, leaves)).toEqual(['open 1', 'stop']);
    }
    const walksAway = [{ waited: 'idle' }, { waited: 'idle-countdown' }] as const;
    expect(thermometerIn(...asked, ...walksAway)).toEqual(['open 1', 'stop']);
    expect(thermometerIn(...asked, says(well), { type: 'went-back' })).toEqual(['open 1', 'stop', 'open 2']);
  });

  test('from 37.5 °C on it counts as fever whatever was said, and the value goes with the answer', () => {
    expect(screeningIn(measured(38.2), says(well))).toEqual({ signs: ['fever'], temperature: 38.2, isolate: true });
    expect(screeningIn(measured(37.5), says({ ...well, cough: true }))).toMatchObject({ signs: ['fever', 'cough'] });
    expect(screeningIn(measured(37.4), says(well))).toEqual({ signs: [], temperature: 37.4, isolate: false });
    expect(screeningIn(measured(36.4), says({ ...well, fever: true }))).toMatchObject({ isolate: true });
  });

  test('whoever does not want to be measured goes on without', () => {
    expect(screeningIn(says(well))).toEqual({ signs: [], isolate: false });
    expect(screeningIn(notMeasured(1, true), says(well))).toEqual({ signs: [], isolate: false });
  });

  test('a later reading takes the place of an earlier one', () => {
    expect(thermometerIn(...asked, measured(34.1))).toEqual(['open 1', 'open 2']);
    expect(screeningIn(measured(34.1), measured(36.7, 2), says(well))).toMatchObject({ temperature: 36.7 });
  });

  test('one that ran out of time is opened again, one that is gone is not, and one that fails at once is let be', () => {
    expect(thermometerIn(...asked, notMeasured(1, false))).toEqual(['open 1', 'open 2']);
    expect(thermometerIn(...asked, notMeasured(1, true))).toEqual(['open 1']);
    const fails = Array.from({ length: 20 }, (_, index) => notMeasured(index + 1, false));
    expect(thermometerIn(...asked, ...fails)).toHaveLength(8);
  });

  test('a word of another measurement, or for somebody else’s session, changes nothing (law 11)', () => {
    const { state } = walk([...asked, measured(39, 2), measured(39, 1, 'another' as SessionId)], site);
    assert(hasSession(state));
    expect(state.facts.temperature.celsius).toBeUndefined();
    expect(screeningIn(says(well), measured(39.5))).toEqual({ signs: [], isolate: false });
  });

  test('what was measured is nobody’s any more when somebody else is meant', () => {
    const other = { ...site, checkIn: { ...site.checkIn, waysIn: { ...site.checkIn.waysIn, name: true } } };
    const told = [
      { type: 'started-without-papers', sessionId: firstSession, today: '2026-11-21' },
      { type: 'started-without-papers', sessionId: firstSession, today: '2026-11-21' },
      measured(38.9),
      { type: 'went-back' },
    ] as readonly Happening[];
    const { state } = walk(told, other);
    assert(hasSession(state) && state.at === 'choosing-way-in');
    expect(state.facts.temperature).toEqual({ stands: 'closed', attempt: 2, celsius: undefined });
  });

  test('without a thermometer nothing is opened', () => {
    const { effects } = walk(asked, { ...site, takesTemperature: false });
    expect(effects.map((effect) => effect.do)).not.toContain('take-temperature');
  });
});

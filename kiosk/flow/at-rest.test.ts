import { describe, expect, test } from 'vitest';
import { delays } from '#config/agreements/delays.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import { startingState } from './moves.ts';
import { binhCitizen, clocks, firstSession, type Happening, scanOf, settings, upTo, walk } from './synthetic.ts';

const english: Happening = { type: 'language-chosen', language: 'en' };
const help: Happening = { type: 'help-called', caller: 'C1' as CallerId };

describe('a kiosk at rest', () => {
  test('returns to its own language, and takes away a help sheet that nobody touches', () => {
    expect(walk([english]).state.frame.language).toBe('en');
    expect(walk([english, { waited: 'rest' }]).state.frame).toEqual(startingState(settings).frame);
    expect(clocks(walk([help]).state)).toMatchObject({ rest: delays.helpMs });
    expect(walk([help, { waited: 'rest' }]).state.frame.help).toBeUndefined();
    expect(walk([english], { ...settings, languages: ['vi'] }).state).toEqual(startingState(settings));
  });

  test('says what was wrong with a code, for a while', () => {
    const refused: Happening = { type: 'card-not-read', why: 'foreign' };
    expect(walk([refused]).state).toMatchObject({ at: 'asking-to-scan-again', why: 'foreign' });
    expect(walk([refused, { waited: 'scan-again' }]).state.at).toBe('waiting-for-card');
    expect(walk([refused, { type: 'went-back' }]).state.at).toBe('waiting-for-card');
    expect(walk([refused, ...upTo(1)]).state.at).toBe('confirming-identity');
  });
});

describe('a store that cannot write (law 1)', () => {
  const failed: readonly Happening[] = [...upTo(3), { type: 'visit-not-stored', sessionId: firstSession }];

  test('puts the kiosk out of service until it writes again', () => {
    expect(walk(failed).state.at).toBe('out-of-service');
    expect(walk([...failed, scanOf(binhCitizen)]).state.at).toBe('out-of-service');
    expect(walk([...failed, { type: 'store-probed', writable: true }]).state.at).toBe('waiting-for-card');
  });

  test('puts a resting kiosk out of service before anybody begins, in their language', () => {
    const { state, effects } = walk([english, { type: 'store-probed', writable: false }]);
    expect([state.at, state.frame.language, effects]).toEqual([
      'out-of-service',
      'en',
      [{ do: 'note-out-of-service' }],
    ]);
  });

  test('leaves neither a language nor a help sheet on its screen', () => {
    const broken: Happening = { type: 'store-probed', writable: false };
    for (const left of [english, help]) {
      expect(walk([broken, left, { waited: 'rest' }]).state).toMatchObject({
        at: 'out-of-service',
        frame: startingState(settings).frame,
      });
    }
  });

  test('does not send away who has begun', () => {
    expect(walk([...upTo(1), { type: 'store-probed', writable: false }]).state.at).toBe('confirming-identity');
  });

  test('is asked once a minute by a resting kiosk', () => {
    expect(clocks(startingState(settings))).toEqual({ 'store-probe': delays.storeCheckMs });
    const asked = walk([{ waited: 'store-probe' }]);
    expect(asked.effects).toEqual([{ do: 'probe-store' }]);
    const fine = walk([{ waited: 'store-probe' }, { type: 'store-probed', writable: true }]);
    expect(clocks(fine.state)).toEqual({ 'store-probe': delays.storeCheckMs });
    expect(fine.state.turn.count).toBe(1);
  });

  test('is asked again and again', () => {
    const { effects, state } = walk([...failed, { waited: 'store-probe' }]);
    expect(effects.at(-1)).toEqual({ do: 'probe-store' });
    expect(clocks(state)).toEqual({ 'store-probe': delays.storeProbeMs });
  });
});

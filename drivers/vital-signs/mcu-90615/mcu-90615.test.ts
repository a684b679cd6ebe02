import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutFrames, noBytes, tellCut } from '../../framing/frames.ts';
import { mcu90615 } from './mcu-90615.ts';

/** An answer of the module, in hundredths of a degree (notes §2.3). */
function answer(object: number, air: number): Uint8Array {
  const bytes = [0x5a, 0x5a, 0x45, 0x04, (object >> 8) & 0xff, object & 0xff, (air >> 8) & 0xff, air & 0xff];
  return Uint8Array.of(
    ...bytes,
    bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0),
  );
}

/** What is made of these answers: a temperature, `nobody`, or `changes`. */
function shown(...frames: readonly Uint8Array[]): unknown[] {
  let { emptyWindow: window } = mcu90615;
  return frames.map((frame) => {
    const step = mcu90615.watch(window, frame);
    window = step?.window ?? window;
    const record = step?.record;
    return record?.kind === 'result' ? record.quantities[0]?.value : (record?.kind ?? 'changes');
  });
}

const air = 2_800;

describe('an infrared thermometer', () => {
  test('reads the bytes of its notes: 36.57 °C at 28 °C, to a tenth', () => {
    const frame = Uint8Array.of(0x5a, 0x5a, 0x45, 0x04, 0x0e, 0x49, 0x0a, 0xf0, 0x4e);
    expect(frame).toEqual(answer(3_657, 2_800));
    expect(shown(frame, frame, frame)).toEqual(['changes', 'changes', 36.6]);
  });

  test('tells a forehead only once three answers lie within 0.2 °C, and the middle one', () => {
    expect(shown(...[3_450, 3_560, 3_620, 3_640, 3_630].map((each) => answer(each, air)))).toEqual([
      ...['changes', 'changes', 'changes', 'changes'],
      36.3,
    ]);
    expect(shown(answer(3_650, air), answer(3_670, air), answer(3_660, air)).at(-1)).toBe(36.6);
    expect(shown(answer(3_650, air), answer(3_671, air), answer(3_660, air)).at(-1)).toBe('changes');
  });

  test('takes no wall, no cup and nothing as warm as the air for a person', () => {
    for (const [object, around] of [
      [2_780, 2_800],
      [3_399, 2_800],
      [4_301, 2_800],
      [6_500, 2_800],
      [3_620, 3_600],
      [-500, 2_800],
    ] as const)
      expect(shown(...[1, 2, 3].map(() => answer(object, around)))).toEqual(['nobody', 'nobody', 'nobody']);
  });

  test('begins anew when whoever stood there stepped back', () => {
    const person = answer(3_660, air);
    expect(shown(person, person, answer(2_780, air), person, person)).not.toContain(36.6);
  });

  test('no answer with a wrong byte is an answer', () => {
    const whole = answer(3_657, 2_800);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const wrong = whole.slice();
        wrong[at] = (wrong[at] ?? 0) ^ change;
        const frames: Uint8Array[] = [];
        tellCut(
          cutFrames(mcu90615.shape, noBytes, wrong),
          (frame) => frames.push(frame),
          () => {},
        );
        expect(frames).toEqual([]);
      }),
    );
  });
});

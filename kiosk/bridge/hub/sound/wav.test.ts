import fc from 'fast-check';
import { expect, test } from 'vitest';
import { levelOf, levelTroubles, madeEven } from './loudness.ts';
import { lengthMs, readWav, type Sound, writeWav } from './wav.ts';

const sound = fc
  .record({
    sampleRate: fc.integer({ min: 8_000, max: 48_000 }),
    samples: fc.int16Array({ minLength: 1, maxLength: 2_000 }),
  })
  .map((each): Sound => each);

test('what was written is read as it was', () => {
  fc.assert(
    fc.property(sound, (each) => {
      expect(readWav(writeWav(each))).toEqual({ ok: true, value: each });
    }),
  );
});

test('whatever a browser sends is a sound within bounds, or named: never a throw', () => {
  const damaged = fc
    .tuple(sound, fc.array(fc.tuple(fc.nat(60), fc.nat(255))), fc.nat(80))
    .map(([each, changes, cut]) => {
      const bytes = writeWav(each);
      for (const [at, byte] of changes) bytes[at] = byte;
      return bytes.subarray(0, bytes.length - cut);
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 100 }), damaged), fc.boolean(), (bytes, isStream) => {
      const read = readWav(bytes, { isStream });
      if (!read.ok) return;
      expect(read.value.samples.length).toBeGreaterThan(0);
      expect(read.value.sampleRate).toBeGreaterThanOrEqual(8_000);
      expect(lengthMs(read.value)).toBeLessThanOrEqual(20_000);
    }),
    { numRuns: 2_000 },
  );
});

test('a file that ends in the middle is no recording, and what comes through a pipe may guess its length', () => {
  const bytes = writeWav(spoken(9_000, 20));
  new DataView(bytes.buffer).setUint32(40, 0x7ffff000, true);
  expect(readWav(bytes)).toEqual({ ok: false, problem: 'not-wav' });
  expect(readWav(bytes, { isStream: true })).toEqual({ ok: true, value: spoken(9_000, 20) });
});

const silence: Sound = { sampleRate: 22_050, samples: new Int16Array(5_000) };

/** Speech of a kind: a tone with a beginning and an end, in a room with so much noise. */
function spoken(amplitude: number, noise: number, quietSeconds = 0.4): Sound {
  const sampleRate = 22_050;
  const samples = new Int16Array(Math.round((1 + 2 * quietSeconds) * sampleRate));
  for (let at = 0; at < samples.length; at += 1) {
    const t = at / sampleRate - quietSeconds;
    const voice = t > 0 && t < 1 ? amplitude * Math.sin(2 * Math.PI * 180 * t) : 0;
    samples[at] = Math.round(Math.max(-32_768, Math.min(32_767, voice + noise * Math.sin(at * 1.7))));
  }
  return { sampleRate, samples };
}

test('whoever records is told what is wrong with it', () => {
  expect(levelTroubles(spoken(9_000, 20))).toEqual([]);
  expect(levelTroubles(spoken(0, 20))).toEqual(['silent']);
  expect(levelTroubles(silence)).toEqual(['silent']);
  expect(levelTroubles(spoken(300, 5))).toEqual(['too-quiet']);
  expect(levelTroubles(spoken(60_000, 20))).toEqual(['too-loud']);
  expect(levelTroubles(spoken(9_000, 3_000))).toEqual(['noisy']);
  const { sampleRate, samples } = spoken(9_000, 20);
  expect(levelTroubles({ sampleRate, samples: samples.slice(0, sampleRate) })).toEqual(['cut']);
});

test('words of a loud and of a soft voice are equally loud, and nothing but the silence around them is cut', () => {
  const [loud, soft] = [madeEven(spoken(20_000, 10)), madeEven(spoken(800, 1))];
  expect(Math.abs(levelOf(loud).speechDb - levelOf(soft).speechDb)).toBeLessThan(0.5);
  expect(levelOf(loud).peakDb).toBeLessThan(-0.9);
  for (const each of [loud, soft]) {
    expect(lengthMs(each)).toBeGreaterThan(1_000);
    expect(lengthMs(each)).toBeLessThan(1_150);
  }
  expect(madeEven(silence)).toEqual(silence);
});

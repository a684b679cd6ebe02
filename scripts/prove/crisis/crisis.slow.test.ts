import { expect, test } from 'vitest';
import { proveCrises } from './prove-crises.ts';

/** The short form of `npm run prove -- crisis`, which lives through 1,000 of them. */
test('whoever was measured in danger is left by nothing but a person who gives a name, or the kiosk still rings', async () => {
  const proof = await proveCrises({ crises: 8, seed: 5 });
  expect(proof.open).toEqual([]);
  const named = Object.values(proof.named).reduce((sum, each) => sum + each, 0);
  expect(named + proof.ringing).toBe(8);
  expect(proof.ringing).toBeGreaterThan(0);
}, 60_000);

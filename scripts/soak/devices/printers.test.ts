import { expect, test } from 'vitest';
import { soakPrinters } from './printers.ts';

test('twenty patients through printers of every habit: nothing is called printed that is not on paper', async () => {
  const { broken, lines } = await soakPrinters({ seed: 7, patients: 20, say: () => {} });
  expect(broken).toEqual([]);
  expect(lines.length).toBeGreaterThan(8);
}, 60_000);

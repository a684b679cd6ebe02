import { describe, expect, test } from 'vitest';
import { skipReason } from '#kiosk/ui/built-page.ts';
import { proveButtons } from './buttons.ts';
import { proveFlows } from './flows.ts';

test('in every flow and language a no takes no more taps than a yes, and leads to the same questions, service and number', () => {
  const proof = proveFlows();
  expect(proof.open).toEqual([]);
  expect(proof.withConsent).toBeGreaterThan(60);
});

describe.skipIf(skipReason)(`in Chromium${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  test('yes and no are equal in place, size, colour and type on every glass, and nothing is ticked', async () => {
    expect((await proveButtons()).open).toEqual([]);
  });
});

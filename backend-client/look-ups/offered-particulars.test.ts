import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isShownText } from '#config/agreements/shown-text.ts';
import { offeredParticulars } from './offered-particulars.ts';

test('a record with codes of the catalogues, an address and a phone number is offered as it is', () => {
  expect(
    offeredParticulars({ ethnicity: '02', occupation: 'retired', address: ' Số 9,\nPhố Thử ', phone: '0912 345 678' }),
  ).toEqual({ ethnicity: '02', occupation: 'retired', address: 'Số 9, Phố Thử', phone: '0912345678' });
});

test('what is no code of ours and no number is asked for, and nothing at all is no offer', () => {
  expect(offeredParticulars({ ethnicity: 'Tày', occupation: '00000', address: '', phone: 'none' })).toBeUndefined();
  expect(offeredParticulars({ ethnicity: 2, address: ['x'], occupation: null })).toBeUndefined();
});

test('whatever a hospital sends, only short lines that may be shown are offered', () => {
  const anything = fc.oneof(fc.string({ unit: 'binary', maxLength: 2000 }), fc.anything());
  fc.assert(
    fc.property(anything, anything, (address, phone) => {
      const offered = offeredParticulars({ address, phone, ethnicity: phone, occupation: address });
      for (const text of Object.values(offered ?? {})) {
        expect(text?.length).toBeLessThanOrEqual(255);
        expect(isShownText(text ?? '')).toBe(true);
      }
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressBytes } from './ip-address.ts';

test('every address is written as the bytes that it stands for', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
      const bytes = addressBytes(address);
      expect(bytes.length).toBe(address.includes(':') ? 16 : 4);
      const shown =
        bytes.length === 4 ? bytes.join('.') : (Buffer.from(bytes).toString('hex').match(/.{4}/g) ?? []).join(':');
      const url = (text: string) => new URL(`http://${text.includes(':') ? `[${text}]` : text}`).hostname;
      expect(url(shown)).toBe(url(address));
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isShownText } from '#config/agreements/shown-text.ts';
import { encodeBhyt, encodeCccd } from './encode-cards.simulator.ts';
import { pick, read, sampleBhyt, sampleCccd } from './sample-cards.bench.ts';

/** What stands on a code that anybody can print, and goes to the screen, the ticket and the hospital. */

test.for([
  ['forty marks on one letter', `Nguyễn A${'\u0301'.repeat(40)}nh`],
  ['three hundred letters', 'A'.repeat(300)],
  ['text that would be read backwards', 'Nguyễn \u202eVăn A'],
  ['a control character', 'Nguyễn\u0007 Văn A'],
  ['emoji', 'Nguyễn 👩‍⚕️ A'],
  ['private use', 'Nguyễn \ue000 A'],
  ['another script', '阮文A'],
])('a name with %s is damaged, and not shown', ([, fullName = '']) => {
  const damaged = { fullName: undefined, warnings: ['text-damaged'] };
  expect(pick(encodeCccd({ ...sampleCccd, fullName }), 'fullName', 'warnings')).toEqual(damaged);
  expect(pick(encodeBhyt({ ...sampleBhyt, fullName }), 'fullName', 'warnings')).toEqual(damaged);
});

test('half of a surrogate pair is no letter', () => {
  const [before, after] = new TextDecoder().decode(encodeCccd({ ...sampleCccd, fullName: 'Nguyễn@A' })).split('@');
  const bytes = Buffer.concat([Buffer.from(before ?? ''), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(after ?? '')]);
  expect(pick(bytes, 'fullName', 'warnings')).toEqual({ fullName: undefined, warnings: ['text-damaged'] });
});

test('an insurance that ends before it begins is valid on no day that anybody knows', () => {
  const reversed = encodeBhyt({ ...sampleBhyt, validFrom: '31/12/2026', validTo: '01/01/2026' });
  expect(pick(reversed, 'document', 'warnings')).toMatchObject({
    document: { validFrom: undefined, validTo: undefined },
    warnings: ['validity-not-readable'],
  });
});

test('whatever is written on a card, what is kept of it is bounded and can be shown', () => {
  const unit = fc.oneof(
    fc.constantFrom(...'Nguyễn Văn Ánh, 12/3\u0301\u0302\u0323\u202e\u200b\u0007\ue000’ʼ·½º'),
    fc.nat(0xffff).map((code) => String.fromCharCode(code)),
  );
  const text = fc.array(unit, { maxLength: 300 }).map((units) => units.join('').replaceAll('|', ''));
  fc.assert(
    fc.property(text, text, (fullName, address) => {
      for (const code of [
        encodeCccd({ ...sampleCccd, fullName, address }),
        encodeBhyt({ ...sampleBhyt, fullName, address }),
      ]) {
        const identity = read(code);
        if (typeof identity === 'string') continue;
        for (const kept of [identity.fullName ?? '', identity.address ?? ''])
          expect(isShownText(kept) && kept.length <= 255, JSON.stringify(kept)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { isShownText, shownText } from './shown-text.ts';

test.for([
  ['text as it is', 'BS. Trần Thị Bình – Phòng 204 (tầng 2), 25° €', 'BS. Trần Thị Bình – Phòng 204 (tầng 2), 25° €'],
  ['a name of the Central Highlands', 'HʼHen Niê̆', 'HʼHen Niê̆'],
  ['another script', '김민 李', '김민 李'],
  ['control characters and line ends', 'Phòng\u0007 204\r\n\u0085tầng 2', 'Phòng 204 tầng 2'],
  ['text that would be read backwards', '\u202e402 gnòhP\u2066\u2069', '402 gnòhP'],
  ['characters without width', 'Ph\u200bòng\u00ad 2\ufeff04', 'Phòng 204'],
  ['emoji', 'Phòng 204 👩‍⚕️✨', 'Phòng 204'],
  ['signs that are drawn as emoji', 'Phòng‼ 204 ↔⁉', 'Phòng 204'],
  ['private use and halves of pairs', 'A\ue000B\ud800C', 'A B C'],
  ['forty marks on one letter', `A${'\u0301'.repeat(40)}nh`, 'Á\u0301\u0301nh'],
  ['marks on nothing', '\u0301\u0302Anh', 'Anh'],
  ['nothing that can be read', '\u202e\u200b\u0000', ''],
])('%s', ([, given = '', shown]) => assert.equal(shownText(given, 80), shown));

test('a letter keeps its marks where a text is cut', () => {
  assert.equal(shownText('Nguye\u0302\u0303n', 5), 'Nguyễ');
  assert.equal(shownText('Y ê̆ban', 3), 'Y');
  assert.ok(shownText('x'.repeat(100_000), 80).length === 80);
});

test('whatever comes from outside, what is shown is bounded, harmless, and stays what it is', () => {
  const unit = fc.oneof(fc.nat(0xffff), fc.constantFrom(0x301, 0x302, 0x202e, 0x200d, 0xd83d, 0xdc69, 0x20, 0x0a));
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 120 }), fc.integer({ min: 1, max: 60 }), (units, longest) => {
      const shown = shownText(String.fromCharCode(...units), longest);
      assert.ok(shown.length <= longest && isShownText(shown) && shown.isWellFormed());
      assert.doesNotMatch(shown, /[\p{C}\u2028\u2029]|\p{M}{4}|^\p{M}|\p{Extended_Pictographic}(?<![\d#*©®])/u);
    }),
  );
});

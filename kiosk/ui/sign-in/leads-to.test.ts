import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { leadsTo } from './leads-to.ts';

const origin = 'https://hub.benhvien.vn:7100';
const asked = (to: string) => leadsTo(`?to=${encodeURIComponent(to)}`, origin);

test('whoever was sent to sign in gets back to where they were going', () => {
  assert.equal(asked('/counter/p101?strip'), '/counter/p101?strip');
  assert.equal(asked('/fleet'), '/fleet');
  assert.equal(leadsTo('', origin), '/');
});

test("an address of somebody else's is never opened, however it is written", () => {
  const elsewhere = [
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\/evil.example/',
    '/\t/evil.example/',
    'javascript:alert(1)',
    '/..//evil.example/',
    '@evil.example',
    '',
  ];
  for (const to of elsewhere) assert.ok(['/', '/evil.example/'].includes(asked(to)), to);
});

test('whatever is asked for, the browser stays with this server', () => {
  const pieces = fc.array(
    fc.constantFrom('/', '\\', '.', ':', '@', 'a', 'http', '\t', '\n', ' ', '%2f', '%5c', '?', '#'),
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        pieces.map((each) => each.join('')),
      ),
      (to) => {
        assert.equal(new URL(asked(to), origin).origin, origin);
      },
    ),
  );
});

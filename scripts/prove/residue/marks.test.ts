import fc from 'fast-check';
import { expect, test } from 'vitest';
import { everyMark, markedPatient, needlesOf } from './marks.ts';
import { tracesIn } from './search.ts';

const needles = everyMark.flatMap(needlesOf);

test('a marked patient is found in whatever form a program may have kept them', () => {
  const patient = markedPatient(321);
  const said = JSON.stringify(patient);
  const kept: Readonly<Record<string, string | Buffer>> = {
    'UTF-8': said,
    'UTF-16': Buffer.from(said, 'utf16le'),
    hexadecimal: Buffer.from(said).toString('hex'),
    'a card’s code': Buffer.from(patient.insuranceScan),
    'escaped JSON': said.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    'in a URL': encodeURIComponent(said),
    'in capitals': said.toUpperCase(),
    'taken apart': said.normalize('NFD'),
  };
  for (const [how, text] of Object.entries(kept)) {
    const found = new Set(tracesIn([Buffer.from(text)], needles).map(({ of }) => of));
    expect([how, found.has('name') || found.has('insurance number')]).toEqual([how, true]);
  }
  const all = new Set(tracesIn([Buffer.from(said)], needles).map(({ of }) => of));
  expect(all).toEqual(
    new Set([
      ...['name', 'citizen number', 'phone', 'address', 'typed words', 'patient code'],
      ...['passport number', 'name on a passport'],
    ]),
  );
});

test('base64 hides nobody, wherever in the text they stand', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(9_999), fc.string(), (before, index, after) => {
      const { fullName } = markedPatient(index);
      const kept = Buffer.from(`${before}${fullName}${after}`).toString('base64');
      expect(tracesIn([Buffer.from(kept)], needles).length).toBeGreaterThan(0);
    }),
  );
});

test('what has nothing of a marked patient is clean', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => {
      expect(tracesIn([Buffer.from(bytes)], needles)).toEqual([]);
    }),
  );
});

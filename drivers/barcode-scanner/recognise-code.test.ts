import { expect, test } from 'vitest';
import { longestCodeBytes } from '../contract/barcode-scanner.ts';
import { encodeAppointment, encodeBhyt, encodeCccd } from '../identity-documents/encode-cards.simulator.ts';
import { standingOf } from '../identity-documents/read-document.ts';
import { sampleBhyt, sampleCccd } from '../identity-documents/sample-cards.bench.ts';
import { hintsFrom, recogniseCode } from './recognise-code.ts';

const { newForm: _, ...oldForm } = sampleBhyt;
const documents = [
  encodeCccd(sampleCccd),
  encodeCccd({ ...sampleCccd, parents: { father: 'Nguyễn Văn B', mother: 'Trần Thị C' } }),
  encodeBhyt(sampleBhyt),
  encodeBhyt({ ...oldForm, number: 'DN4010199999999' }),
  encodeAppointment('27005', 'LK-2026.118804'),
];

test.each(['#', ';', '~', '[CR]', '%0D', String.raw`\r\n`, ' (HH-3660)'])(
  'a scanner that puts %j behind each code is the technician’s to set right, and no patient’s card is called damaged',
  (suffix) => {
    for (const document of documents) {
      for (const prefix of ['', ']Q1', '\x02']) {
        const code = Buffer.concat([Buffer.from(prefix), document, Buffer.from(suffix)]);
        const scan = recogniseCode(code, 'marked', standingOf);
        // Some endings may be part of a field that is not looked at: then the card is read.
        expect(scan?.kind === 'wrapped' || (scan?.kind === 'code' && standingOf(scan.bytes) !== 'nothing')).toBe(true);
      }
    }
    const scan = recogniseCode(Buffer.concat([encodeCccd(sampleCccd), Buffer.from(suffix)]), 'marked', standingOf);
    expect(scan && hintsFrom(scan, 'marked')).toContainEqual(['scanner-adds-prefix', true]);
  },
);

test('the largest code that means ill holds nobody up', () => {
  const fill = (text: string, unit: string) =>
    text + unit.repeat(Math.ceil((longestCodeBytes - text.length) / unit.length));
  const codes = [
    fill(']Q1sP01', 'x'),
    fill(String.raw`]Q1P01\000026001090000001|`, 'a|'),
    fill('x]Q1001090000001||', 'ánh '),
    fill('', 'ì'),
    fill('001090000001||', "a^'"),
  ].map((text) => Buffer.from(text).subarray(0, longestCodeBytes));
  const startedAt = performance.now();
  for (const code of codes) expect(recogniseCode(code, 'marked', standingOf)?.kind).not.toBe('wrapped');
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

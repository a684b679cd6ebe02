import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { reportPage } from './page.ts';
import { type ConformanceReport, conformanceReport, verdicts } from './report.ts';

/** Every verdict once, with `text` wherever a hospital, a site file or a message may put something. */
function reportWith(text: string): ConformanceReport {
  const words = { vi: text, en: text };
  return conformanceReport.parse({
    version: 1,
    runId: 'ABCD1234',
    kioskVersion: '0.1.0',
    site: { name: text, facilityCode: text, kioskId: text, timeZone: 'Asia/Ho_Chi_Minh' },
    startedAt: '2026-11-22T01:12:05Z',
    finishedAt: '2026-11-22T01:12:25Z',
    summary: { accepted: 1, refused: 1, slow: 1, wrong: 1, 'not-checkable': 1 },
    nothingWrong: false,
    systems: [
      {
        id: 'his',
        protocol: 'webhook',
        protocolName: 'Webhook',
        address: text,
        secured: 'plain',
        capabilities: [text],
        medianMs: 3,
        slowestMs: 2_501,
        checks: verdicts.map((verdict) => ({
          id: `registration.${verdict}`,
          title: words,
          verdict,
          tookMs: 3,
          sent: text,
          received: text,
          finding: words,
          advice: { ...words, where: text },
        })),
      },
    ],
  });
}

const tagsOf = (page: string): readonly string[] => page.match(/<[^>]*>/g) ?? [];

test('whatever a hospital answers, no tag or attribute of the page changes', () => {
  const expected = tagsOf(reportPage(reportWith('x')));
  const pieces = fc.constantFrom(
    '<',
    '>',
    '"',
    "'",
    '&',
    '`',
    '=',
    '<script>',
    '</pre>',
    '-->',
    ']]>',
    '&lt;',
    'ữ',
    '\0',
  );
  const hostile = fc
    .array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 })
    .map((all) => all.join(''));
  fc.assert(
    fc.property(hostile, (text) => {
      assert.deepEqual(tagsOf(reportPage(reportWith(text))), expected);
    }),
  );
});

test('what is wrong stands in the list of what to change, and there alone', () => {
  const [, toDo = ''] = /<ol class="todo">(.*?)<\/ol>/s.exec(reportPage(reportWith('x'))) ?? [];
  assert.deepEqual(
    [...toDo.matchAll(/href="#([^"]+)"/g)].map(([, anchor]) => anchor),
    ['his-registration.refused', 'his-registration.slow', 'his-registration.wrong'],
  );
});

test('the page needs nothing else and runs nothing', () => {
  const page = reportPage(reportWith('x'));
  assert.match(page, /default-src 'none'; style-src 'unsafe-inline'/);
  assert.ok(!/<script|<link|<img|url\(|@import|https?:/i.test(page));
});

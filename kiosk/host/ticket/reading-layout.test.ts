import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pressureClasses } from '#config/catalogues/pressure-classes.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { meanOf } from '#kiosk/measuring/mean.ts';
import type { PressureOnPaper, ReadingContent } from './reading-content.ts';
import { layOutReading } from './reading-layout.ts';
import { createTicketRenderer } from './render-ticket.ts';

const reading = (systolic: number, diastolic: number, more: { irregular?: boolean; moved?: boolean } = {}) => ({
  ...{ systolic, diastolic, pulse: 72, irregular: undefined, moved: undefined },
  ...more,
});
const readings = [reading(148, 92, { moved: true }), reading(139, 85), reading(137, 83, { irregular: true })];
const pressure: PressureOnPaper = {
  kind: 'blood-pressure',
  readings,
  average: meanOf('esh', readings),
  restSeconds: 300,
  pressureClass: 'raised',
};
const paper: ReadingContent = {
  language: 'vi',
  hospitalName: 'Trung tâm Y tế Yên Phong',
  number: 'A012',
  at: '08:27 · 29/11/2026',
  test: false,
  results: [pressure, { kind: 'quantities', quantities: [{ of: 'body-temperature', value: 36.8, unit: 'Cel' }] }],
};

/** Every letter 10 dots wide: the words matter here, not the font. */
function wordsOf(content: ReadingContent): string {
  const say = sayIn(content.language);
  const parts = { dotsAcross: 576, say, measure: (text: string) => text.length * 10, riseOf: () => 80 };
  return layOutReading(content, parts)
    .marks.flatMap((mark) => (mark.kind === 'text' ? [mark.text] : []))
    .join('\n');
}

test('the paper says what the screen says: the mean and its rule, each reading, what does not count and why one may doubt', () => {
  expect(wordsOf(paper)).toBe(
    [
      'Trung tâm Y tế Yên Phong',
      'KẾT QUẢ ĐO',
      'Số A012 · 08:27 · 29/11/2026',
      'Huyết áp',
      'Trung bình của 2 lần đo cuối, sau 5 phút nghỉ',
      '138/84',
      'mmHg · nhịp tim 72 lần/phút',
      'Huyết áp hơi cao hơn mức thường',
      'Một lần đo chưa nói lên bệnh. Bác sĩ',
      'sẽ xem kết quả này cùng quý khách.',
      'Lần 1: 148/92 · nhịp tim 72 lần/phút',
      'chưa tính · có cử động khi đo',
      'Lần 2: 139/85 · nhịp tim 72 lần/phút',
      'Lần 3: 137/83 · nhịp tim 72 lần/phút',
      'máy ghi nhận nhịp không đều',
      'Nhiệt độ',
      '36,8 độ C',
      'Đây không phải là chẩn đoán.',
    ].join('\n'),
  );
});

test('one unrested reading says so, and is called neither high nor low', () => {
  const [only] = readings;
  if (!only) throw new Error('no reading');
  const single: PressureOnPaper = {
    ...pressure,
    readings: [only],
    average: undefined,
    restSeconds: undefined,
    pressureClass: undefined,
  };
  const words = wordsOf({ ...paper, language: 'en', results: [single] });
  expect(words).toContain('One reading, without rest before');
  expect(words).toContain('148/92');
  expect(words).not.toMatch(/usual|above|below/);
});

test('a sitting that was broken off has its readings on paper, and no number that stands for all', () => {
  const words = wordsOf({
    ...paper,
    results: [{ ...pressure, readings: readings.slice(0, 2), average: undefined, pressureClass: undefined }],
  });
  expect(words).toContain('Chưa đo đủ các lần, sau 5 phút nghỉ');
  expect(words.split('\n').filter((line) => /^\d+\/\d+$/.test(line))).toEqual([]);
});

test('a demo’s paper is marked, and none says a disease', () => {
  for (const language of ['vi', 'en'] as const) {
    for (const pressureClass of pressureClasses) {
      const words = wordsOf({ ...paper, language, test: true, results: [{ ...pressure, pressureClass }] });
      expect(words).toContain(sayIn(language)('ticket.test'));
      expect(words).toContain(sayIn(language)('readingPaper.noDiagnosis'));
      expect(words).not.toMatch(/tăng huyết áp|hypertension|cao huyết áp|hypotension/i);
    }
  }
});

test('whatever was measured, nothing is printed beyond the edge of any paper', () => {
  const renderers = ([576, 384] as const).map((dotsAcross) => createTicketRenderer({ dotsAcross, qr: 'raster' }));
  const contents = fc.record({
    language: fc.constantFrom('vi' as const, 'en' as const),
    hospitalName: fc.string({ unit: 'binary', maxLength: 120 }),
    number: fc.stringMatching(/^[A-Z]{1,4}([0-9]{3,6}|-[A-Z0-9]{1,8}-[0-9]{2,6})$/),
    at: fc.constant('08:12 · 21/11/2026'),
    test: fc.boolean(),
    results: fc.array(
      fc.oneof(
        fc.constant(pressure),
        fc.record({
          kind: fc.constant('quantities' as const),
          quantities: fc.array(
            fc.record({
              of: fc.string({ unit: 'binary', maxLength: 60 }),
              value: fc.double({ noNaN: true }),
              unit: fc.string({ maxLength: 20 }),
            }),
            { maxLength: 4 },
          ),
        }),
      ),
      { maxLength: 4 },
    ),
  });
  fc.assert(
    fc.property(contents, fc.constantFrom('full' as const, 'small' as const), (content, size) => {
      for (const renderer of renderers) {
        const { widthDots, heightDots, rows } = renderer.renderReading(content, size);
        expect(rows.length).toBe((widthDots / 8) * heightDots);
        const across = widthDots / 8;
        const inTheMargins = rows.filter((_, at) => at % across === 0 || at % across === across - 1);
        expect(inTheMargins.every((byte) => byte === 0)).toBe(true);
      }
    }),
    { numRuns: 10 },
  );
});

import assert from 'node:assert/strict';
import { test } from 'vitest';
import { answersOfAnh } from '../contract/synthetic-people.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import type { VisitOfDay } from '../contract/visit-of-day.ts';
import { particularsFile } from './particulars-file.ts';
import { sampleFacts } from './sample-facts.ts';

function written(visits: readonly VisitOfDay[]) {
  const pieces = particularsFile(visits);
  let text = '';
  for (let next = pieces.next(); ; next = pieces.next()) {
    if (next.done) return { text, lines: next.value };
    text += next.value;
  }
}

const kept = (answers?: VisitAnswers): VisitOfDay => ({
  is: 'kept',
  ticketNumber: 'A001',
  facts: { ...sampleFacts, answers },
});

test('whoever was asked has a line under the key of the check-in file, and nobody else', () => {
  const farmer = kept({ particulars: { occupation: 'farming', address: 'Thôn "Đông", Bắc Ninh' } });
  const { text, lines } = written([
    kept(),
    kept(answersOfAnh),
    { is: 'erased', ticketNumber: 'A002' },
    farmer,
    kept({ particulars: {} }),
  ]);
  assert.equal(lines, 2);
  assert.equal(
    text,
    '\ufeffMA_LK,MA_DANTOC,MA_NGHE_NGHIEP,NGHE_NGHIEP,DIA_CHI,DIEN_THOAI\r\n' +
      '"V1S1T000000000000001","02","00000","retired","Số 9, Phố Tạm Trú, Hà Nội","0987000009"\r\n' +
      '"V1S1T000000000000001","","","farming","Thôn ""Đông"", Bắc Ninh",""\r\n',
  );
  assert.deepEqual(written([kept(), kept({ preparation: { hasEaten: true } })]), { text: '', lines: 0 });
});

test('an address that a spreadsheet would calculate is text, on one line', () => {
  const { text } = written([kept({ particulars: { address: '=HYPERLINK("x")\r\n,2', phone: '+84912345678' } })]);
  assert.ok(text.endsWith(`"'=HYPERLINK(""x"") ,2","+84912345678"\r\n`));
});

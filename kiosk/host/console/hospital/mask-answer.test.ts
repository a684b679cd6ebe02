import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { maskAnswer } from './mask-answer.ts';

const sent = 'QPD|Q22^Find Candidates|Q1|@PID.3.1^001099000099~@PID.5.1^THỬ NGHIỆM';

test('an acknowledgement is shown as it came, but for what a program says in its own words', () => {
  const answer =
    'MSH|^~\\&|HIS|27005|||20261121||ACK^N02|A1|T|2.5.1\rMSA|AE|C1|Duplicate of Nguyễn Văn Thật\rERR||PID^1^3|204|E';
  assert.equal(
    maskAnswer(answer, sent),
    'MSH|^~\\&|HIS|27005|||20261121||ACK^N02|A1|T|2.5.1\nMSA|AE|C1|Xxxxxxxxx xx Xxxxếx Xăx Xxếx\nERR||PID^1^3|204|E',
  );
});

test('whoever else stands in an answer is masked, and the made-up person who was asked for is not', () => {
  const answer = 'MSH|^~\\&|HIS\rPID|1||001099000099^^^CCCD~001099123456^^^CCCD||TRẦN^THẬT||19700101|F';
  const shown = maskAnswer(answer, sent);
  assert.match(shown, /\|001099000099\^\^\^XXXX~000000000000\^\^\^XXXX\|\|XXẾX\^XXẾX\|\|00000000\|X$/);
});

test('of JSON the words of the protocol stay, and names, numbers and free text do not', () => {
  const answer = JSON.stringify({
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'duplicate', diagnostics: 'Patient Lê Thị Thật, 001099123456' }],
    name: [{ text: 'Lê Thị Thật', family: 'Lê' }],
    status: 'Lê Thị Thật',
    code: '001099123456',
    weight: 61.5,
    active: true,
  });
  assert.deepEqual(JSON.parse(maskAnswer(answer, sent)), {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'duplicate', diagnostics: 'Xxxxxxx Xă Xxế Xxếx, 000000000000' }],
    name: [{ text: 'Xă Xxế Xxếx', family: 'Xă' }],
    status: 'Xă Xxế Xxếx',
    code: '000000000000',
    weight: 0,
    active: true,
  });
});

test('a person who is a key of JSON, and a page of a proxy, are masked, too', () => {
  assert.equal(maskAnswer('{"Lê Thật":1}', sent), '{\n  "Xă Xxếx": 0\n}');
  assert.equal(maskAnswer('<h1>Lê Thật 0912345678</h1>', sent), '<x0>Xă Xxếx 0000000000</x0>');
});

test('a number of twelve digits and a name never come through, wherever they stand', () => {
  const digits = fc.stringMatching(/^[1-9]\d{11}$/);
  const key = fc.constantFrom('code', 'status', 'total', 'id', 'text', 'system', '');
  const wrapped = fc.oneof(
    fc.tuple(key, digits).map(([name, number]) => [JSON.stringify({ [name]: `${number}` }), number] as const),
    fc
      .tuple(key, digits)
      .map(([name, number]) => [JSON.stringify({ a: [{ [name]: Number(number) }] }), number] as const),
    fc
      .tuple(fc.constantFrom('PID|3|', 'ZZZ|', 'MSA|AA|C1|', 'OBX|1|NM|', 'pid|'), digits)
      .map(([before, number]) => [`MSH|^~\\&|HIS\r${before}${number}^^^X`, number] as const),
    fc.tuple(fc.string(), digits).map(([before, number]) => [`${before} ${number}`, number] as const),
  );
  fc.assert(
    fc.property(wrapped, ([answer, number]) => !maskAnswer(answer, sent).includes(number)),
    { numRuns: 500 },
  );
});

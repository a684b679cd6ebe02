import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { type BusinessDay, createVisitId, type VisitId } from '#config/agreements/ids.ts';
import { readTicketCode, type TicketCode, ticketCode } from './ticket-code.ts';

const visitId = '0123456789ABCDEFGHJK' as VisitId;
const day = '2026-11-21' as BusinessDay;
const tag = 'MNPQRSTVWXYZ0123';

const codes: fc.Arbitrary<TicketCode> = fc.record({
  facilityCode: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
  number: fc.stringMatching(/^[A-Z]{1,4}([0-9]{3,6}|-[A-Z0-9]{1,8}-[0-9]{2,6})$/),
  visitId: fc.uint8Array({ minLength: 11, maxLength: 11 }).map((bytes) => createVisitId(() => bytes, 0)),
  tag: fc.option(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/), { nil: undefined }),
  day: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10) as BusinessDay),
});

test('a ticket says facility, day, number and visit, who made it, and nothing about a person', () => {
  assert.deepEqual(
    [undefined, tag].map((each) => ticketCode({ facilityCode: '27005', day, number: 'UA012', visitId, tag: each })),
    [
      'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK',
      'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:MNPQRSTVWXYZ0123',
    ],
  );
});

test('a number under the mark of a kiosk is read whole: A-K2-07', () => {
  const code = { facilityCode: '27005', day, number: 'A-K2-07', visitId, tag };
  assert.deepEqual(readTicketCode(ticketCode(code)), code);
  for (const number of ['A-K2', 'A--07', '-K2-07', 'A-K2-7', 'A-K2-07-', 'A-K2-K3-07'])
    assert.equal(readTicketCode(ticketCode({ ...code, number })), undefined);
});

test('what is written is read back, and always fits the alphanumeric mode of a QR', () => {
  fc.assert(
    fc.property(codes, (code) => {
      const text = ticketCode(code);
      assert.match(text, /^[A-Z0-9:-]+$/);
      // Version 6 at level M takes 154 (ISO/IEC 18004, table 7): 49 modules with the white around it, at 58 mm seven dots each.
      assert.ok(text.length <= 154);
      assert.deepEqual(readTicketCode(text), { ...code, facilityCode: code.facilityCode.toUpperCase() });
    }),
  );
});

test('a code that anything was done to is another code or none, and never the same one', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('', ':', '::', ' ', '\n', 'É', '0', 'O'),
  );
  fc.assert(
    fc.property(codes, fc.nat(100), fc.nat(3), hostile, (code, at, without, put) => {
      const text = ticketCode(code);
      const altered = text.slice(0, at) + put + text.slice(at + without);
      const read = readTicketCode(altered);
      if (read) assert.equal(ticketCode(read), altered);
    }),
    { numRuns: 200 },
  );
}, 20_000);

test('anything may be scanned, and only what reads whole is a ticket', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      assert.equal(readTicketCode(text), undefined);
    }),
  );
});

test.each([
  '',
  'TIEPDON',
  'TIEPDON:2:27005:20261121:UA012:0123456789ABCDEFGHJK',
  'TIEPDON:1:27005:20261321:UA012:0123456789ABCDEFGHJK',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJ',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHIL',
  'TIEPDON:1:27005:20261121:012:0123456789ABCDEFGHJK',
  'tiepdon:1:27005:20261121:ua012:0123456789abcdefghjk',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK\n',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:MNPQRSTVWXYZ012',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:MNPQRSTVWXYZ01234',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:MNPQRSTVWXYZ012I',
  'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK:MNPQRSTVWXYZ0123:MNPQRSTVWXYZ0123',
  '001234567890|123456789|Nguyễn Văn A|01011980|Nam|Hà Nội|01012021',
])('%j is nobody’s ticket', (text) => {
  assert.equal(readTicketCode(text), undefined);
});

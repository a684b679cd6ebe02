import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { type BusinessDay, createVisitId, type VisitId } from '#config/agreements/ids.ts';
import { readTicketCode, ticketCode } from './ticket-code.ts';

const visitId = '0123456789ABCDEFGHJK' as VisitId;
const day = '2026-11-21' as BusinessDay;

test('a ticket says facility, day, number and visit, and nothing about a person', () => {
  assert.equal(
    ticketCode({ facilityCode: '27005', day, number: 'UA012', visitId }),
    'TIEPDON:1:27005:20261121:UA012:0123456789ABCDEFGHJK',
  );
});

test('what is written is read back, and always fits the alphanumeric mode of a QR', () => {
  const codes = fc.record({
    facilityCode: fc.stringMatching(/^[A-Za-z0-9]{1,20}$/),
    number: fc.stringMatching(/^[A-Z]{1,4}[0-9]{3,6}$/),
    visitId: fc.uint8Array({ minLength: 11, maxLength: 11 }).map((bytes) => createVisitId(() => bytes, 0)),
    day: fc
      .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10) as BusinessDay),
  });
  fc.assert(
    fc.property(codes, (code) => {
      const text = ticketCode(code);
      assert.match(text, /^[A-Z0-9:]+$/);
      assert.deepEqual(readTicketCode(text), { ...code, facilityCode: code.facilityCode.toUpperCase() });
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
  '001234567890|123456789|Nguyễn Văn A|01011980|Nam|Hà Nội|01012021',
])('%j is nobody’s ticket', (text) => {
  assert.equal(readTicketCode(text), undefined);
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { deliveryProblemFromStatus, retryAfterMs } from './http-outcome.ts';

const now = Date.UTC(2026, 10, 22, 1, 0, 0);
const answer = (status: number, retryAfter?: string) => ({
  status,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: new Uint8Array(),
});

test('every status that is not success says what a retry would do', () => {
  const said = [
    200, 301, 302, 303, 307, 400, 401, 403, 404, 405, 408, 409, 412, 415, 421, 422, 425, 429, 499, 500, 501, 502, 503,
    504, 507, 511, 520, 599,
  ].map((status) => {
    const { kind, reason, counts } = deliveryProblemFromStatus(answer(status), now);
    return `${status} ${kind} ${reason}${counts ? '' : ', not counted'}`;
  });
  assert.deepEqual(said, [
    '200 ambiguous answer-not-understood',
    '301 settings http-not-found, not counted',
    '302 ambiguous answer-not-understood',
    '303 ambiguous answer-not-understood',
    '307 settings http-not-found, not counted',
    '400 permanent http-content-refused',
    '401 settings http-unauthorized, not counted',
    '403 settings http-unauthorized, not counted',
    '404 settings http-not-found, not counted',
    '405 settings http-not-found, not counted',
    '408 ambiguous no-answer',
    '409 transient http-conflict-409',
    '412 transient http-precondition-412',
    '415 permanent http-content-refused',
    '421 settings http-not-found, not counted',
    '422 permanent http-content-refused',
    '425 transient http-too-many-429, not counted',
    '429 transient http-too-many-429, not counted',
    '499 permanent http-content-refused',
    '500 ambiguous http-server-error-5xx',
    '501 settings http-not-found, not counted',
    '502 ambiguous http-server-error-5xx',
    '503 transient http-server-error-5xx',
    '504 ambiguous http-server-error-5xx',
    '507 transient http-server-error-5xx',
    '511 transient http-too-many-429, not counted',
    '520 ambiguous http-server-error-5xx',
    '599 ambiguous http-server-error-5xx',
  ]);
});

test('Retry-After is believed in each form of RFC 9110, at most an hour, never in nonsense', () => {
  const waits = [
    '0',
    '120',
    ' 120 ',
    '86400',
    'Sun, 22 Nov 2026 01:02:00 GMT',
    'Sunday, 22-Nov-26 01:02:00 GMT',
    'Sun Nov 22 01:02:00 2026',
    'Sun, 22 Nov 2026 00:00:00 GMT',
    'Mon, 23 Nov 2026 01:02:00 GMT',
    '',
    '-5',
    '1.5',
    '1e3',
    'soon',
    'tomorrow 1',
    '2026-11-22T01:02:00Z',
    'Sun, 99 Nov 2026 01:02:00 GMT',
  ].map((text) => [text, retryAfterMs(answer(429, text), now)]);
  assert.deepEqual(waits, [
    ['0', 0],
    ['120', 120_000],
    [' 120 ', 120_000],
    ['86400', 3_600_000],
    ['Sun, 22 Nov 2026 01:02:00 GMT', 120_000],
    ['Sunday, 22-Nov-26 01:02:00 GMT', 120_000],
    ['Sun Nov 22 01:02:00 2026', 120_000],
    ['Sun, 22 Nov 2026 00:00:00 GMT', 0],
    ['Mon, 23 Nov 2026 01:02:00 GMT', 3_600_000],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['soon', undefined],
    ['tomorrow 1', undefined],
    ['2026-11-22T01:02:00Z', undefined],
    ['Sun, 99 Nov 2026 01:02:00 GMT', undefined],
  ]);
});

test('no Retry-After makes a kiosk wait for more than an hour or less than no time', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.date().map(String)), (text) => {
      const ms = retryAfterMs(answer(429, text), now);
      assert.ok(ms === undefined || (ms >= 0 && ms <= 3_600_000));
    }),
  );
});

test('how long to wait is passed on where a wait helps', () => {
  assert.deepEqual(
    [429, 503, 401].map((status) => deliveryProblemFromStatus(answer(status, '30'), now).retryAfterMs),
    [30_000, 30_000, undefined],
  );
});

import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createSystemsHistory } from './systems-history.ts';

const clock = createHandCrankedClock(1_000);
const message = { endpointId: 'his', controlId: 'C', attempts: 1 };

test('each system has its own counts and its latest moments, and the same again is one line', () => {
  const history = createSystemsHistory(clock);
  history.note('delivery-accepted', { ...message, tookMs: 3 });
  clock.advance(1_000);
  history.note('delivery-accepted', { ...message, tookMs: 3 });
  history.note('delivery-delayed', { ...message, reason: 'not-connected', retryInMs: 5 });
  history.note('look-up-failed', { endpointId: 'other', question: 'patient', reason: 'refused', tookMs: 1 });
  history.note('kiosk-stopping', { signal: 'x' });
  assert.deepEqual(history.of('his'), {
    accepted: 2,
    refused: 0,
    unsure: 0,
    delayed: 1,
    answered: 0,
    unanswered: 0,
    lastAnswerAt: 2_000,
    latest: [
      { at: 2_000, what: 'delayed', reason: 'not-connected', times: 1 },
      { at: 2_000, what: 'accepted', reason: undefined, times: 2 },
    ],
  });
  assert.equal(history.of('other').unanswered, 1);
  assert.equal(history.of('other').lastAnswerAt, 2_000);
});

test('silence is no answer', () => {
  const history = createSystemsHistory(clock);
  history.note('delivery-delayed', { ...message, reason: 'no-answer', retryInMs: 5 });
  assert.equal(history.of('his').lastAnswerAt, undefined);
});

test('a night of trouble does not fill the memory', () => {
  const history = createSystemsHistory(clock);
  for (let turn = 0; turn < 500; turn++) {
    history.note('delivery-accepted', { ...message, tookMs: 3 });
    history.note('delivery-refused', { ...message, reason: 'hospital-error-ae' });
  }
  assert.equal(history.of('his').latest.length, 12);
  assert.equal(history.of('his').refused, 500);
});

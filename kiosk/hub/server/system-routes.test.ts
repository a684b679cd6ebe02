import { expect, test } from 'vitest';
import { entering, lan, playDay, smallHospital, today, visitOf } from '../queue/played-day.ts';
import { answerOf } from './system-routes.ts';

function hospital() {
  const hub = playDay(smallHospital);
  hub.act({ kind: 'begin-day', day: today });
  hub.act(entering(1, { givenAt: hub.now }));
  hub.act({ kind: 'sit-down', counter: 'p101', by: lan, force: false });
  return hub;
}

test('a system that calls is told whom; where the hub lost its place just behind the commit, it is told nothing and asks again', () => {
  const { act, day } = hospital();
  const called = act({ kind: 'call-next', counter: 'p101', by: lan });
  const events = called.ok ? called.value : [];
  expect(answerOf(events, day)).toEqual({ is: 'done', visitId: visitOf(1), number: 'A001' });
  expect(answerOf(events, undefined)).toBeUndefined();
});

test('an act that calls nobody is done, whoever decides now', () => {
  const { act } = hospital();
  const paused = act({ kind: 'pause', counter: 'p101', by: lan });
  expect(paused.ok && answerOf(paused.value, undefined)).toEqual({ is: 'done' });
});

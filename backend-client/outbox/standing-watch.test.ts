import assert from 'node:assert/strict';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { watchStanding } from './standing-watch.ts';

const minuteMs = 60_000;

test('a system that accepts nothing while something waits stands after the set time, once, and goes on by itself', () => {
  const clock = createHandCrankedClock();
  const said: string[] = [];
  let accepted = 0;
  let waits = false;
  const watch = watchStanding({
    waiting: () => (waits ? [{ endpointId: 'his', count: 3, since: 0 }] : []),
    outbox: { accepted: (id) => (id === 'his' ? accepted : 0) },
    endpoints: [{ id: 'his' }, { id: 'ministry' }],
    afterMinutes: () => 15,
    clock,
    log: (event) => void said.push(event),
    onChange: (stands) => void said.push(`stands ${stands}`),
  });
  watch.start();
  const pass = (minutes: number) => {
    for (let looks = 0; looks < minutes * 6; looks += 1) clock.advance(minuteMs / 6);
  };
  pass(60);
  assert.deepEqual(said, [], 'nothing waits, nothing stands');
  waits = true;
  pass(14);
  accepted += 1;
  pass(14);
  assert.deepEqual(said, [], 'something was accepted meanwhile');
  pass(60);
  assert.deepEqual([said, watch.standing()], [['system-stands', 'stands true'], ['his']]);
  accepted += 1;
  pass(1);
  assert.deepEqual(said.slice(2), ['system-goes-on', 'stands false']);
  watch.stop();
  assert.equal(clock.pending(), 0);
});

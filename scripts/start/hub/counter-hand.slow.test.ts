import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { CounterSnapshot } from '#kiosk/bridge/hub/counter-words.ts';
import { type HubBench, openHubBench } from '#kiosk/hub/program/hub.bench.ts';
import { takeNumber } from '#kiosk/hub/program/kiosk-at-hub.bench.ts';
import { findFreePorts } from '../ports.ts';
import { createCounterHand } from './counter-hand.ts';
import { demoPerson } from './demo-person.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A hub on a port that it keeps when it is started anew, the person of the demo, and their hand at its first counter. */
async function bench({ isKnown = true } = {}) {
  const [port] = await findFreePorts(1);
  const hub = await openHubBench({ listen: { host: '127.0.0.1', port } });
  cleanUps.push(() => hub.close());
  if (isKnown) await hub.person(demoPerson.name, demoPerson.role, demoPerson.pin);
  const clock = createHandCrankedClock();
  const told = new EventEmitter();
  const hand = createCounterHand({ hub: new URL(hub.url), counter: 'p101', clock, onChange: () => told.emit('told') });
  cleanUps.push(() => hand.leave());
  const until = async (isSo: (snapshot: CounterSnapshot) => boolean): Promise<CounterSnapshot> => {
    for (;;) {
      const snapshot = hand.snapshot();
      if (snapshot && isSo(snapshot)) return snapshot;
      await once(told, 'told');
    }
  };
  return { hub, clock, hand, until };
}

/** Somebody takes a number at a kiosk of this hub. */
async function numberOf(hub: HubBench): Promise<string> {
  const key = await hub.enrol('kiosk-1');
  return (await takeNumber((path, body) => hub.ask(key, path, body))).number;
}

test('the hand sits down by its first act, and calls whoever waits', async () => {
  const { hub, hand, until } = await bench();
  hand.come();
  const number = await numberOf(hub);
  await until(({ waitingCount }) => waitingCount === 1);
  assert.equal(await hand.act('call-next'), undefined);
  const { serving, sitting } = await until((snapshot) => snapshot.serving !== undefined);
  assert.deepEqual([serving?.number, sitting], [number, { name: demoPerson.name, isYou: true }]);
  assert.equal(await hand.act('finish'), undefined);
});

test('what the hub refuses is told by its own word', async () => {
  const { hand, until } = await bench();
  hand.come();
  await until(() => true);
  assert.equal(await hand.act('call-next'), 'nobody-waits');
  assert.equal(await hand.act('recall'), 'nobody-called');
});

test('a hub that is gone has no answer, and when it is back the hand is there again by itself', async () => {
  const { hub, clock, hand, until } = await bench();
  hand.come();
  const { revision } = await until(() => true);
  await hub.stop();
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await hand.act('call-next'), 'no-answer');
  assert.equal(hand.snapshot()?.revision, revision);
  await hub.start();
  await numberOf(hub);
  clock.advance(1_000);
  await until(({ waitingCount }) => waitingCount === 1);
  assert.equal(await hand.act('call-next'), undefined);
});

test('whoever the hub does not know yet tries again, and whoever has left does not', async () => {
  const { hub, clock, hand, until } = await bench({ isKnown: false });
  hand.come();
  while (clock.pending() === 0) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await hand.act('call-next'), 'no-answer');
  await hub.person(demoPerson.name, demoPerson.role, demoPerson.pin);
  clock.advance(1_000);
  await until(() => true);
  hand.leave();
  // Left while it was on its way, and come once more: one line, not two.
  hand.come();
  hand.leave();
  await hub.stop();
  assert.equal(clock.pending(), 0);
});

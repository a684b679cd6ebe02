import { randomBytes } from 'node:crypto';
import { afterEach, expect, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { CardReader } from '../contract/card-reader.ts';
import { stillHeld } from '../supervisor/held-by-process.bench.ts';
import { createCardInserter } from './card-inserter.simulator.ts';
import { createPcscEmrtdReader } from './pcsc-emrtd.ts';
import { createSimulatedPcsc } from './pcsc-readers.simulator.ts';
import { createChipIssuers, syntheticChipCards } from './synthetic-chip-cards.simulator.ts';

const today = new Date();
const issuers = createChipIssuers(today, randomBytes);
const cards = syntheticChipCards(today.getFullYear());

let reader: CardReader | undefined;
afterEach(async () => reader?.close());

async function openBench(readers?: readonly string[]) {
  const pcsc = createSimulatedPcsc(readers);
  const clock = createHandCrankedClock();
  const createHand = (on?: string) =>
    createCardInserter({
      cards,
      clock,
      createChip: (card) => card.createChip(issuers),
      lay: (card, onChange) => pcsc.lay(card, onChange, on),
    });
  const opened = createPcscEmrtdReader({
    id: 'cccd',
    reader: '*',
    cscaDir: undefined,
    clock,
    random: () => 0,
    randomBytes,
    spawnPcsc: pcsc.spawnPcsc,
  });
  reader = opened;
  const heard: string[] = [];
  opened.onCard(({ type }) => heard.push(type));
  const until = async (isSo: () => boolean) => {
    while (!isSo()) await new Promise((resolve) => setImmediate(resolve));
  };
  await until(() => opened.condition() === 'ready');
  return { reader: opened, createHand, heard, until };
}

const [first] = cards;
if (!first) throw new Error('No cards');
const key = { kind: 'can', can: first.can } as const;

test('a reader keeps nothing of the person whose card was taken, neither who it was nor the face', async () => {
  const { reader, createHand, heard, until } = await openBench();
  const hand = createHand();
  await hand.act({ do: 'insert', cardId: first.id });
  await until(() => heard.length === 1);
  const refs: WeakRef<object>[] = [];
  await (async () => {
    const reading = await reader.read(key, { details: true, face: true });
    if (!reading.ok || !reading.value.face) throw new Error('Not read');
    refs.push(new WeakRef(reading.value.identity), new WeakRef(reading.value.face));
  })();
  await hand.act({ do: 'remove' });
  await until(() => heard.length === 2);
  expect([refs.length, await stillHeld(refs)]).toEqual([2, 0]);
});

test('a key that a card refused is not tried again at that card, whatever comes and goes on another reader', async () => {
  const { reader, createHand, heard, until } = await openBench(['Reader 00 00', 'Reader 00 01']);
  const [forgotten, hand] = [createHand('Reader 00 00'), createHand('Reader 00 01')];
  await forgotten.act({ do: 'insert', cardId: 'child' });
  await until(() => heard.length === 1);
  await hand.act({ do: 'insert', cardId: 'other-can' });
  await until(() => heard.length === 2);
  const tries = () => hand.state().triesLeft ?? 0;
  const before = tries();
  const wrong = { ok: false, problem: { kind: 'wrong-access-key' } };
  expect(await reader.read(key, { details: true, face: false })).toEqual(wrong);
  await forgotten.act({ do: 'remove' });
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(await reader.read(key, { details: true, face: false })).toEqual(wrong);
  expect([heard, before - tries()]).toEqual([['card-inserted', 'card-inserted'], 1]);
});

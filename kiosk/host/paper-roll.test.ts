import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, test } from 'vitest';
import type { DeviceCondition } from '#drivers/contract/device.ts';
import { paperLeft, type Roll, rollAfter, unseenRoll, watchPaper } from './paper-roll.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-paper-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

type Event = 'ticket' | DeviceCondition;
const tickets = (count: number): readonly Event[] => Array.from({ length: count }, () => 'ticket');
const after = (...events: readonly Event[]): Roll => events.reduce(rollAfter, unseenRoll);

test('how much is left of a roll that nobody saw put in is unknown', () => {
  assert.deepEqual(paperLeft(after('ready', ...tickets(30))), { tickets: undefined, left: undefined });
});

test('tickets are counted from the moment when empty paper became paper, and the first roll promises nothing', () => {
  assert.deepEqual(paperLeft(after('no-paper', 'cover-open', 'ready', ...tickets(12))), {
    tickets: 12,
    left: undefined,
  });
});

test('a roll is expected to give what the one before gave', () => {
  const roll = after('no-paper', 'ready', ...tickets(200), 'no-paper', 'ready', ...tickets(50));
  assert.deepEqual(paperLeft(roll), { tickets: 50, left: 150 });
});

test('after "nearly empty" the sensor is believed more than the count', () => {
  const whole = [...tickets(200), 'paper-low', ...tickets(15), 'no-paper', 'cover-open', 'ready'] as const;
  const roll = after('no-paper', 'ready', ...whole, ...tickets(90), 'paper-low', ...tickets(5));
  assert.deepEqual(paperLeft(roll), { tickets: 95, left: 10 });
});

test('a roll that is changed when it is nearly empty counts from nothing, and says nothing about how long a roll is', () => {
  const roll = after('no-paper', 'ready', ...tickets(150), 'paper-low', 'cover-open', 'ready', ...tickets(3));
  assert.deepEqual(paperLeft(roll), { tickets: 3, left: undefined });
});

test('paper that is threaded anew after a few tickets says nothing about how long a roll is', () => {
  const roll = after('no-paper', 'ready', ...tickets(200), 'no-paper', 'ready', ...tickets(4), 'no-paper', 'ready');
  assert.deepEqual(paperLeft(roll), { tickets: 0, left: 200 });
});

test('whatever a printer says, what is left is never less than nothing', () => {
  const event = fc.constantFrom<Event>('ticket', 'ready', 'paper-low', 'no-paper', 'cover-open', 'absent', 'no-answer');
  fc.assert(
    fc.property(fc.array(event, { maxLength: 300 }), (events) => {
      const { tickets: since = 0, left = 0 } = paperLeft(after(...events));
      return since >= 0 && left >= 0 && since <= events.length;
    }),
  );
});

test('the count is there again after a restart', () => {
  const before = watchPaper(dataDir);
  for (const condition of ['no-paper', 'ready'] as const) before.condition(condition);
  for (const _ of tickets(7)) before.ticket();
  before.close();
  assert.deepEqual(watchPaper(dataDir).left(), { tickets: 7, left: undefined });
  assert.doesNotMatch(readFileSync(join(dataDir, 'paper-roll.json'), 'utf8'), /[^\w\s":{},]/);
});

test('a file that somebody has broken costs the count and nothing else', () => {
  writeFileSync(join(dataDir, 'paper-roll.json'), '{"since": -4', { mode: 0o600 });
  assert.deepEqual(watchPaper(dataDir).left(), { tickets: undefined, left: undefined });
});

test('a folder that cannot be written keeps nobody from printing', () => {
  const watch = watchPaper(join(dataDir, 'paper-roll.json', 'not-a-folder'));
  writeFileSync(join(dataDir, 'paper-roll.json'), '');
  watch.condition('no-paper');
  watch.condition('ready');
  watch.ticket();
  watch.close();
  assert.equal(watch.left().tickets, 1);
});

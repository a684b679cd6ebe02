import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import * as fc from 'fast-check';
import { test } from 'vitest';
import { createDebuggingPipe, type PipeEvent, splitMessages } from './debugging-pipe.ts';

test('messages are the same however the pipe splits them', () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 6 });
  fc.assert(
    fc.property(texts, fc.array(fc.nat(), { maxLength: 20 }), (given, cuts) => {
      const bytes = Buffer.from(given.map((text) => `${text}\0`).join(''));
      const read: string[] = [];
      const take = splitMessages((text) => read.push(text));
      const at = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
      at.slice(1).forEach((to, index) => {
        take(bytes.subarray(at[index], to));
      });
      assert.deepEqual(
        read,
        given.map((text) => Buffer.from(text).toString('utf8')),
      );
    }),
  );
});

test('a message without an end does not fill the memory, and the next one is read', () => {
  const read: string[] = [];
  const take = splitMessages((text) => read.push(text));
  for (let megabytes = 0; megabytes < 3; megabytes += 1) take(Buffer.alloc(1_048_576, 'x'));
  take(Buffer.from('\0next\0'));
  assert.deepEqual(read, ['next']);
});

function openPipe() {
  const [to, from] = [new PassThrough(), new PassThrough()];
  const events: PipeEvent[] = [];
  const pipe = createDebuggingPipe(to, from, (event) => events.push(event));
  return { pipe, events, from, asked: () => String(to.read()) };
}

test('answers find their question in any order, events are told, and noise is nothing', async () => {
  const { pipe, events, from, asked } = openPipe();
  const both = Promise.all([pipe.ask('One'), pipe.ask('Two', { a: 1 }, 's')]);
  assert.equal(
    asked(),
    '{"id":1,"method":"One","params":{}}\0{"id":2,"method":"Two","params":{"a":1},"sessionId":"s"}\0',
  );
  from.write('nonsense\0[1]\0null\0{"id":9,"result":{}}\0{"method":"Target.targetCrashed"}\0');
  from.write('{"id":2,"error":{"code":-32000,"message":"Not allowed"}}\0{"id":1,"result":{"is":1}}\0');
  assert.deepEqual(await both, [{ is: 1 }, undefined]);
  assert.deepEqual(events, [{ method: 'Target.targetCrashed', params: {} }]);
});

test('a browser that ends answers everything that waits, and what is asked later', async () => {
  const { pipe, from } = openPipe();
  const waiting = pipe.ask('One');
  from.destroy();
  assert.deepEqual([await waiting, await pipe.ask('Two')], [undefined, undefined]);
});

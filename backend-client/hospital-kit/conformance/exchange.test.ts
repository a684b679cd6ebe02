import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { noteOnWire } from '../../connection/wire-notes.ts';
import { createRecorder, readable } from './exchange.ts';

const invisible = /[\0-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const bytes = (text: string) => new TextEncoder().encode(text);

test('whatever bytes came, the report holds no character that hides or turns text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const shown = readable(text);
      assert.ok(!invisible.test(shown) && shown.isWellFormed());
    }),
  );
});

test('an exchange holds what crossed the wire meanwhile, in HL7 a segment a line, and how long it took', async () => {
  const clock = createHandCrankedClock();
  const recorder = createRecorder({
    clock,
    isShown: (address) => address !== 'POST http://his/token',
    encoding: 'utf-8',
  });
  noteOnWire(() => ({ way: 'in', address: 'mllp://his:2575', bytes: bytes('before') }));
  const exchange = await recorder.record(async () => {
    noteOnWire(() => ({ way: 'out', address: 'POST http://his/token', bytes: bytes('assertion') }));
    noteOnWire(() => ({ way: 'out', address: 'mllp://his:2575', bytes: bytes('MSH|^~\\&\rPID|1\r') }));
    clock.advance(12);
    noteOnWire(() => ({ way: 'in', address: 'POST http://his/fhir', status: 500, bytes: bytes('') }));
    return 'done';
  });
  noteOnWire(() => ({ way: 'in', address: 'mllp://his:2575', bytes: bytes('after') }));
  assert.deepEqual(exchange, {
    value: 'done',
    tookMs: 12,
    sent: 'mllp://his:2575\nMSH|^~\\&\nPID|1',
    received: 'POST http://his/fhir → 500',
    shown: 'POST http://his/fhir → 500',
  });
});

test('an answer without end is cut, and says by how much', async () => {
  const recorder = createRecorder({ clock: createHandCrankedClock(), isShown: () => true, encoding: 'utf-8' });
  const { received } = await recorder.record(async () => {
    noteOnWire(() => ({ way: 'in', address: 'mllp://his:2575', bytes: new Uint8Array(1_000_000).fill(0x41) }));
  });
  assert.match(received ?? '', /^mllp:\/\/his:2575\nA{5000,} … \(\+\d+\)$/);
  assert.ok((received ?? '').length < 6_100);
});

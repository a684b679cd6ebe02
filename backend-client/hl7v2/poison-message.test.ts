import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { citizen, createStoreBench, numberFor, rendererTo, request, type StoreBench } from '../store/store.bench.ts';
import { createMllpEndpoint } from './mllp-endpoint.ts';
import { createMllpFraming, mllpFrame } from './mllp-framing.ts';

let bench: StoreBench;
let hospital: Server;
beforeEach(() => {
  bench = createStoreBench();
});
afterEach(() => {
  hospital.close();
  bench.remove();
});

test('a message that the hospital chokes on holds up its own patient only', async () => {
  const received: string[] = [];
  const answered = Promise.withResolvers<void>();
  hospital = createServer((line) => {
    const framing = createMllpFraming();
    line.on('error', () => line.destroy());
    line.on('data', (bytes) => {
      for (const frame of framing.push(bytes).frames) {
        const controlId = Buffer.from(frame).toString().split('|')[9] ?? '';
        received.push(controlId);
        // The first message ever received is the poison: never an answer, however often it comes.
        if (controlId === received[0]) continue;
        line.write(mllpFrame(Buffer.from(`MSH|^~\\&|HIS||||||ACK|1|P|2.5.1\rMSA|AA|${controlId}\r`)));
        if (new Set(received).size === 4) answered.resolve();
      }
    });
  }).listen(0, '127.0.0.1');
  await once(hospital, 'listening');

  const { port } = hospital.address() as AddressInfo;
  const endpoint = createMllpEndpoint({
    id: 'his',
    host: '127.0.0.1',
    port,
    ackTimeoutMs: 100,
    deduplicates: true,
    clock: machineClock,
  });
  const header = (controlId: string) => `MSH|^~\\&|TIEPDON||HIS|||| ADT^A04|${controlId}|P|2.5.1`;
  const store = bench.open({
    clock: machineClock,
    renderers: [{ ...rendererTo('his'), render: (_fact, controlId) => Buffer.from(header(controlId)) }],
  });
  for (const who of [1, 2, 3, 4]) numberFor(store, request(citizen(who)));
  const outbox = createOutbox({ store, endpoints: [endpoint], clock: machineClock, random: () => 0.5, log: () => {} });
  outbox.start();
  await answered.promise;
  await outbox.stop();
  await endpoint.close();

  expect(store.messageCounts()).toMatchObject({ refused: 0, unsure: 0 });
  expect(store.messageCounts().queued + store.messageCounts().sending).toBe(1);
  store.close();
});

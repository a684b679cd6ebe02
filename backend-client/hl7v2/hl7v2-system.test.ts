import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createPassingMemory } from '../contract/system-memory.ts';
import { openHl7v2System } from './hl7v2-system.ts';
import { accepted, ack, createMllpBench } from './mllp.bench.ts';
import { mllpFrame } from './mllp-framing.ts';
import { controlId, endpointWith, registration } from './sample-facts.ts';

const bench = createMllpBench();
afterEach(bench.closeAll);

function hospitalWith(settings: Readonly<Record<string, unknown>>) {
  const clock = createHandCrankedClock(registration.visit.storedAt);
  const created = openHl7v2System(endpointWith(settings), {
    site: syntheticSite,
    clock,
    lookUpDeadlineMs: 3_000,
    randomBytes,
    environment: {},
    log: () => {},
    memory: createPassingMemory(),
  });
  assert.ok(created.ok);
  bench.closeLater(created.value.endpoint.close);
  return { ...created.value, clock };
}

test('the site file alone makes a hospital that answers in two steps and is asked whether it is still there', async () => {
  const { port, frames, frameHeard } = await bench.hospital((line, id, _heard, frame) => {
    if (frame.includes('MSA|')) return;
    const done = `MSH|^~\\&|HIS||||||ACK^A04^ACK|H1|P|2.5.1|||AL\rMSA|AA|${id}\r`;
    line.write(Buffer.concat([ack('CA', id), mllpFrame(Buffer.from(done))]));
  });
  const { renderer, endpoint, clock } = hospitalWith({ port, acknowledgement: 'enhanced', heartbeatSeconds: 30 });
  const bytes = renderer.render(registration, controlId);
  const sent = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
  if (frames.length < 2) await frameHeard();
  const heartbeatHeard = frameHeard();
  clock.advance(30_000);
  await heartbeatHeard;
  assert.deepEqual(sent, accepted);
  const ours = (at: string, type: string, id: string, asked: string) =>
    `MSH|^~\\&|TIEPDON|27005|HIS|27005|${at}+0700||${type}|${id}|P|2.5.1|||${asked}|VNM|UNICODE UTF-8\r`;
  const [, acknowledgement = '', heartbeat = ''] = frames;
  const idOf = (frame: string) => frame.split('|')[9] ?? '';
  assert.equal(acknowledgement, `${ours('20261122081205', 'ACK^^ACK', idOf(acknowledgement), 'NE|NE')}MSA|CA|H1\r`);
  assert.equal(
    heartbeat,
    `${ours('20261122081235', 'NMD^N02^NMD_N02', idOf(heartbeat), 'AL|NE')}NCK|20261122081235+0700\r`,
  );
  assert.equal(new Set([controlId, idOf(acknowledgement), idOf(heartbeat)]).size, 3, 'each has an id of its own');
});

test('a hospital is asked only what the site file says it answers', () => {
  const lookUpsOf = (capabilities: readonly string[]) => Object.keys(hospitalWith({ capabilities }).lookUps);
  assert.deepEqual(
    [lookUpsOf(['registrations']), lookUpsOf(['registrations', 'patient-look-up'])],
    [[], ['findPatient']],
  );
});

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { afterEach, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createOutbox } from '../outbox/outbox.ts';
import { citizen, createStoreBench, request } from '../store/store.bench.ts';
import { openWebhookClient } from './client.ts';
import { createWebhookEndpoint } from './endpoint.ts';
import { createWebhookRenderer } from './renderer.ts';
import { openScriptedReceiver, type ScriptedAnswer, testSecret } from './scripted-receiver.bench.ts';
import { fact as factSchema } from './words.ts';

/** From the SQLite file over a real socket to a receiver that drops seconds, as every receiver should. */

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

type Fault = (line: Socket) => ScriptedAnswer | 'nothing';

const inHand = (act: (line: Socket) => void): Fault => {
  return (line) => {
    act(line);
    return 'nothing';
  };
};

/** What the receiver does with the first attempt; it has the fact by then, but for "not now". */
const faults: readonly Fault[] = [
  inHand((line) => line.destroy()),
  inHand((line) => line.resetAndDestroy()),
  inHand((line) => line.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"acc')),
  inHand((line) => line.end('MSH|^~\\&|HIS|\r\n\r\n')),
  inHand(() => {}),
  () => ({ status: 503 }),
  () => ({ status: 204 }),
];
const notNow = 5;

test('whatever a receiver does to first attempts, it has every registration once, as it was entered', async () => {
  const visits = 35;
  const posts: { readonly key: string; readonly body: string }[] = [];
  const stored = new Map<string, string>();
  const receiver = await openScriptedReceiver(({ headers, body }, line) => {
    const key = String(headers['idempotency-key']);
    const attempts = posts.push({ key, body }) && posts.filter((post) => post.key === key).length;
    const fault = new Set(posts.map((post) => post.key)).size % faults.length;
    if (attempts > 1 || fault !== notNow) stored.set(key, stored.get(key) ?? body);
    return attempts > 1 ? { status: 204 } : (faults[fault]?.(line) ?? 'nothing');
  });
  openThings.push(receiver.close);

  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url: receiver.url,
    secretVariable: 'WEBHOOK_SECRET',
    timeoutMs: 400,
  });
  const client = openWebhookClient({ settings, clock: machineClock, environment: { WEBHOOK_SECRET: testSecret } });
  assert.ok(client.ok);
  const endpoint = createWebhookEndpoint({ settings, client: client.value, clock: machineClock });
  openThings.push(endpoint.close);

  const bench = createStoreBench();
  openThings.push(bench.remove);
  const store = bench.open({
    clock: machineClock,
    renderers: [createWebhookRenderer({ endpoint: settings, site: syntheticSite })],
  });
  openThings.push(store.close);

  const everythingAccepted = Promise.withResolvers<void>();
  let accepted = 0;
  const outbox = createOutbox({
    store,
    endpoints: [endpoint],
    clock: { ...machineClock, after: (ms, call) => machineClock.after(ms / 20, call) },
    random: () => 0,
    log: (id) => {
      if (id === 'delivery-accepted' && ++accepted === visits) everythingAccepted.resolve();
    },
  });
  outbox.start();
  openThings.push(outbox.stop);
  for (let number = 1; number <= visits; number++) {
    assert.ok(store.storeVisit(request(citizen(number))).ok);
    outbox.wake();
  }
  await everythingAccepted.promise;

  const facts = [...stored.values()]
    .map((body) => factSchema.parse(JSON.parse(body)))
    .filter((fact) => fact.kind !== 'survey');
  assert.deepEqual(
    facts.map((fact) => `${fact.kind} ${fact.patient?.fullName} ${fact.patient?.citizenNumber}`).sort(),
    Array.from({ length: visits }, (_, index) => {
      const patient = citizen(index + 1);
      return `registration ${patient.fullName} ${patient.citizen?.number}`;
    }).sort(),
  );
  assert.equal(new Set(facts.map(({ visit }) => visit.visitId)).size, visits, 'no visit under two keys');
  assert.equal(new Set(posts.map(({ key, body }) => key + body)).size, visits, 'a repetition is the same bytes');
  assert.ok(posts.length >= visits + (visits / faults.length) * 6, 'each fault led to a repetition');
  assert.deepEqual(store.messageCounts(), { queued: 0, sending: 0, refused: 0, unsure: 0, held: 0 });
}, 30_000);

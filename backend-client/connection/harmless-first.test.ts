import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, test } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import type { ControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { Endpoint } from '../contract/delivery.ts';
import { openFhirBench } from '../fhir/evidence/fhir-bench.ts';
import { answer, openScriptedHospital, transactionResponse } from '../fhir/evidence/scripted-hospital.ts';
import { registration } from '../fhir/evidence/synthetic-facts.ts';
import { metadataQuestion } from '../fhir/harmless-question.ts';
import { openWebhookClient } from '../webhook/client.ts';
import { createWebhookEndpoint } from '../webhook/endpoint.ts';
import { webhookPing } from '../webhook/harmless-question.ts';
import { openScriptedReceiver, testSecret } from '../webhook/scripted-receiver.bench.ts';
import { askingFirst } from './harmless-first.ts';

/** A system that does not drop repeats, behind something that takes connections: real sockets. */

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

function overWebhook(url: string, trust: Pick<Clock, 'monotonic'> = machineClock): Endpoint {
  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url,
    secretVariable: 'S',
    timeoutMs: 1_000,
    deduplicates: false,
  });
  const client = openWebhookClient({ settings, clock: machineClock, environment: { S: testSecret } });
  assert.ok(client.ok);
  const endpoint = createWebhookEndpoint({ settings, client: client.value, clock: machineClock });
  openThings.push(endpoint.close);
  return askingFirst(endpoint, webhookPing(settings, client.value), trust);
}

async function deliver(endpoint: Endpoint, count = 1): Promise<string> {
  const controlId = `C${count}` as ControlId;
  const sent = await endpoint.send({
    messageId: count,
    endpointId: 'his',
    controlId,
    attempts: 1,
    bytes: Buffer.from('{}'),
  });
  return sent.ok ? 'accepted' : `${sent.problem.kind} ${sent.problem.reason}`;
}

/** A balancer: whoever connects is handed over by `take`. */
async function balancer(take: (line: Socket, connections: number) => void): Promise<number> {
  let connections = 0;
  const server = createServer((line) => {
    connections += 1;
    line.on('error', () => {});
    take(line, connections);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  openThings.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

const dead = {
  'closes at once': (line: Socket) => line.destroy(),
  'closes after the question': (line: Socket) => line.once('data', () => line.end()),
  'resets after the question': (line: Socket) => line.once('data', () => line.resetAndDestroy()),
  'says 502': (line: Socket) =>
    line.once('data', () => line.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')),
  'says 200 with a page for people': (line: Socket) =>
    line.once('data', () =>
      line.end('HTTP/1.1 200 OK\r\ncontent-length: 26\r\nconnection: close\r\n\r\n<html>Please wait...</html'),
    ),
} as const;

test.each(Object.entries(dead))(
  'a balancer in front of a dead program that %s leaves no message in doubt',
  async (_, take) => {
    const heard: string[] = [];
    const port = await balancer((line) => {
      line.on('data', (bytes) => void heard.push(bytes.toString('latin1')));
      take(line);
    });
    const endpoint = overWebhook(`http://127.0.0.1:${port}/tiep-don`);
    assert.deepEqual(
      [await deliver(endpoint, 1), await deliver(endpoint, 2)],
      ['transient probe-unanswered', 'transient probe-unanswered'],
    );
    assert.ok(heard.every((text) => text.startsWith('GET /tiep-don/ping ')));
  },
);

test('over TLS a balancer that ends the handshake is a hospital that is down, not a wrong certificate', async () => {
  const ends: readonly ((line: Socket) => void)[] = [
    (line) => line.destroy(),
    (line) => line.once('data', () => line.end()),
    (line) => line.once('data', () => line.resetAndDestroy()),
  ];
  const port = await balancer((line, connections) => ends[(connections - 1) % ends.length]?.(line));
  const endpoint = overWebhook(`https://127.0.0.1:${port}/tiep-don`);
  const said = [await deliver(endpoint, 1), await deliver(endpoint, 2), await deliver(endpoint, 3)];
  assert.deepEqual(new Set(said), new Set(['transient not-connected']));
});

test('a receiver that knows no ping (404) or refuses it gets the messages all the same', async () => {
  for (const status of [204, 404, 401, 405, 422]) {
    const receiver = await openScriptedReceiver(({ method }) => ({ status: method === 'GET' ? status : 201 }));
    openThings.push(receiver.close);
    assert.equal(await deliver(overWebhook(receiver.url)), 'accepted', String(status));
  }
});

test('messages that follow each other closely are asked about once', async () => {
  const receiver = await openScriptedReceiver(() => ({ status: 204 }));
  openThings.push(receiver.close);
  const endpoint = overWebhook(receiver.url);
  for (let count = 1; count <= 5; count += 1) assert.equal(await deliver(endpoint, count), 'accepted');
  assert.ok(receiver.heard.filter(({ method }) => method === 'GET').length < 5);
  assert.equal(receiver.heard.filter(({ method }) => method === 'POST').length, 5);
});

test('a program that takes messages and never answers the question is found out, and costs three pauses', async () => {
  const receiver = await openScriptedReceiver(({ method }, line) => {
    if (method === 'POST') return { status: 204 };
    line.destroy();
    return 'nothing';
  });
  openThings.push(receiver.close);
  const endpoint = overWebhook(receiver.url);
  const said: string[] = [];
  for (let count = 1; count <= 6; count += 1) said.push(await deliver(endpoint, count));
  const unanswered = 'transient probe-unanswered';
  assert.deepEqual(said, [unanswered, unanswered, 'accepted', 'accepted', 'accepted', 'accepted']);
});

test('a program that is dead from the start costs one message in doubt, and then no other for long', async () => {
  const port = await balancer((line) => line.once('data', () => line.destroy()));
  const endpoint = overWebhook(`http://127.0.0.1:${port}/tiep-don`);
  const said: string[] = [];
  for (let count = 1; count <= 30; count += 1) said.push(await deliver(endpoint, count));
  assert.deepEqual(
    said.filter((each) => each.startsWith('ambiguous')),
    ['ambiguous line-broke'],
  );
});

test('a server that ends idle connections just when the next message comes leaves none of them in doubt', async () => {
  const lines = new Set<Socket>();
  let endsAtQuestions = false;
  const receiver = await openScriptedReceiver(({ method }, line) => {
    const wasIdle = method === 'GET' && lines.has(line);
    lines.add(line);
    if (!wasIdle || !endsAtQuestions) return { status: 204 };
    line.destroy();
    return 'nothing';
  });
  openThings.push(receiver.close);
  let now = 0;
  const endpoint = overWebhook(receiver.url, { monotonic: () => now });
  const said: string[] = [];
  const afterAWhile = async () => {
    now += 60_000;
    said.push(await deliver(endpoint, said.length));
  };

  await afterAWhile();
  // Ended long before, or so late that the question is already under way: as many turns of the machine as that may take.
  for (let turns = 0; turns < 10; turns += 1) {
    for (const line of lines) line.destroy();
    for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await afterAWhile();
  }
  endsAtQuestions = true;
  for (let count = 0; count < 5; count += 1) await afterAWhile();

  assert.deepEqual(new Set(said), new Set(['accepted']));
  assert.equal(receiver.heard.filter(({ method }) => method === 'POST').length, said.length);
});

test('FHIR: the CapabilityStatement is asked for first, and a page for people is none', async () => {
  const states = ['<html>Bảo trì</html>', { resourceType: 'CapabilityStatement' }];
  let state = 0;
  const scripted = await openScriptedHospital((heard, response) => {
    if (heard.line === 'GET /fhir/metadata') answer(response, 200, states[state]);
    else answer(response, 200, transactionResponse(heard));
  });
  const kiosk = openFhirBench({ baseUrl: scripted.baseUrl, deduplicates: false });
  openThings.push(scripted.close, kiosk.endpoint.close);
  const endpoint = askingFirst(kiosk.endpoint, metadataQuestion(kiosk.server), machineClock);
  const message = kiosk.render(registration());
  const first = await endpoint.send(message);
  state = 1;
  const second = await endpoint.send(message);
  assert.deepEqual([first.ok ? '' : first.problem.reason, second.ok], ['probe-unanswered', true]);
  assert.deepEqual(
    scripted.heard.map(({ line }) => line),
    ['GET /fhir/metadata', 'GET /fhir/metadata', 'POST /fhir'],
  );
});

import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { ControlId } from '#config/agreements/ids.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { OutgoingMessage } from '../contract/delivery.ts';
import { openWebhookClient } from './client.ts';
import { createWebhookEndpoint } from './endpoint.ts';
import { openScriptedReceiver, type Script, type ScriptedAnswer, testSecret } from './scripted-receiver.bench.ts';

/** Every fault of a receiver on a real socket, and what it means for the message. */

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

const startAt = Date.UTC(2026, 10, 22, 1, 0, 0);

async function hospital(script: Script, secret = testSecret) {
  const clock = createHandCrankedClock(startAt);
  const receiver = await openScriptedReceiver(script, clock.now);
  openThings.push(receiver.close);
  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url: receiver.url,
    secretVariable: 'WEBHOOK_SECRET',
  });
  const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: secret } });
  assert.ok(client.ok);
  const endpoint = createWebhookEndpoint({ settings, client: client.value, clock });
  openThings.push(endpoint.close);
  return { endpoint, clock, ...receiver };
}

const message = (controlId = 'C0NTR01D000000000001'): OutgoingMessage => ({
  messageId: 1,
  endpointId: 'his',
  controlId: controlId as ControlId,
  attempts: 1,
  bytes: new TextEncoder().encode('{"kind":"registration","patient":{"fullName":"Nguyễn Văn A"}}'),
});

const accepted = { ok: true, value: 'accepted' };
const failed = (kind: string, reason: string, counts: boolean, more = {}) => ({
  ok: false,
  problem: { kind, reason, counts, ...more },
});

test('a fact is posted as stored, signed, under its control id', async () => {
  const { endpoint, heard } = await hospital(() => ({ status: 202 }));
  assert.deepEqual(await endpoint.send(message()), accepted);
  const [request] = heard;
  assert.deepEqual(
    [
      request?.method,
      request?.path,
      request?.body,
      request?.headers['idempotency-key'],
      request?.headers['content-type'],
    ],
    [
      'POST',
      '/tiep-don',
      '{"kind":"registration","patient":{"fullName":"Nguyễn Văn A"}}',
      'C0NTR01D000000000001',
      'application/json',
    ],
  );
});

test('a retry an hour later has the same bytes and the same id, and a fresh signature', async () => {
  const { endpoint, heard, clock } = await hospital(() => ({ status: heard.length === 1 ? 503 : 200 }));
  const results = [await endpoint.send(message())];
  clock.advance(3_600_000);
  results.push(await endpoint.send(message()));
  const [first, second] = heard;
  assert.deepEqual(results, [failed('transient', 'http-server-error-5xx', true), accepted]);
  assert.equal(first?.body, second?.body);
  assert.equal(first?.headers['idempotency-key'], second?.headers['idempotency-key']);
  assert.notEqual(first?.headers['tiepdon-signature'], second?.headers['tiepdon-signature']);
});

test.for<[string, ScriptedAnswer, unknown]>([
  ['200 with a line of its own', { body: 'Tiếp nhận' }, accepted],
  ...['<html>Bảo trì</html>', '\r\n <!DOCTYPE html><title>Sign in', '\uFEFF<!doctype HTML>'].map(
    (body): [string, ScriptedAnswer, unknown] => [
      `200 with a page for people, as a proxy or a network's sign-in does: ${body}`,
      { body },
      failed('ambiguous', 'answer-not-understood', true),
    ],
  ),
  ['204', { status: 204 }, accepted],
  [
    'a redirect to a login page (302)',
    { status: 302, headers: { location: '/login' } },
    failed('ambiguous', 'answer-not-understood', true),
  ],
  ['a moved address (308)', { status: 308, headers: { location: '/v2' } }, failed('settings', 'http-not-found', false)],
  ['a refused signature or account (401)', { status: 401 }, failed('settings', 'http-unauthorized', false)],
  ['a wrong address (404)', { status: 404 }, failed('settings', 'http-not-found', false)],
  ['a conflict (409)', { status: 409 }, failed('transient', 'http-conflict-409', true)],
  [
    'content that it does not take (422)',
    { status: 422 },
    failed('permanent', 'http-content-refused', true, { proven: true }),
  ],
  [
    'too many posts (429)',
    { status: 429, headers: { 'retry-after': '90' } },
    failed('transient', 'http-too-many-429', false, { retryAfterMs: 90_000 }),
  ],
  [
    'too many posts, until a date (429)',
    { status: 429, headers: { 'retry-after': 'Sun, 22 Nov 2026 01:05:00 GMT' } },
    failed('transient', 'http-too-many-429', false, { retryAfterMs: 300_000 }),
  ],
  ['trouble of its own (500)', { status: 500 }, failed('ambiguous', 'http-server-error-5xx', true)],
  ['a proxy that waited in vain (504)', { status: 504 }, failed('ambiguous', 'http-server-error-5xx', true)],
])('the receiver answers with %s', async ([, answer, expected]) => {
  const { endpoint, heard } = await hospital(() => answer);
  assert.deepEqual([await endpoint.send(message()), heard.length], [expected, 1]);
});

const dropped: readonly [string, (line: Socket) => void][] = [
  ['garbage', (line) => line.end('MSH|^~\\&|HIS|\r\n\r\n')],
  ['half an answer', (line) => line.end('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"acc')],
  ['a line that drops after the receiver has stored the fact', (line) => line.destroy()],
  ['a reset', (line) => line.resetAndDestroy()],
];

test.for(dropped)('%s may mean that the fact has arrived', async ([, drop]) => {
  const { endpoint, heard } = await hospital((_request, line) => {
    drop(line);
    return 'nothing';
  });
  assert.deepEqual([await endpoint.send(message()), heard.length], [failed('ambiguous', 'line-broke', true), 1]);
});

test('a receiver that is slow is waited for, one that is silent is not', async () => {
  let answerNow = () => {};
  const { endpoint, clock, heard, nextRequest } = await hospital((_request, line) => {
    answerNow = () => line.write('HTTP/1.1 204 No Content\r\n\r\n');
    return 'nothing';
  });
  const slow = endpoint.send(message('C1'));
  await nextRequest();
  clock.advance(9_999);
  answerNow();
  assert.deepEqual(await slow, accepted);
  const silent = endpoint.send(message('C2'));
  await nextRequest();
  clock.advance(10_000);
  assert.deepEqual([await silent, heard.length], [failed('ambiguous', 'no-answer', true), 2]);
});

test('half an answer and then silence may mean that the fact has arrived', async () => {
  const { endpoint, clock, nextRequest } = await hospital((_request, line) => {
    line.write('HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{"acc');
    return 'nothing';
  });
  const sent = endpoint.send(message());
  await nextRequest();
  clock.advance(10_000);
  assert.deepEqual(await sent, failed('ambiguous', 'no-answer', true));
});

test('nobody listens: provably not taken, and no fault of the fact', async () => {
  const { endpoint, close } = await hospital(() => ({}));
  await close();
  openThings.shift();
  assert.deepEqual(await endpoint.send(message()), failed('transient', 'not-connected', false));
});

test('a receiver with another secret or another time refuses us, and no patient', async () => {
  const other = await hospital(() => ({}), 'another-secret-that-nobody-has-told-them');
  assert.deepEqual(
    [await other.endpoint.send(message()), other.heard.length],
    [failed('settings', 'http-unauthorized', false), 0],
  );
});

test('a secret that is missing or too short is said at the start', () => {
  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url: 'http://127.0.0.1:1/',
    secretVariable: 'WEBHOOK_SECRET',
  });
  const clock = createHandCrankedClock();
  const kinds = [undefined, '', 'short'].map((secret) => {
    const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: secret } });
    return client.ok ? 'ok' : client.problem.kind;
  });
  assert.deepEqual(kinds, ['not-set', 'not-set', 'too-short']);
});

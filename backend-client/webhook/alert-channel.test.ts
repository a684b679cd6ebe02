import assert from 'node:assert/strict';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createWebhookAlertChannel } from './alert-channel.ts';
import { openWebhookClient } from './client.ts';
import { sampleAlert } from './examples.ts';
import { alertEnd as alertEndSchema, alert as alertSchema } from './question-words.ts';
import { openScriptedReceiver, type Script, type ScriptedAnswer, testSecret } from './scripted-receiver.bench.ts';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

async function hospital(script: Script) {
  const clock = createHandCrankedClock(Date.UTC(2026, 10, 22, 1, 0, 0));
  const receiver = await openScriptedReceiver(script, clock.now);
  openThings.push(receiver.close);
  const settings = webhookEndpoint.parse({
    id: 'his',
    protocol: 'webhook',
    url: receiver.url,
    alertUrl: `${receiver.url}/help/`,
    secretVariable: 'WEBHOOK_SECRET',
    capabilities: ['alerts'],
  });
  const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: testSecret } });
  assert.ok(client.ok);
  openThings.push(client.value.close);
  const channel = createWebhookAlertChannel({ settings, site: syntheticSite, client: client.value, clock });
  return { channel, clock, ...receiver };
}

test('a call for help says where and never who, once for each escalation', async () => {
  const { channel, heard } = await hospital(() => ({ status: 204 }));
  const results = [await channel.deliver(sampleAlert), await channel.deliver({ ...sampleAlert, escalation: 1 })];
  assert.deepEqual(results, [
    { ok: true, value: 'taken' },
    { ok: true, value: 'taken' },
  ]);
  assert.deepEqual(
    heard.map(({ path, headers }) => [path, headers['idempotency-key']]),
    [
      ['/tiep-don/help/', 'A1ERT000000000000001-0'],
      ['/tiep-don/help/', 'A1ERT000000000000001-1'],
    ],
  );
  const document = JSON.parse(heard[0]?.body ?? '');
  assert.deepEqual(alertSchema.parse(document), document);
  assert.deepEqual(document, {
    version: 1,
    kind: 'help-wanted',
    alertId: 'A1ERT000000000000001',
    test: false,
    facilityCode: '27005',
    kioskId: 'kiosk-1',
    place: 'Sảnh A, cạnh cửa chính',
    raisedAt: '2026-11-22T08:12:30+07:00',
    escalation: 0,
  });
});

test.for<[string, ScriptedAnswer, unknown]>([
  ['a name', { body: { acknowledgedBy: 'ĐD. Trần Thị B' } }, { by: 'ĐD. Trần Thị B' }],
  [
    'a name with lines and no end',
    { body: { acknowledgedBy: `Trần\nThị ${'B'.repeat(200)}` } },
    { by: `Trần Thị ${'B'.repeat(71)}` },
  ],
  ['nobody yet', { body: { acknowledgedBy: null } }, undefined],
  ['nobody yet, without a word', { status: 204 }, undefined],
  ['a blank', { body: { acknowledgedBy: ' ' } }, undefined],
  ['an alert that it does not know', { status: 404 }, 'refused'],
  ['trouble', { status: 503 }, 'no-answer'],
  ['a page of HTML', { body: '<html>' }, 'not-understood'],
])('who is coming: %s', async ([, answer, expected]) => {
  const { channel, heard } = await hospital(() => answer);
  const asked = await channel.acknowledgement(sampleAlert.alertId);
  assert.deepEqual(asked.ok ? asked.value : asked.problem.kind, expected);
  assert.deepEqual(
    heard.map(({ method, path, body }) => `${method} ${path} ${body}`),
    ['GET /tiep-don/help/A1ERT000000000000001 '],
  );
});

test('whoever was called is told when nobody need come any more, and who comes instead', async () => {
  const { channel, heard } = await hospital(() => ({ status: 204 }));
  const { alertId } = sampleAlert;
  assert.ok((await channel.end({ alertId, ended: 'answered', endedBy: 'person', by: 'ĐD. Trần\nThị B' })).ok);
  assert.ok((await channel.end({ alertId, ended: 'called-off', endedBy: 'caller', by: undefined })).ok);
  assert.deepEqual(
    heard.map(({ method, path, headers }) => [method, path, headers['idempotency-key']]),
    [
      ['POST', '/tiep-don/help/A1ERT000000000000001/end', 'A1ERT000000000000001-end'],
      ['POST', '/tiep-don/help/A1ERT000000000000001/end', 'A1ERT000000000000001-end'],
    ],
  );
  const [answered, calledOff] = heard.map(({ body }) => JSON.parse(body));
  const same = {
    version: 1,
    kind: 'alert-end',
    alertId,
    test: false,
    facilityCode: '27005',
    kioskId: 'kiosk-1',
    endedAt: '2026-11-22T08:00:00+07:00',
  };
  assert.deepEqual(answered, { ...same, ended: 'answered', endedBy: 'person', acknowledgedBy: 'ĐD. Trần Thị B' });
  assert.deepEqual(calledOff, { ...same, ended: 'called-off', endedBy: 'caller' });
  assert.deepEqual(alertEndSchema.parse(answered), answered);
});

test('a hospital that keeps no list of calls says so once', async () => {
  const { channel } = await hospital(() => ({ status: 404 }));
  const told = await channel.end({
    alertId: sampleAlert.alertId,
    ended: 'called-off',
    endedBy: 'caller',
    by: undefined,
  });
  assert.deepEqual(told, { ok: false, problem: { kind: 'refused' } });
});

test('a hospital that is not there is told apart from one that does not answer', async () => {
  const { channel, clock, nextRequest, close } = await hospital(() => 'nothing');
  const asked = channel.deliver(sampleAlert);
  await nextRequest();
  clock.advance(10_000);
  const silent = await asked;
  await close();
  openThings.shift();
  assert.deepEqual(
    [silent, await channel.deliver(sampleAlert)],
    [
      { ok: false, problem: { kind: 'no-answer' } },
      { ok: false, problem: { kind: 'not-connected' } },
    ],
  );
});

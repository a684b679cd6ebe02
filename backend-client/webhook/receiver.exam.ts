import assert from 'node:assert/strict';
import { expect, onTestFinished, test } from 'vitest';
import type { ControlId } from '#config/agreements/ids.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { openWebhookClient } from './client.ts';
import { createWebhookEndpoint } from './endpoint.ts';
import { sampleOfEachKind } from './examples.ts';
import { blockOf, runReceiver as startReceiver } from './receiver.bench.ts';
import { createWebhookRenderer } from './renderer.ts';
import { testSecret } from './scripted-receiver.bench.ts';

async function runReceiver(...of: Parameters<typeof startReceiver>) {
  const receiver = await startReceiver(...of);
  onTestFinished(receiver.close);
  return receiver;
}

function endpointAt(url: string, secret: string, clock = machineClock) {
  const settings = webhookEndpoint.parse({ id: 'his', protocol: 'webhook', url, secretVariable: 'WEBHOOK_SECRET' });
  const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: secret } });
  assert.ok(client.ok);
  const endpoint = createWebhookEndpoint({ settings, client: client.value, clock });
  onTestFinished(endpoint.close);
  const renderer = createWebhookRenderer({ endpoint: settings, site: syntheticSite });
  return async (fact: (typeof sampleOfEachKind)[number], controlId: string): Promise<string> => {
    const sent = await endpoint.send({
      messageId: 1,
      endpointId: 'his',
      controlId: controlId as ControlId,
      attempts: 1,
      bytes: renderer.render(fact, controlId as ControlId),
    });
    return sent.ok ? sent.value : sent.problem.reason;
  };
}

/** What every receiver in the README must do. */
export function examineReceiver(language: string, program: string, fileName: string): void {
  test(`the ${language} receiver of the README takes each fact once and refuses what is not ours`, async () => {
    const { url, said } = await runReceiver(program, fileName, blockOf(language));
    const send = endpointAt(url, testSecret);
    const foreign = endpointAt(url, 'another-secret-that-nobody-has-told-them');
    const late = endpointAt(url, testSecret, { ...machineClock, now: () => Date.now() - 301_000 });
    const [registration, correction, arrival, reading] = sampleOfEachKind;
    assert.ok(registration && correction && arrival && reading);

    const answers = [
      await foreign(registration, 'C1'),
      await late(registration, 'C1'),
      await send(registration, 'C1'),
      await send(registration, 'C1'),
      await send(correction, 'C2'),
      await send(arrival, 'C3'),
      await send(reading, 'C4'),
    ];
    expect(answers).toEqual([
      'http-unauthorized',
      'http-unauthorized',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
      'accepted',
    ]);
    expect([await said(), await said(), await said(), await said()]).toEqual([
      'registration UA003 Nguyễn Thị Ngọc Ánh',
      'correction UA003 Nguyễn Thị Ngọc Ánh',
      'arrival UA003 Nguyễn Thị Ngọc Ánh',
      'reading UA003 Nguyễn Thị Ngọc Ánh',
    ]);
  });

  test(`the ${language} receiver of the README refuses a fact under another key than the signed one`, async () => {
    const { url } = await runReceiver(program, fileName, blockOf(language));
    const settings = webhookEndpoint.parse({ id: 'his', protocol: 'webhook', url, secretVariable: 'WEBHOOK_SECRET' });
    const client = openWebhookClient({ settings, clock: machineClock, environment: { WEBHOOK_SECRET: testSecret } });
    assert.ok(client.ok);
    onTestFinished(client.value.close);
    const body = JSON.stringify({ controlId: 'C1', kind: 'registration', visit: { ticketNumber: 'A001' } });
    const answer = await client.value.post({ url, body, idempotencyKey: 'C2' });
    assert.equal(answer.ok && answer.value.status, 400);
  });
}

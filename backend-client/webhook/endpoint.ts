import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { below } from '../connection/address.ts';
import { deliveryProblemFromLine, deliveryProblemFromStatus, isPageForPeople } from '../connection/http-outcome.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import type { WebhookClient } from './client.ts';

interface Needs {
  readonly settings: Pick<WebhookEndpointSettings, 'id' | 'url' | 'deduplicates'>;
  readonly client: WebhookClient;
  readonly clock: Clock;
}

/**
 * A program of the hospital that takes signed JSON. Any 2xx means that it has the fact and keeps it, whatever the body says; but
 * a page of HTML is the answer of something else that stands in between.
 */
export function createWebhookEndpoint({ settings, client, clock }: Needs): Endpoint {
  const { id, url, deduplicates } = settings;

  async function send({ bytes, controlId }: OutgoingMessage): Promise<Result<'accepted', DeliveryProblem>> {
    const answer = await client.post({ url, body: bytes, idempotencyKey: controlId });
    if (!answer.ok) return problem(deliveryProblemFromLine(answer.problem));
    if (isSuccess(answer.value.status))
      return isPageForPeople(answer.value) ? problem(notFromReceiver) : ok('accepted');
    return problem(deliveryProblemFromStatus(answer.value, clock.now()));
  }

  async function askTime(): Promise<void> {
    await client.head(url);
  }

  return { id, deduplicates, send, askTime, close: client.close };
}

const notFromReceiver: DeliveryProblem = { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };

export function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

export function lookUpUrlOf({ url, lookUpUrl }: Pick<WebhookEndpointSettings, 'url' | 'lookUpUrl'>): string {
  return lookUpUrl ?? below(url, 'look-ups');
}

export function alertUrlOf({ url, alertUrl }: Pick<WebhookEndpointSettings, 'url' | 'alertUrl'>): string {
  return alertUrl ?? below(url, 'alerts');
}

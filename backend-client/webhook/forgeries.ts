import { createControlId } from '#config/agreements/ids.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { createHttpClient } from '../connection/http-client.ts';
import { readTlsFiles } from '../connection/tls-files.ts';
import type { Forgeries, SystemNeeds } from '../contract/hospital-system.ts';
import { openWebhookClient, type WebhookClient } from './client.ts';
import { lookUpUrlOf } from './endpoint.ts';
import { idempotencyHeader } from './signature.ts';

/** Older than the five minutes that a receiver should accept. */
const oldByMs = 10 * 60 * 1000;

/** Requests that a receiver must refuse. */
export function openForgeries(
  settings: WebhookEndpointSettings,
  { clock, environment, randomBytes }: Pick<SystemNeeds, 'clock' | 'environment' | 'randomBytes'>,
): Forgeries {
  const tls = readTlsFiles(settings.tls);
  const plain = createHttpClient({ timeoutMs: settings.timeoutMs, clock, ...(tls.ok ? { tls: tls.value } : {}) });
  const { secretFile, ...others } = settings;
  const wrongSecret = Buffer.from(randomBytes(32)).toString('hex');
  const stranger = openWebhookClient({
    settings: { ...others, secretVariable: 'WRONG_SECRET' },
    clock,
    environment: { WRONG_SECRET: wrongSecret },
  });
  const late = openWebhookClient({ settings, clock: { ...clock, now: () => clock.now() - oldByMs }, environment });
  const clients = [stranger, late].flatMap((client) => (client.ok ? [client.value] : []));

  return {
    async send(forgery, target, body) {
      const url = target === 'facts' ? settings.url : lookUpUrlOf(settings);
      const key = createControlId(randomBytes);
      if (forgery === 'unsigned') {
        const headers = { 'content-type': 'application/json', [idempotencyHeader]: key };
        const answer = await plain.request({ method: 'POST', url, body, headers });
        return answer.ok ? answer.value.status : undefined;
      }
      const client = forgery === 'wrong-signature' ? stranger : late;
      return client.ok ? statusOf(client.value, { url, body, idempotencyKey: key }) : undefined;
    },
    async close() {
      await Promise.all([plain.close(), ...clients.map((client) => client.close())]);
    },
  };
}

async function statusOf(
  client: WebhookClient,
  post: Parameters<WebhookClient['post']>[0],
): Promise<number | undefined> {
  const answer = await client.post(post);
  return answer.ok ? answer.value.status : undefined;
}

import { createHttpClient } from '#backend-client/connection/http-client.ts';
import { readTlsFiles } from '#backend-client/connection/tls-files.ts';
import type { TestedSystem } from '#backend-client/hospital-kit/conformance/tested-system.ts';
import { openWebhookClient, type WebhookClient } from '#backend-client/webhook/client.ts';
import { lookUpUrlOf } from '#backend-client/webhook/endpoint.ts';
import { idempotencyHeader } from '#backend-client/webhook/signature.ts';
import { createControlId } from '#config/agreements/ids.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import type { HospitalNeeds } from '#kiosk/host/hospital.ts';

type Forge = NonNullable<TestedSystem['forge']>;

/** Older than the five minutes that a receiver should accept. */
const oldByMs = 10 * 60 * 1000;

/** Requests that a receiver must refuse. */
export function openForgeries(
  settings: WebhookEndpointSettings,
  needs: HospitalNeeds,
): { readonly forge: Forge; readonly close: () => Promise<void> } {
  const { clock, environment, randomBytes } = needs;
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

  const forge: Forge = async (forgery, target, body) => {
    const url = target === 'facts' ? settings.url : lookUpUrlOf(settings);
    const key = createControlId(randomBytes);
    if (forgery === 'unsigned') {
      const headers = { 'content-type': 'application/json', [idempotencyHeader]: key };
      const answer = await plain.request({ method: 'POST', url, body, headers });
      return answer.ok ? answer.value.status : undefined;
    }
    const client = forgery === 'wrong-signature' ? stranger : late;
    return client.ok ? statusOf(client.value, { url, body, idempotencyKey: key }) : undefined;
  };

  return {
    forge,
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

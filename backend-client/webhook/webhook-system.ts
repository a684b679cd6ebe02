import { ok, type Result } from '#config/agreements/result.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { askingFirstUnlessDeduplicated } from '../connection/harmless-first.ts';
import type { HospitalSystem, SystemNeeds } from '../contract/hospital-system.ts';
import type { SecretProblem } from '../contract/secret-problem.ts';
import { createWebhookAlertChannel } from './alert-channel.ts';
import { openWebhookClient } from './client.ts';
import { createWebhookEndpoint } from './endpoint.ts';
import { webhookPing } from './harmless-question.ts';
import { createWebhookLookUps } from './look-ups.ts';
import { createWebhookRenderer } from './renderer.ts';
import { webhookConformance } from './webhook-conformance.ts';

/** A program of the hospital that takes signed JSON. */
export function openWebhookSystem(
  settings: WebhookEndpointSettings,
  needs: SystemNeeds,
): Result<HospitalSystem, SecretProblem> {
  const { site, lookUpDeadlineMs: timeoutMs, clock, environment, log } = needs;
  const opened = openWebhookClient({ settings, clock, environment });
  if (!opened.ok) return opened;
  const client = opened.value;
  const endpoint = createWebhookEndpoint({ settings, client, clock });
  const askHarmless = webhookPing(settings, client);
  const { hostname: host, protocol } = new URL(settings.url);
  return ok({
    renderer: createWebhookRenderer({ endpoint: settings, site }),
    endpoint: askingFirstUnlessDeduplicated(settings, endpoint, askHarmless, clock),
    askHarmless,
    lookUps: createWebhookLookUps({ settings, site, client, clock, timeoutMs, log }),
    ...(settings.capabilities.includes('alerts')
      ? { alertChannel: createWebhookAlertChannel({ settings, site, client, clock }) }
      : {}),
    address: { text: settings.url, host, isTls: protocol === 'https:' },
    conformance: webhookConformance(settings, needs),
  });
}

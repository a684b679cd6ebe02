import type { AlertId } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import type { Alert, AlertChannel, AlertProblem } from '../contract/alert.ts';
import type { WebhookClient } from './client.ts';
import { lineOf, momentText, type WebhookSite } from './documents.ts';
import { alertUrlOf } from './endpoint.ts';
import { acknowledgement as acknowledgementSchema, type WebhookAlert } from './question-words.ts';
import { readAnswer, successOf } from './read-answer.ts';
import { webhookVersion } from './words.ts';

interface Needs {
  readonly settings: Pick<WebhookEndpointSettings, 'id' | 'url' | 'alertUrl'>;
  readonly site: Pick<WebhookSite, 'facilityCode' | 'timeZone' | 'profile'>;
  readonly client: WebhookClient;
}

/** Calls for a person, to whoever watches at the hospital; then asks who is coming. */
export function createWebhookAlertChannel({ settings, site, client }: Needs): AlertChannel {
  const url = alertUrlOf(settings);

  async function deliver(alert: Alert): Promise<Result<'taken', AlertProblem>> {
    const idempotencyKey = `${alert.alertId}-${alert.escalation}`;
    const answer = successOf(await client.post({ url, body: JSON.stringify(alertDocument(alert)), idempotencyKey }));
    return answer.ok ? ok('taken') : answer;
  }

  async function acknowledgement(alertId: AlertId): Promise<Result<{ readonly by: string } | undefined, AlertProblem>> {
    const asked = await client.get(url, alertId);
    if (asked.ok && asked.value.status === 204) return ok(undefined);
    const answer = readAnswer(asked, acknowledgementSchema);
    if (!answer.ok) return answer;
    const by = lineOf(answer.value.acknowledgedBy ?? undefined, 80);
    return ok(by ? { by } : undefined);
  }

  function alertDocument({ alertId, kind, kioskId, place, raisedAt, escalation }: Alert): WebhookAlert {
    return {
      version: webhookVersion,
      kind,
      alertId,
      test: site.profile === 'demo',
      facilityCode: site.facilityCode,
      kioskId,
      place: lineOf(place, 80) ?? '',
      raisedAt: momentText(raisedAt, site.timeZone),
      escalation,
    };
  }

  return { endpointId: settings.id, deliver, acknowledgement };
}

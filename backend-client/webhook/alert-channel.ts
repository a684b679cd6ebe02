import type { Clock } from '#config/agreements/clock.ts';
import type { AlertId } from '#config/agreements/ids.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import { below } from '../connection/address.ts';
import type { Alert, AlertChannel, AlertEnd, AlertProblem } from '../contract/alert.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type { WebhookClient } from './client.ts';
import { lineOf, momentText } from './documents.ts';
import { alertUrlOf } from './endpoint.ts';
import { acknowledgement as acknowledgementSchema, type WebhookAlert, type WebhookAlertEnd } from './question-words.ts';
import { readAnswer, successOf } from './read-answer.ts';
import { webhookVersion } from './words.ts';

interface Needs {
  readonly settings: Pick<WebhookEndpointSettings, 'id' | 'url' | 'alertUrl'>;
  readonly site: Pick<SendingSite, 'facilityCode' | 'timeZone' | 'profile' | 'kioskId'>;
  readonly client: WebhookClient;
  readonly clock: Pick<Clock, 'now'>;
}

/** Calls for a person, to whoever watches at the hospital; asks who is coming, and says when nobody need come any more. */
export function createWebhookAlertChannel({ settings, site, client, clock }: Needs): AlertChannel {
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
    const by = shownText(answer.value.acknowledgedBy ?? '', 80);
    return ok(by ? { by } : undefined);
  }

  async function end({ alertId, ended, endedBy, by }: AlertEnd): Promise<Result<'taken', AlertProblem>> {
    const name = lineOf(by, 80);
    const document: WebhookAlertEnd = {
      version: webhookVersion,
      kind: 'alert-end',
      alertId,
      test: site.profile === 'demo',
      facilityCode: site.facilityCode,
      kioskId: site.kioskId,
      ended,
      endedBy,
      ...(name ? { acknowledgedBy: name } : {}),
      endedAt: momentText(clock.now(), site.timeZone),
    };
    const there = below(below(url, alertId), 'end');
    const body = JSON.stringify(document);
    const answer = successOf(await client.post({ url: there, body, idempotencyKey: `${alertId}-end` }));
    return answer.ok ? ok('taken') : answer;
  }

  function alertDocument(alert: Alert): WebhookAlert {
    const { alertId, kind, kioskId, place, raisedAt, escalation, ticketNumber } = alert;
    return {
      version: webhookVersion,
      kind,
      alertId,
      test: site.profile === 'demo',
      facilityCode: site.facilityCode,
      kioskId,
      place: lineOf(place, 80) ?? '',
      raisedAt: momentText(raisedAt, site.timeZone),
      ...(ticketNumber === undefined ? {} : { ticketNumber }),
      escalation,
    };
  }

  return { endpointId: settings.id, deliver, acknowledgement, end };
}

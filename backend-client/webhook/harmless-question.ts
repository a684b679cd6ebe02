import type { WebhookEndpointSettings } from '#config/settings/site-file.ts';
import type { HarmlessQuestion } from '../connection/harmless-first.ts';
import { isPageForPeople } from '../connection/http-outcome.ts';
import { answeredOverHttp } from '../connection/http-question.ts';
import type { WebhookClient } from './client.ts';

/** The last part of the path, and what is signed. */
export const pingId = 'ping';

/** A signed `GET <url>/ping`. A receiver that knows no such path answers 404, which is an answer. */
export function webhookPing(
  { url }: Pick<WebhookEndpointSettings, 'url'>,
  client: Pick<WebhookClient, 'get'>,
): HarmlessQuestion {
  return () =>
    answeredOverHttp(
      () => client.get(url, pingId),
      (answer) => !isPageForPeople(answer),
    );
}

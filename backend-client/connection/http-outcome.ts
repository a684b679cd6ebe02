import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import type { HttpAnswer, HttpProblem } from './http-client.ts';

/** Failures of an HTTP delivery by what a retry would do (design §7). */

export function deliveryProblemFromLine({ kind }: HttpProblem): DeliveryProblem {
  switch (kind) {
    case 'not-connected':
      return { kind: 'transient', reason: 'not-connected', counts: false };
    case 'tls-refused':
      return { kind: 'settings', reason: 'tls-refused', counts: false };
    case 'no-answer':
      return { kind: 'ambiguous', reason: 'no-answer', counts: true };
    case 'line-broke':
      return { kind: 'ambiguous', reason: 'line-broke', counts: true };
    case 'stopped':
      return { kind: 'ambiguous', reason: 'stopped', counts: false };
    default:
      return unreachable(kind);
  }
}

/**
 * A status that is not success. 401, 403, 404 and a moved address are about our settings: they hold the endpoint, never one
 * patient's message. 409, 412, 429 and 5xx are "not now"; 408, and 502 and 504 of a proxy, may have arrived; the other 4xx
 * refuse the content.
 */
export function deliveryProblemFromStatus(answer: HttpAnswer, now: number): DeliveryProblem {
  const { status } = answer;
  const wait = retryAfterMs(answer, now);
  const later = wait === undefined ? {} : { retryAfterMs: wait };
  switch (status) {
    case 401:
    case 403:
    case 407:
      return { kind: 'settings', reason: 'http-unauthorized', counts: false };
    // 302 and 303 are not among them: programs answer so after they have done their work, too.
    case 301:
    case 307:
    case 308:
    case 404:
    case 405:
    case 410:
    case 421:
      return { kind: 'settings', reason: 'http-not-found', counts: false };
    case 408:
      return { kind: 'ambiguous', reason: 'no-answer', counts: true };
    case 409:
      return { kind: 'transient', reason: 'http-conflict-409', counts: true, ...later };
    case 412:
      return { kind: 'transient', reason: 'http-precondition-412', counts: true, ...later };
    case 425:
    case 429:
      return { kind: 'transient', reason: 'http-too-many-429', counts: false, ...later };
    // A proxy speaks: the system behind it may have taken the message before it fell silent (RFC 9110 §15.6.3, §15.6.5).
    case 502:
    case 504:
      return { kind: 'ambiguous', reason: 'http-server-error-5xx', counts: true, ...later };
    default:
      break;
  }
  if (status >= 500) return { kind: 'transient', reason: 'http-server-error-5xx', counts: true, ...later };
  if (status >= 400) return { kind: 'permanent', reason: 'http-content-refused', counts: true };
  // 1xx, an unexpected 2xx, or a redirect that is not followed.
  return { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };
}

const longestRetryAfterMs = 60 * 60 * 1000;

/** RFC 9110 §10.2.3: seconds, or an HTTP date. Nonsense is no answer; at most an hour is believed. */
export function retryAfterMs({ headers }: Pick<HttpAnswer, 'headers'>, now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const at = httpDate(text);
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : at === undefined ? undefined : at - now;
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), longestRetryAfterMs);
}

const dayName = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const monthName = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)';
const time = '\\d{2}:\\d{2}:\\d{2}';
const dateForms = [
  new RegExp(`^${dayName}, \\d{2} ${monthName} \\d{4} ${time} GMT$`),
  new RegExp(`^${dayName}[a-z]*day, \\d{2}-${monthName}-\\d{2} ${time} GMT$`),
  // asctime names no zone; RFC 9110 §5.6.7 says that it is GMT, `Date.parse` would take the machine's own.
  new RegExp(`^${dayName} ${monthName} [ \\d]\\d ${time} \\d{4}$`),
];

/** The three forms of RFC 9110 §5.6.7. `Date.parse` alone takes `1.5` for a day of 2001. */
function httpDate(text: string): number | undefined {
  if (!dateForms.some((form) => form.test(text))) return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}

import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import type { HttpAnswer, HttpProblem } from './http-client.ts';

/** Failures of an HTTP delivery by what a retry would do (design §7). */

export function deliveryProblemFromLine({ kind }: HttpProblem): DeliveryProblem {
  switch (kind) {
    case 'not-connected':
      return { kind: 'transient', reason: 'not-connected', counts: false };
    case 'tls-refused':
      return { kind: 'transient', reason: 'tls-refused', counts: false };
    case 'no-answer':
      return { kind: 'ambiguous', reason: 'no-answer', counts: true };
    case 'line-broke':
      return { kind: 'ambiguous', reason: 'line-broke', counts: true };
    case 'oversized':
      return { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };
    case 'stopped':
      return { kind: 'ambiguous', reason: 'stopped', counts: false };
    default:
      return unreachable(kind);
  }
}

/**
 * A status that is not success. 401, 403 and 404 are about our settings: they hold the endpoint, never one patient's message.
 * 409, 412, 429 and 5xx are "not now" and counted; 408 may have arrived; the other 4xx refuse the content.
 */
export function deliveryProblemFromStatus(answer: HttpAnswer, now: number): DeliveryProblem {
  const { status } = answer;
  const wait = retryAfterMs(answer, now);
  const later = wait === undefined ? {} : { retryAfterMs: wait };
  if (status === 401 || status === 403 || status === 407)
    return { kind: 'transient', reason: 'http-unauthorized', counts: false };
  if (status === 404 || status === 405 || status === 410)
    return { kind: 'transient', reason: 'http-not-found', counts: false };
  if (status === 408) return { kind: 'ambiguous', reason: 'no-answer', counts: true };
  if (status === 409) return { kind: 'transient', reason: 'http-conflict-409', counts: true, ...later };
  if (status === 412) return { kind: 'transient', reason: 'http-precondition-412', counts: true, ...later };
  if (status === 429) return { kind: 'transient', reason: 'http-too-many-429', counts: false, ...later };
  if (status >= 500) return { kind: 'transient', reason: 'http-server-error-5xx', counts: true, ...later };
  if (status >= 400) return { kind: 'permanent', reason: 'http-content-refused', counts: true };
  // 1xx, an unexpected 2xx, or a redirect that is not followed.
  return { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };
}

const longestRetryAfterMs = 60 * 60 * 1000;

/** RFC 9110 §10.2.3: seconds, or an HTTP date. Nonsense is no answer; at most an hour is believed. */
export function retryAfterMs({ headers }: Pick<HttpAnswer, 'headers'>, now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), longestRetryAfterMs) : undefined;
}

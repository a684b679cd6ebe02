import { unreachable } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import type { HttpAnswer, HttpProblem } from './http-client.ts';
import { httpDate } from './http-date.ts';

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
 * What a status says. 401, 403, 404 and a moved address are about our settings: they hold the endpoint, never one patient's
 * message. `busy` says when to come back and nothing about the message; `not-taken` was refused for now.
 */
type StatusMeaning =
  | 'credentials'
  | 'address'
  | 'busy'
  | 'conflict'
  | 'precondition'
  | 'not-taken'
  | 'perhaps-taken'
  | 'silence'
  | 'content';

/** The registered 4xx and 5xx (IANA HTTP Status Code Registry, September 2025). */
type RegisteredStatus =
  | 400
  | 401
  | 402
  | 403
  | 404
  | 405
  | 406
  | 407
  | 408
  | 409
  | 410
  | 411
  | 412
  | 413
  | 414
  | 415
  | 416
  | 417
  | 421
  | 422
  | 423
  | 424
  | 425
  | 426
  | 428
  | 429
  | 431
  | 451
  | 500
  | 501
  | 502
  | 503
  | 504
  | 505
  | 506
  | 507
  | 508
  | 510
  | 511;

const meanings = {
  400: 'content',
  401: 'credentials',
  402: 'credentials',
  403: 'credentials',
  404: 'address',
  405: 'address',
  406: 'content',
  407: 'credentials',
  // The server has not seen all of it; a program behind a proxy may have (RFC 9110 §15.5.9).
  408: 'silence',
  409: 'conflict',
  410: 'address',
  411: 'content',
  412: 'precondition',
  413: 'content',
  414: 'address',
  415: 'content',
  416: 'content',
  417: 'content',
  // This connection leads to a server that does not answer for the name: an address that does not fit.
  421: 'address',
  422: 'content',
  423: 'conflict',
  424: 'conflict',
  425: 'busy',
  426: 'address',
  428: 'precondition',
  429: 'busy',
  431: 'address',
  451: 'credentials',
  // NullReferenceException while writing the answer: stored or not, nobody knows.
  500: 'perhaps-taken',
  501: 'address',
  // A proxy speaks: the system behind it may have taken the message before it fell silent (RFC 9110 §15.6.3, §15.6.5).
  502: 'perhaps-taken',
  503: 'not-taken',
  504: 'perhaps-taken',
  505: 'address',
  506: 'perhaps-taken',
  // A full disk keeps nothing.
  507: 'not-taken',
  508: 'address',
  510: 'address',
  // A network that wants somebody to sign in on a page (RFC 6585 §6): nothing of ours is wrong.
  511: 'busy',
} as const satisfies Record<RegisteredStatus, StatusMeaning>;

/** A status that is not success. One that nobody has registered says what its class says. */
export function deliveryProblemFromStatus(answer: HttpAnswer, now: number): DeliveryProblem {
  const wait = retryAfterMs(answer, now);
  const later = wait === undefined ? {} : { retryAfterMs: wait };
  const meaning = meaningOf(answer.status);
  switch (meaning) {
    case 'credentials':
      return { kind: 'settings', reason: 'http-unauthorized', counts: false };
    case 'address':
      return { kind: 'settings', reason: 'http-not-found', counts: false };
    case 'busy':
      return { kind: 'transient', reason: 'http-too-many-429', counts: false, ...later };
    case 'conflict':
      return { kind: 'transient', reason: 'http-conflict-409', counts: true, ...later };
    case 'precondition':
      return { kind: 'transient', reason: 'http-precondition-412', counts: true, ...later };
    case 'not-taken':
      return { kind: 'transient', reason: 'http-server-error-5xx', counts: true, ...later };
    case 'perhaps-taken':
      return { kind: 'ambiguous', reason: 'http-server-error-5xx', counts: true, ...later };
    case 'silence':
      return { kind: 'ambiguous', reason: 'no-answer', counts: true };
    case 'content':
      return { kind: 'permanent', reason: 'http-content-refused', counts: true, proven: true };
    case 'not-understood':
      return { kind: 'ambiguous', reason: 'answer-not-understood', counts: true };
    default:
      return unreachable(meaning);
  }
}

function meaningOf(status: number): StatusMeaning | 'not-understood' {
  const listed: Readonly<Record<number, StatusMeaning>> = meanings;
  const known = listed[status] ?? movedStatuses[status];
  if (known !== undefined) return known;
  if (status >= 500) return 'perhaps-taken';
  // 1xx, an unexpected 2xx, or a redirect that is not followed.
  return status >= 400 ? 'content' : 'not-understood';
}

/** 302 and 303 are not among them: programs answer so after they have done their work, too. */
const movedStatuses: Readonly<Record<number, StatusMeaning>> = { 301: 'address', 307: 'address', 308: 'address' };

/** Pages for people begin so: a proxy, a maintenance page, a sign-in page of the network. No receiver of ours answers with one. */
export function isPageForPeople({ body }: Pick<HttpAnswer, 'body'>): boolean {
  const beginning = new TextDecoder().decode(body.subarray(0, 512)).trim().toLowerCase();
  return beginning.startsWith('<!doctype html') || beginning.startsWith('<html');
}

const longestRetryAfterMs = 60 * 60 * 1000;

/** RFC 9110 §10.2.3: seconds, or an HTTP date. Nonsense is no answer; at most an hour is believed. */
export function retryAfterMs({ headers }: Pick<HttpAnswer, 'headers'>, now: number): number | undefined {
  const text = headers['retry-after']?.trim() ?? '';
  const at = httpDate(text);
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : at === undefined ? undefined : at - now;
  return ms === undefined ? undefined : Math.min(Math.max(ms, 0), longestRetryAfterMs);
}

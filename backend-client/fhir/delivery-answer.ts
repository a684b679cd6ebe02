import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HttpAnswer } from '../connection/http-client.ts';
import { deliveryProblemFromStatus } from '../connection/http-outcome.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { type Issue, type IssueCode, issuesOf } from './operation-outcome.ts';
import { type JsonObject, objectAt, objectFromBytes, objectsAt, resourceFromBytes, textAt } from './read-json.ts';

/** What a server made of a bundle. */
export type DeliveryAnswer = Result<readonly EntryResult[], Refusal>;

export interface EntryResult {
  /** 201: created; 200: it was there, or was written over. */
  readonly status: number;
  /** The record's id, when the server tells it. */
  readonly id: string | undefined;
}

export interface Refusal {
  readonly delivery: DeliveryProblem;
  /** The status that decided, of the whole or of one entry. */
  readonly status: number;
  readonly issues: readonly Issue[];
}

/**
 * Accepted means: 2xx, a transaction-response, and an entry with a 2xx status for every entry of ours. Some servers do not
 * undo the others when an entry fails and answer 200 all the same; such an answer is a refusal of that entry.
 */
export function readDeliveryAnswer(answer: HttpAnswer, entryCount: number, now: number): DeliveryAnswer {
  if (!isSuccess(answer.status)) return problem(refusal(answer, objectFromBytes(answer.body), now));
  const response = resourceFromBytes(answer.body, 'Bundle');
  // Engines between us and the server call it either way.
  if (response?.type !== 'transaction-response' && response?.type !== 'batch-response') return problem(notUnderstood);
  const entries = objectsAt(response, 'entry', entryCount + 1).map(readEntry);
  const failed = entries.filter(({ status }) => status !== undefined && !isSuccess(status));
  if (failed.length > 0) return problem(worstOf(failed, answer, now));
  if (entries.length !== entryCount || entries.some(({ status }) => status === undefined))
    return problem(notUnderstood);
  return ok(entries.map(({ status = 0, id }) => ({ status, id })));
}

interface EntryAnswer {
  readonly status: number | undefined;
  readonly id: string | undefined;
  readonly outcome: JsonObject | undefined;
}

/** `status` is "201 Created", "201" or 201, or a whole status line; the outcome stands where servers put it. */
function readEntry(entry: JsonObject): EntryAnswer {
  const response = objectAt(entry, 'response');
  const said = response?.status;
  const text = typeof said === 'number' ? String(said) : typeof said === 'string' ? said.trim() : '';
  const [, status] = /^(?:HTTP\/\d(?:\.\d)?\s+)?(\d{3})(?!\d)/i.exec(text) ?? [];
  const outcome = (response && objectAt(response, 'outcome')) ?? objectAt(entry, 'resource');
  return { status: status === undefined ? undefined : Number(status), id: idOf(entry, response), outcome };
}

/** `Patient/7/_history/1`, with or without the server's address before it; or what came back of the record. */
function idOf(entry: JsonObject, response: JsonObject | undefined): string | undefined {
  const location = (response && textAt(response, 'location')) ?? textAt(entry, 'fullUrl') ?? '';
  const [, told] = /(?:^|\/)[A-Z][A-Za-z]+\/([A-Za-z0-9.-]{1,64})(?:\/_history\/[^/]*)?$/.exec(location) ?? [];
  const resource = objectAt(entry, 'resource');
  const sentBack = resource?.resourceType === 'OperationOutcome' ? undefined : resource && textAt(resource, 'id');
  return told ?? sentBack;
}

/** What no retry can heal decides over what one might. */
function worstOf(failed: readonly EntryAnswer[], { headers, body }: HttpAnswer, now: number): Refusal {
  const refusals = failed.map(({ status = 0, outcome }) => {
    const found = refusal({ status, headers, body }, outcome, now);
    // Of one entry it never means that the address of the server is wrong.
    return found.delivery.reason === 'http-not-found' ? { ...found, delivery: contentRefused } : found;
  });
  return refusals.find(({ delivery }) => delivery.kind === 'permanent') ?? refusals[0] ?? notUnderstood;
}

const notUnderstood: Refusal = {
  delivery: { kind: 'ambiguous', reason: 'answer-not-understood', counts: true },
  status: 200,
  issues: [],
};

function refusal(answer: HttpAnswer, outcome: JsonObject | undefined, now: number): Refusal {
  const issues = issuesOf(outcome);
  return { delivery: problemFrom(answer, issues, now), status: answer.status, issues };
}

/**
 * The status, unless the issues know better: a FHIR server's own 404 or 410 is about something that the bundle names, not
 * about the address; and a 4xx whose only reason will pass is no verdict on the content.
 */
function problemFrom(answer: HttpAnswer, issues: readonly Issue[], now: number): DeliveryProblem {
  const { status } = answer;
  const byStatus = deliveryProblemFromStatus(answer, now);
  if ((status === 404 || status === 410) && issues.length > 0) return contentRefused;
  if (byStatus.kind !== 'permanent' || issues.length === 0) return byStatus;
  const [first] = issues;
  const meant = first && statusMeantBy[first.code];
  if (meant === undefined || issues.some(({ code }) => statusMeantBy[code] !== meant)) return byStatus;
  return deliveryProblemFromStatus({ ...answer, status: meant }, now);
}

const contentRefused: DeliveryProblem = { kind: 'permanent', reason: 'http-content-refused', counts: true };

/** IssueTypes under `transient`, "the issue is likely to pass", and what "several matches" should have been. */
const statusMeantBy: Partial<Readonly<Record<IssueCode, number>>> = {
  transient: 503,
  'no-store': 503,
  exception: 500,
  timeout: 503,
  incomplete: 503,
  'lock-error': 409,
  conflict: 409,
  throttled: 429,
  'multiple-matches': 412,
  login: 401,
  expired: 401,
  forbidden: 403,
};

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

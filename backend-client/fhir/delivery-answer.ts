import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HttpAnswer } from '../connection/http-client.ts';
import { deliveryProblemFromStatus } from '../connection/http-outcome.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { type Issue, issuesOf, meaningOfIssues } from './operation-outcome.ts';
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
 * The status, unless the issues know better: a 4xx whose only reason will pass is no verdict on the content. A 404 or 410 with
 * reasons is about something that the bundle names, or about a base address that is not theirs: the caller asks which.
 */
function problemFrom(answer: HttpAnswer, issues: readonly Issue[], now: number): DeliveryProblem {
  const byStatus = deliveryProblemFromStatus(answer, now);
  const meant = meaningOfIssues(issues);
  if (byStatus.kind !== 'permanent' || meant === undefined || meant === 'content') return byStatus;
  return deliveryProblemFromStatus({ ...answer, status: meant }, now);
}

export const contentRefused: DeliveryProblem = {
  kind: 'permanent',
  reason: 'http-content-refused',
  counts: true,
  proven: true,
};

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

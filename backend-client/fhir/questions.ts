import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HttpAnswer } from '../connection/http-client.ts';
import { deliveryProblemFromLine, deliveryProblemFromStatus } from '../connection/http-outcome.ts';
import type { DeliveryProblem, DeliveryReason } from '../contract/delivery.ts';
import type { Refusal } from './delivery-answer.ts';
import type { IssueCode } from './operation-outcome.ts';
import { type JsonObject, matchesOf, objectAt, resourceFromBytes, textAt } from './read-json.ts';
import type { FhirAnswer, FhirServer } from './server.ts';

/** What is asked before a message is sent. Nothing has been written when one of these fails. */
export interface Questions {
  search(type: string, criteria: readonly [string, string][]): Promise<Result<Found, Refusal>>;
  /** As it stands now; `undefined` when there is none any more. */
  read(type: string, id: string): Promise<Result<CurrentRecord | undefined, Refusal>>;
}

/** `refused`: we may not ask this, or this server cannot be asked. Whether that matters depends on what is to be sent. */
export type Found = { readonly records: readonly JsonObject[]; readonly refused?: Refusal };

export interface CurrentRecord {
  readonly id: string;
  readonly resource: JsonObject;
  /** To be written under; `undefined` from a server that keeps no versions. */
  readonly version: string | undefined;
}

export function createQuestions(server: Pick<FhirServer, 'search' | 'read'>, now: () => number): Questions {
  return {
    async search(type, criteria) {
      const answer = await answered(server.search(type, new URLSearchParams([...criteria])));
      if (!answer.ok) return answer;
      const { status, body } = answer.value;
      if (isRefusal(status)) {
        return ok({ records: [], refused: notAllowed(deliveryProblemFromStatus(answer.value, now()), status) });
      }
      if (status !== 200) return problem(notTaken(answer.value));
      const bundle = resourceFromBytes(body, 'Bundle');
      return bundle ? ok({ records: matchesOf(bundle, type) }) : problem(notUnderstood);
    },
    async read(type, id) {
      const answer = await answered(server.read(type, id));
      if (!answer.ok) return answer;
      const { status, headers, body } = answer.value;
      if (status === 404 || status === 410) return ok(undefined);
      if (isRefusal(status)) return problem(notAllowed(deliveryProblemFromStatus(answer.value, now()), status));
      if (status !== 200) return problem(notTaken(answer.value));
      const resource = resourceFromBytes(body, type);
      if (!resource || textAt(resource, 'id') !== id) return problem(notUnderstood);
      return ok({ id, resource, version: versionOf(resource, headers.etag) });
    },
  };

  function notTaken(answer: HttpAnswer): Refusal {
    return asNotTaken(deliveryProblemFromStatus(answer, now()), answer.status);
  }
}

/** Something about the message, or the records that it is about: nothing that another attempt heals. */
export function forAPerson(reason: DeliveryReason, status: number, code: IssueCode): Refusal {
  return { delivery: { kind: 'permanent', reason, counts: true, proven: true }, status, issues: [{ code, at: '' }] };
}

/** We may not ask this; whatever the server takes otherwise. */
function notAllowed({ reason }: DeliveryProblem, status: number): Refusal {
  return { delivery: { kind: 'permanent', reason, counts: true, proven: false }, status, issues: [] };
}

export const noCredentials: DeliveryProblem = { kind: 'settings', reason: 'http-unauthorized', counts: false };

export const notUnderstood: Refusal = {
  delivery: { kind: 'transient', reason: 'answer-not-understood', counts: true },
  status: 200,
  issues: [],
};

async function answered(asked: Promise<FhirAnswer>): Promise<Result<HttpAnswer, Refusal>> {
  const answer = await asked;
  if (answer.ok) return answer;
  const { kind } = answer.problem;
  return problem(asNotTaken(kind === 'no-credentials' ? noCredentials : deliveryProblemFromLine({ kind }), 0));
}

/** A question that was not answered has changed nothing, whatever became of it. */
function asNotTaken(delivery: DeliveryProblem, status: number): Refusal {
  return {
    delivery: delivery.kind === 'ambiguous' ? { ...delivery, kind: 'transient' } : delivery,
    status,
    issues: [],
  };
}

/** Of this one question. Whoever is not let in at all (401, 407) is told so by every other one, too. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![401, 407, 408, 409, 412, 425, 429].includes(status);
}

/** RFC 9110 §8.8.3; FHIR's are weak (http.html#versioning). */
function versionOf(resource: JsonObject, etag: string | undefined): string | undefined {
  const told =
    textAt(objectAt(resource, 'meta') ?? {}, 'versionId') ?? /^\s*(?:W\/)?"([^"]*)"\s*$/.exec(etag ?? '')?.[1];
  return told !== undefined && /^[A-Za-z0-9.-]{1,64}$/.test(told) ? told : undefined;
}

import { ok, problem, type Result } from '#config/agreements/result.ts';
import { deliveryProblemFromLine, deliveryProblemFromStatus } from '../connection/http-outcome.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { isSomebodyElses, mergePatient } from './merge-patient.ts';
import {
  type JsonObject,
  matchesOf,
  objectAt,
  objectFromBytes,
  objectsAt,
  resourceFromBytes,
  textAt,
} from './read-json.ts';
import type { FhirServer } from './server.ts';

interface Needs {
  readonly server: Pick<FhirServer, 'search'>;
  readonly now: () => number;
}

/**
 * What goes to the server of a stored bundle: the same bytes, but a patient who would be replaced keeps what only the server
 * knows of them. Their record is read, merged and written back under the version that was read (http.html#concurrency), so
 * that somebody else's change in between is answered with 412, and tried again. Whom the server does not find is created as
 * stored; several are left to the server to refuse. A record that one number leads to and another contradicts is not touched:
 * then the strongest number alone says who this is.
 *
 * Nothing has been sent for good when this fails.
 */
export async function keepWhatServerKnows(
  bytes: Uint8Array,
  { server, now }: Needs,
): Promise<Result<Uint8Array, DeliveryProblem>> {
  const bundle = objectFromBytes(bytes) ?? {};
  const entries = objectsAt(bundle, 'entry');
  const at = entries.findIndex(replacesPatient);
  const entry = entries[at];
  if (!entry) return ok(bytes);

  const criteria = new URLSearchParams(criterionOf(entry));
  criteria.set('_count', '2');
  const answer = await server.search('Patient', criteria);
  if (!answer.ok) {
    const { kind } = answer.problem;
    return problem(kind === 'no-credentials' ? noCredentials : notTaken(deliveryProblemFromLine({ kind })));
  }
  const { status } = answer.value;
  if (status !== 200) return problem(notTaken(deliveryProblemFromStatus(answer.value, now()), status));
  const found = resourceFromBytes(answer.value.body, 'Bundle');
  if (!found) return problem(notUnderstood);
  const [record, another] = matchesOf(found, 'Patient');
  if (!record || another) return ok(bytes);
  const card = objectAt(entry, 'resource') ?? {};
  const known = isSomebodyElses(record, card) ? createdByStrongest(entry) : mergedEntry(entry, record, card);
  return known ? ok(bytesOf({ ...bundle, entry: entries.with(at, known) })) : problem(notUnderstood);
}

export const noCredentials: DeliveryProblem = { kind: 'settings', reason: 'http-unauthorized', counts: false };
const notUnderstood: DeliveryProblem = { kind: 'transient', reason: 'answer-not-understood', counts: true };

/**
 * A question that was not answered has changed nothing, whatever became of it. A server that does not let us ask (403, 404) may
 * take all other messages: it is this one that a person must look at.
 */
function notTaken(delivery: DeliveryProblem, status?: number): DeliveryProblem {
  if (delivery.kind === 'ambiguous') return { ...delivery, kind: 'transient' };
  const concernsAll = status === undefined || status === 401 || status === 407;
  return delivery.kind === 'settings' && !concernsAll
    ? { ...delivery, kind: 'permanent', counts: true, proven: false }
    : delivery;
}

function replacesPatient(entry: JsonObject): boolean {
  return objectAt(entry, 'request')?.method === 'PUT' && objectAt(entry, 'resource')?.resourceType === 'Patient';
}

/** `identifier=…`, as it stands behind the question mark. */
function criterionOf(entry: JsonObject): string {
  return String(objectAt(entry, 'request')?.url ?? '').split('?')[1] ?? '';
}

/** `undefined` when the record has no id to write it back to. */
function mergedEntry(entry: JsonObject, record: JsonObject, card: JsonObject): JsonObject | undefined {
  const id = textAt(record, 'id');
  if (id === undefined || !/^[A-Za-z0-9.-]{1,64}$/.test(id)) return undefined;
  const version = textAt(objectAt(record, 'meta') ?? {}, 'versionId');
  const isVersion = version !== undefined && /^[A-Za-z0-9.-]{1,64}$/.test(version);
  const request = { method: 'PUT', url: `Patient/${id}`, ...(isVersion ? { ifMatch: `W/"${version}"` } : {}) };
  return { ...entry, resource: mergePatient(record, card), request };
}

/** The strongest token stands first; `search.ts` escapes commas inside one. */
function createdByStrongest(entry: JsonObject): JsonObject {
  const tokens = new URLSearchParams(criterionOf(entry)).get('identifier') ?? '';
  const [strongest = tokens] = /^(?:\\.|[^\\,])+/s.exec(tokens) ?? [];
  const ifNoneExist = `identifier=${encodeURIComponent(strongest)}`;
  return { ...entry, request: { method: 'POST', url: 'Patient', ifNoneExist } };
}

function bytesOf(bundle: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(bundle));
}

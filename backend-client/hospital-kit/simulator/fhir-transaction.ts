import { isDeepStrictEqual } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type FhirResource, listOf, objectOf, textOf } from './fhir-search.ts';
import { type FhirStore, newId, UnknownCriterion } from './fhir-store.ts';
import { jsonFrom } from './untrusted-request.ts';

/** What a server says no with: status, IssueType, and words. */
export interface FhirRefusal {
  readonly status: number;
  readonly code: string;
  readonly words: string;
}

/** What one entry comes to. `keep`: whoever it would create is there already. */
export interface Change {
  readonly resource: FhirResource;
  readonly id: string;
  readonly does: 'create' | 'keep' | 'update';
}

interface Before {
  readonly store: FhirStore;
  /** The id under which the hospital knows whoever this new Patient is about. */
  readonly recognise: (patient: FhirResource) => string | undefined;
}

/**
 * A transaction as http.html#trules has it: conditions and ids first, then references. Nothing is written here: the changes
 * are there when every entry could be done. An entry may be POST with `ifNoneExist`, PUT by id (with `ifMatch` of
 * that version only) or by criteria, or PATCH with a JSON Patch of `replace` in a Binary.
 */
export function transact(bundle: FhirResource, before: Before): Result<readonly Change[], FhirRefusal> {
  if (bundle.resourceType !== 'Bundle' || bundle.type !== 'transaction')
    return refusal(400, 'invalid', 'A Bundle of type transaction is expected.');
  const planned: Change[] = [];
  const names = new Map<string, string>();
  for (const entry of listOf(bundle.entry)) {
    const plan = planOf(entry, before);
    if (!plan.ok) return plan;
    planned.push(plan.value);
    if (typeof entry.fullUrl === 'string')
      names.set(entry.fullUrl, `${plan.value.resource.resourceType}/${plan.value.id}`);
  }
  const changes: Change[] = [];
  for (const change of planned) {
    const resolved = change.does === 'keep' ? ok(change.resource) : resolve(change.resource, names, before.store);
    if (!resolved.ok) return resolved;
    changes.push({ ...change, resource: resolved.value });
  }
  return ok(changes);
}

function planOf(entry: Readonly<Record<string, unknown>>, { store, recognise }: Before): Result<Change, FhirRefusal> {
  const { method, url, ifNoneExist, ifMatch } = objectOf(entry.request);
  const [path = '', criteria] = textOf(url).split('?');
  const [type = '', id] = path.split('/');
  const resource = resourceOf(entry.resource);
  if (!resource) return refusal(400, 'structure', 'An entry has no resource.');
  if (method !== 'PATCH' && resource.resourceType !== type)
    return refusal(400, 'invalid', `${textOf(method)} ${type} with another type of resource.`);
  const condition = method === 'POST' ? ifNoneExist : criteria;
  const found = typeof condition === 'string' ? searched(store, type, condition) : ok([]);
  if (!found.ok) return found;
  const [one, another] = found.value;
  if (another) return refusal(412, 'multiple-matches', `Several ${type} match the condition.`);
  switch (method) {
    case 'POST': {
      const known = one?.id ?? (type === 'Patient' ? recognise(resource) : undefined);
      return ok({ resource, id: known ?? newId(), does: known === undefined ? 'create' : 'keep' });
    }
    case 'PUT': {
      const target = one?.id ?? id ?? newId();
      const stored = store.read(type, target);
      if (ifMatch !== undefined && ifMatch !== `W/"${textOf(objectOf(stored?.meta).versionId)}"`)
        return refusal(412, 'conflict', `${type}/${target} is of another version.`);
      return ok({ resource, id: target, does: stored ? 'update' : 'create' });
    }
    case 'PATCH': {
      const target = one ?? (id === undefined ? undefined : store.read(type, id));
      if (!target?.id) return refusal(404, 'not-found', `There is no such ${type}.`);
      const patched = patch(target, resource);
      return patched.ok ? ok({ resource: patched.value, id: target.id, does: 'update' }) : patched;
    }
    default:
      return refusal(400, 'not-supported', `${textOf(method)} is not supported in a transaction.`);
  }
}

/** RFC 6902, as far as top-level `add`, `replace` and `test` go. */
function patch(target: FhirResource, binary: FhirResource): Result<FhirResource, FhirRefusal> {
  const steps = jsonFrom(Buffer.from(textOf(binary.data), 'base64').toString('utf8'));
  let patched = target;
  for (const { op, path, value } of listOf(steps)) {
    const [, name] = /^\/([a-zA-Z]+)$/.exec(textOf(path)) ?? [];
    if (op === 'test' && name !== undefined && isDeepStrictEqual(patched[name], value)) continue;
    if (name === undefined || (op !== 'replace' && op !== 'add') || (op === 'replace' && !(name in target)))
      return refusal(422, 'processing', 'The patch cannot be applied.');
    patched = { ...patched, [name]: value };
  }
  return ok(patched);
}

/** Every reference to a name inside the bundle, or to whoever meets a condition, becomes one to an id. */
function resolve(
  resource: FhirResource,
  names: ReadonlyMap<string, string>,
  store: FhirStore,
): Result<FhirResource, FhirRefusal> {
  let wrong: FhirRefusal | undefined;
  const walked = JSON.parse(JSON.stringify(resource), (key, value: unknown) => {
    if (key !== 'reference' || typeof value !== 'string') return value;
    const named = names.get(value);
    if (named !== undefined) return named;
    const [type = '', criteria] = value.split('?');
    if (criteria === undefined) {
      if (value.startsWith('urn:')) wrong = { status: 400, code: 'invalid', words: 'A reference leads nowhere.' };
      return value;
    }
    const found = searched(store, type, criteria);
    if (!found.ok || found.value.length !== 1)
      wrong = { status: 412, code: 'multiple-matches', words: 'A conditional reference must match one.' };
    return found.ok ? `${type}/${found.value[0]?.id ?? ''}` : value;
  }) as FhirResource;
  return wrong ? problem(wrong) : ok(walked);
}

export function searched(
  store: FhirStore,
  type: string,
  criteria: string,
): Result<readonly FhirResource[], FhirRefusal> {
  try {
    return ok(store.search(type, new URLSearchParams(criteria)));
  } catch (reason) {
    if (!(reason instanceof UnknownCriterion)) throw reason;
    return refusal(400, 'not-supported', `The search parameter ${reason.message} is not supported.`);
  }
}

export function resourceOf(value: unknown): FhirResource | undefined {
  const { resourceType } = objectOf(value);
  return typeof resourceType === 'string' ? (value as FhirResource) : undefined;
}

export function refusal(status: number, code: string, words: string): Result<never, FhirRefusal> {
  return problem({ status, code, words });
}

import type { ServerResponse } from 'node:http';
import type { Clock } from '#config/agreements/clock.ts';
import { type JsonObject, objectAt, objectsAt, textAt } from '../read-json.ts';
import { answer, type Heard, openScriptedHospital } from './scripted-hospital.ts';

/**
 * A FHIR server as some hospitals have it. Reading by id shows what is there; a search shows what was there `lagMs` ago (AWS
 * HealthLake, HAPI behind a cache), and a condition heeds the first of several tokens only (HAPI 5.5 to 8.8). Transactions are
 * all or nothing. Its staff write into it whenever a test says so.
 */
export interface LaggingHospital {
  readonly baseUrl: string;
  /** What goes wrong with the next requests, in their order. */
  readonly faults: Fault[];
  /** Called after each answer to a question: the moment in which staff may write something else. */
  afterReading: () => void;
  readonly requests: readonly string[];
  /** By staff: created, or written over. Resolves with the id. */
  write(resource: JsonObject, id?: string): string;
  all(type: string): readonly JsonObject[];
  close(): Promise<void>;
}

export type Fault = 'none' | 'refused' | 'dropped-before' | 'dropped-after';

interface Settings {
  readonly clock: Pick<Clock, 'now'>;
  readonly lagMs: number;
  /** Whether conditions see no more than searches do. */
  readonly conditionsLag: boolean;
  /** Whether answers tell the ids of what was written. */
  readonly tellsIds: boolean;
}

interface Version {
  readonly at: number;
  readonly resource: JsonObject;
}

/** What a transaction says no with. */
class Refused extends Error {
  readonly status: number;

  constructor(status: number) {
    super(String(status));
    this.status = status;
  }
}

export async function openLaggingHospital(settings: Settings): Promise<LaggingHospital> {
  const { clock, lagMs, conditionsLag, tellsIds } = settings;
  let versions = new Map<string, readonly Version[]>();
  let made = 0;
  const faults: Fault[] = [];
  const requests: string[] = [];
  const scripted = await openScriptedHospital(respond, 'as-the-rest');
  const hospital: LaggingHospital = {
    baseUrl: scripted.baseUrl,
    faults,
    afterReading: () => {},
    requests,
    write(resource, id = `h${++made}`) {
      put(versions, resource, id);
      return id;
    },
    all: (type) => current(versions, type, clock.now()),
    close: scripted.close,
  };
  return hospital;

  function respond({ line, body }: Heard, response: ServerResponse): void {
    requests.push(line);
    const fault = faults.shift() ?? 'none';
    if (fault === 'dropped-before') response.destroy();
    else if (fault === 'refused') answer(response, 503);
    else {
      const [status, said] = answerTo(line, body);
      if (fault === 'dropped-after') response.destroy();
      else answer(response, status, said);
    }
  }

  function answerTo(line: string, body: string): [number, unknown] {
    const [, type = '', id = ''] = /^\w+ \/fhir\/?([A-Za-z]*)\/?([^/]*)$/.exec(line) ?? [];
    if (type === '') return transact(body);
    const answered = line.startsWith('GET ') ? read(type, id) : search(type, body);
    hospital.afterReading();
    return answered;
  }

  function read(type: string, id: string): [number, unknown] {
    const found = versions.get(`${type}/${id}`)?.at(-1)?.resource;
    return found ? [200, found] : [404, ''];
  }

  function search(type: string, body: string): [number, unknown] {
    const form = new URLSearchParams(body);
    const found = current(versions, type, clock.now() - lagMs).filter((each) =>
      tokensOf(form.get('identifier') ?? form.get('_tag') ?? '').some((token) => has(each, token)),
    );
    return [200, { resourceType: 'Bundle', type: 'searchset', entry: found.map((resource) => ({ resource })) }];
  }

  function transact(body: string): [number, unknown] {
    const bundle: JsonObject = JSON.parse(body);
    const entries = objectsAt(bundle, 'entry');
    const next = new Map(versions);
    const names = new Map<string, string>();
    try {
      const plans = entries.map((entry) => planOf(entry, names));
      const results = plans.map(({ literal, resource, status, patch }) => {
        const [type = '', id = ''] = literal.split('/');
        const before = next.get(literal)?.at(-1)?.resource;
        if (patch) put(next, patched(before, patch), id);
        else if (resource) put(next, resolved(resource, names, next), id);
        const location = tellsIds ? { location: `${type}/${id}/_history/${next.get(literal)?.length}` } : {};
        return { response: { status: `${status}`, ...location } };
      });
      versions = next;
      return [200, { resourceType: 'Bundle', type: 'transaction-response', entry: results }];
    } catch (reason) {
      if (!(reason instanceof Refused)) throw reason;
      return [reason.status, ''];
    }
  }

  function planOf(entry: JsonObject, names: Map<string, string>) {
    const request = objectAt(entry, 'request') ?? {};
    const resource = objectAt(entry, 'resource') ?? {};
    const [path = '', criterion] = (textAt(request, 'url') ?? '').split('?');
    const [type = '', id] = path.split('/');
    const condition = textAt(request, 'ifNoneExist') ?? criterion;
    const found = condition === undefined ? [] : matching(type, condition);
    if (found.length > 1) throw new Refused(412);
    const known = found[0] === undefined ? id : textAt(found[0], 'id');
    const literal = `${type}/${known ?? `k${++made}`}`;
    names.set(textAt(entry, 'fullUrl') ?? '', literal);
    const stands = versions.get(literal)?.at(-1)?.resource;
    const expected = textAt(request, 'ifMatch');
    if (expected !== undefined && expected !== `W/"${versionOf(stands)}"`) throw new Refused(412);
    if (request.method === 'PATCH') return { literal, status: 200, patch: textAt(resource, 'data') ?? '' };
    const isKept = request.method === 'POST' && known !== undefined;
    return { literal, status: stands ? 200 : 201, resource: isKept ? undefined : resource };
  }

  /** The first token only. */
  function matching(type: string, condition: string): readonly JsonObject[] {
    const [[, value = ''] = []] = [...new URLSearchParams(condition)];
    const [first] = tokensOf(value);
    const at = conditionsLag ? clock.now() - lagMs : clock.now();
    return current(versions, type, at).filter((each) => first !== undefined && has(each, first));
  }

  function put(into: Map<string, readonly Version[]>, resource: JsonObject, id: string): void {
    const literal = `${String(resource.resourceType)}/${id}`;
    const before = into.get(literal) ?? [];
    const meta = { ...objectAt(resource, 'meta'), versionId: String(before.length + 1) };
    into.set(literal, [...before, { at: clock.now(), resource: { ...resource, id, meta } }]);
  }
}

function current(versions: ReadonlyMap<string, readonly Version[]>, type: string, at: number): readonly JsonObject[] {
  return [...versions].flatMap(([literal, all]) => {
    const seen = literal.startsWith(`${type}/`) ? all.findLast((version) => version.at <= at) : undefined;
    return seen ? [seen.resource] : [];
  });
}

function versionOf(resource: JsonObject | undefined): string | undefined {
  return resource && textAt(objectAt(resource, 'meta') ?? {}, 'versionId');
}

/** RFC 6902 with `test` and `replace` of fields at the top. */
function patched(before: JsonObject | undefined, data: string): JsonObject {
  const steps: readonly JsonObject[] = JSON.parse(Buffer.from(data, 'base64').toString());
  if (!before) throw new Refused(404);
  const after: Record<string, unknown> = { ...before };
  for (const { op, path, value } of steps) {
    const key = String(path).slice(1);
    if (op === 'test' && after[key] !== value) throw new Refused(422);
    if (op === 'replace') after[key] = value;
  }
  return { ...before, ...after };
}

/** Names become ids, and whatever is referred to must be there. */
function resolved(
  resource: JsonObject,
  names: ReadonlyMap<string, string>,
  versions: ReadonlyMap<string, unknown>,
): JsonObject {
  return JSON.parse(JSON.stringify(resource), (key, value: unknown) => {
    if (key !== 'reference' || typeof value !== 'string') return value;
    const literal = names.get(value) ?? value;
    if (![...names.values()].includes(literal) && !versions.has(literal)) throw new Refused(400);
    return literal;
  });
}

function tokensOf(text: string): readonly string[] {
  return (text.match(/(?:[^\\,]|\\.)+/gs) ?? []).map((token) => token.replaceAll(/\\([\\,|$])/g, '$1'));
}

function has(resource: JsonObject, token: string): boolean {
  const carried = [
    ...objectsAt(resource, 'identifier').map(({ system, value }) => `${String(system)}|${String(value)}`),
    ...objectsAt(objectAt(resource, 'meta') ?? {}, 'tag').map(
      ({ system, code }) => `${String(system)}|${String(code)}`,
    ),
  ];
  return carried.includes(token);
}

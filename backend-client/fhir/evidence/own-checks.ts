import { profiles } from '../codes.ts';
import { codeSystem } from './definitions.ts';
import type { Mistakes } from './outside-validators.ts';

/** What no validator at hand finds, and what a bundle of ours must be besides valid. */

type Json = Readonly<Record<string, unknown>>;

export function byOwnChecks(bundle: Json): Mistakes {
  const entries = arrayOf(bundle.entry).filter(isObject);
  return [
    ...everyNode(bundle).flatMap(({ node, path }) => [
      ...choices(node, path),
      ...emptiness(node, path),
      ...days(node, path),
      ...code(node, path),
    ]),
    ...entries.flatMap((entry) => (isObject(entry.resource) ? vitalSign(entry.resource) : [])),
    ...containedResources(entries),
    ...references(bundle, entries),
    ...entries.flatMap(findsItself),
    // Medplum refuses a transaction with conditions and more than eight entries.
    ...(entries.length > 8 ? ['own: more than eight entries'] : []),
  ];
}

/** Two values of one choice (value[x], effective[x], …). */
function choices(node: Json, path: string): Mistakes {
  return ['value', 'effective', 'occurred', 'deceased', 'multipleBirth'].flatMap((start) => {
    const chosen = Object.keys(node).filter((key) => key.startsWith(start) && /[A-Z]/.test(key[start.length] ?? ''));
    return chosen.length > 1 ? [`own: ${path} has ${chosen.join(' and ')}`] : [];
  });
}

/** FHIR has no null, no empty string, array or object. */
function emptiness(node: Json, path: string): Mistakes {
  return Object.entries(node).flatMap(([key, value]) => {
    const empty =
      value === null ||
      value === '' ||
      (Array.isArray(value) && value.length === 0) ||
      (isObject(value) && Object.keys(value).length === 0);
    return empty ? [`own: ${path}.${key} is empty`] : [];
  });
}

/** 31 February is a well-formed date. */
function days(node: Json, path: string): Mistakes {
  return Object.entries(node).flatMap(([key, value]) => {
    const [date] =
      typeof value === 'string' && /(Date|DateTime|^start|^end|^recorded|^timestamp)$/i.test(key)
        ? (/^\d{4}-\d{2}-\d{2}/.exec(value) ?? [])
        : [];
    if (date === undefined) return [];
    const day = new Date(`${date}T00:00:00Z`);
    return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== date
      ? [`own: ${path}.${key} is no day`]
      : [];
  });
}

/** A code of HL7's must exist and say what HL7 says, also where FHIR only gives examples. */
function code({ system, code: value, display }: Json, path: string): Mistakes {
  if (typeof system !== 'string' || typeof value !== 'string') return [];
  const codes = codeSystem(system);
  if (!codes) return system.startsWith('http://terminology.hl7.org/') ? [`own: ${path} ${system} is not HL7's`] : [];
  if (!codes.has(value)) return [`own: ${path} ${value} is not in ${system}`];
  const said = codes.get(value)?.toLowerCase();
  return display !== undefined && String(display).toLowerCase() !== said ? [`own: ${path} ${value} is ${said}`] : [];
}

const units: Readonly<Record<string, string>> = {
  '8867-4': '/min',
  '8480-6': 'mm[Hg]',
  '8462-4': 'mm[Hg]',
  '8478-0': 'mm[Hg]',
  '96608-5': 'mm[Hg]',
  '96609-3': 'mm[Hg]',
  '103205-1': '/min',
  '39156-5': 'kg/m2',
  '8310-5': 'Cel',
  '29463-7': 'kg',
  '8302-2': 'cm',
  '59408-5': '%',
  '2339-0': 'mg/dL',
  '15074-8': 'mmol/L',
};

/** The vital-signs profiles fix UCUM units; `bp` also wants both pressures, under its panel code, and so does a mean. */
function vitalSign(resource: Json): Mistakes {
  if (resource.resourceType !== 'Observation') return [];
  const parts = [resource, ...arrayOf(resource.component).filter(isObject)];
  const codes = parts.flatMap(loincCodes);
  const wrongUnits = parts.filter((part) => {
    const quantity = part.valueQuantity;
    return (
      isObject(quantity) &&
      loincCodes(part).some((code) => quantity.code !== units[code] || quantity.system !== 'http://unitsofmeasure.org')
    );
  });
  const profiled = isObject(resource.meta) ? arrayOf(resource.meta.profile) : [];
  const wanted = codes.includes('85354-9')
    ? ['8480-6', '8462-4']
    : codes.includes('96607-7')
      ? ['96608-5', '96609-3']
      : profiled.includes(profiles.heartRate)
        ? ['8867-4']
        : [];
  return [
    ...wrongUnits.map((part) => `own: wrong unit for ${loincCodes(part).join()}`),
    ...wanted.filter((code) => !codes.includes(code)).map((code) => `own: a vital sign without ${code}`),
  ];
}

function loincCodes(part: Json): readonly string[] {
  const code = isObject(part.code) ? arrayOf(part.code.coding) : [];
  return code
    .filter(isObject)
    .flatMap(({ system, code: value }) => (system === 'http://loinc.org' ? [String(value)] : []));
}

/** dom-3: what is contained must be referred to. Nothing of ours is contained. */
function containedResources(entries: readonly Json[]): Mistakes {
  return entries.some(({ resource }) => isObject(resource) && resource.contained !== undefined)
    ? ['own: contained']
    : [];
}

/** Every urn that something refers to is an entry, and every entry has a urn of its own, an RFC 9562 UUID. */
function references(bundle: Json, entries: readonly Json[]): Mistakes {
  const urns = entries.map(({ fullUrl }) => String(fullUrl));
  const used = everyNode(bundle).flatMap(({ node }) =>
    typeof node.reference === 'string' && node.reference.startsWith('urn:') ? [node.reference] : [],
  );
  const uuid = /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  return [
    ...used.filter((urn) => !urns.includes(urn)).map((urn) => `own: ${urn} is no entry`),
    ...urns.filter((urn, at) => !uuid.test(urn) || urns.indexOf(urn) !== at).map((urn) => `own: ${urn} is no name`),
  ];
}

/** What is created under a condition must meet it afterwards, or a repeated message creates it again. */
function findsItself({ resource, request }: Json): Mistakes {
  if (!isObject(resource) || !isObject(request)) return ['own: an entry without resource or request'];
  const { method, url, ifNoneExist } = request;
  if (method === 'PATCH') return [];
  const criterion = method === 'PUT' ? String(url).split('?')[1] : ifNoneExist;
  const [[name, value] = ['', '']] = [...new URLSearchParams(String(criterion))];
  const tokens = (value.match(/(?:[^\\,]|\\.)+/gs) ?? []).map((token) => token.replaceAll(/\\([\\,|$])/g, '$1'));
  const tags = isObject(resource.meta) ? arrayOf(resource.meta.tag) : [];
  const carried =
    name === '_tag'
      ? tags.filter(isObject).map(({ system, code }) => `${system}|${code}`)
      : (isObject(resource.identifier) ? [resource.identifier] : arrayOf(resource.identifier))
          .filter(isObject)
          .map(({ system, value: number }) => `${system}|${number}`);
  return carried.some((each) => tokens.includes(each))
    ? []
    : [`own: ${resource.resourceType} is not found by its own criterion`];
}

function everyNode(value: unknown, path = ''): readonly { readonly node: Json; readonly path: string }[] {
  if (Array.isArray(value)) return value.flatMap((each, at) => everyNode(each, `${path}[${at}]`));
  if (!isObject(value)) return [];
  return [{ node: value, path }, ...Object.entries(value).flatMap(([key, each]) => everyNode(each, `${path}.${key}`))];
}

function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

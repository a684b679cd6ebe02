import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  valueAt,
  withField,
} from '#config/settings/json.ts';
import { drivers, isDriver } from '../devices/driver-words.ts';
import { freeName } from '../free-name.ts';

/** What the forms fill in by themselves where one answer is as good as any; whoever wants another one overtypes it. */

/** Without those that look like digits, and the U before priority numbers. */
const letters = 'ABCDEFGHJKLMNPQRSTVWXYZ';

/** A new service has a letter that no other one has. */
export function offeredEntry(list: string, entry: Json, others: readonly Json[]): Json {
  if (list !== 'services' || !isObject(entry)) return entry;
  const taken = others.flatMap((other) => (isObject(other) ? [other.prefix, other.priorityPrefix] : []));
  const prefix = [...letters].find((letter) => !taken.includes(letter));
  return prefix === undefined ? entry : withField(entry, 'prefix', prefix);
}

/** A device or a system that has just been said to be of some kind gets a name of that kind, if it has none. */
export function withOfferedId(entry: JsonObject, others: unknown): JsonObject {
  const { id, driver, protocol } = entry;
  if (id !== undefined && id !== '') return entry;
  const name =
    typeof driver === 'string' && isDriver(driver)
      ? drivers[driver].id
      : typeof protocol === 'string'
        ? systemNames.get(protocol)
        : undefined;
  return name === undefined ? entry : withField(entry, 'id', freeName(name, namesOf(others, 'id')));
}

const systemNames: ReadonlyMap<string, string> = new Map([
  ['hl7v2-mllp', 'his'],
  ['fhir-r4', 'fhir'],
  ['webhook', 'webhook'],
]);

/**
 * The code of a service follows its name while that is typed, until somebody types a code of their own, or the service has been saved:
 * numbers were given under its code.
 */
export function withOfferedCode(
  site: JsonObject,
  [list, at, key]: JsonPath,
  before: unknown,
  written: unknown,
): JsonObject {
  const { services } = site;
  if (list !== 'services' || typeof at !== 'number' || key !== 'name' || !isList(services)) return site;
  const entry = services[at];
  if (!isObject(entry)) return site;
  const { code = '' } = entry;
  const others = namesOf(services.toSpliced(at, 1), 'code');
  const wasOffered = code === '' || code === codeOf(valueAt(before, ['services', at]), others);
  if (!wasOffered || namesOf(valueAt(written, ['services']), 'code').includes(code)) return site;
  return withField(site, 'services', services.with(at, withField(entry, 'code', codeOf(entry, others))));
}

/** `kham-noi` of "Khám Nội"; '' of what has no name yet. */
function codeOf(service: unknown, others: readonly unknown[]): string {
  const name = ['vi', 'en'].map((language) => valueAt(service, ['name', language])).find((each) => Boolean(each));
  const code = String(name ?? '')
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 28)
    .replace(/-$/, '');
  return code === '' ? '' : freeName(code, others);
}

function namesOf(list: unknown, key: 'id' | 'code'): readonly unknown[] {
  return isList(list) ? list.map((each) => (isObject(each) ? each[key] : undefined)) : [];
}

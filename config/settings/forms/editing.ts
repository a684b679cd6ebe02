import {
  isList,
  isObject,
  type Json,
  type JsonObject,
  type JsonPath,
  pathText,
  valueAt,
  withField,
  withoutField,
} from '../json.ts';
import { type Control, type FormField, fieldsFor, fieldsPlaced } from './form-model.ts';

/**
 * Changes to the kiosk's own file, by the console's page as by the host. What it inherits stays in the file that it extends: a value that is set here overrides, one
 * that is taken out here lets the inherited one count again.
 */

/**
 * `merged` is the site as it counts now. Lists are inherited as a whole: whoever changes one entry of an inherited list gets the
 * list into the own file first. `undefined`: there is no such place, as in the middle of a text.
 */
export function withValue(own: JsonObject, merged: JsonObject, path: JsonPath, value: Json): JsonObject | undefined {
  const changed = setAt(withOwnLists(own, merged, path), path, value);
  return isObject(changed) ? changed : undefined;
}

/** Takes a value, or the entry of a list, out of the own file; of an inherited list, too. */
export function withoutValueIn(form: FormField, own: JsonObject, merged: JsonObject, path: JsonPath): JsonObject {
  const last = path.at(-1);
  const kept = typeof last === 'number' ? withOwnLists(own, merged, path) : own;
  const changed = removeAt(kept, path);
  return isObject(changed) ? withoutEmpty(form, changed, path.slice(0, -1)) : own;
}

/** The text of a site file: two spaces, fields in the order of the schema, what nobody knows at the end. */
export function siteTextIn(form: FormField, own: JsonObject): string {
  return `${JSON.stringify(ordered(form.control, own), null, 2)}\n`;
}

function withOwnLists(own: JsonObject, merged: JsonObject, path: JsonPath): JsonObject {
  const at = path.findIndex((key) => typeof key === 'number');
  if (at === -1) return own;
  const outer = path.slice(0, at);
  const inherited = valueAt(merged, outer);
  if (valueAt(own, outer) !== undefined || !isList(inherited)) return own;
  const copied = setAt(own, outer, inherited);
  return isObject(copied) ? copied : own;
}

function setAt(value: Json | undefined, [key, ...rest]: JsonPath, next: Json): Json | undefined {
  if (key === undefined) return next;
  if (typeof key === 'number') {
    const list = value ?? [];
    if (!isList(list) || key > list.length) return undefined;
    const inner = setAt(list[key], rest, next);
    if (inner === undefined) return undefined;
    return key === list.length ? [...list, inner] : list.with(key, inner);
  }
  const object = value ?? {};
  if (!isObject(object)) return undefined;
  const inner = setAt(Object.hasOwn(object, key) ? object[key] : undefined, rest, next);
  return inner === undefined ? undefined : withField(object, key, inner);
}

function removeAt(value: Json | undefined, [key, ...rest]: JsonPath): Json | undefined {
  if (key === undefined || value === undefined) return undefined;
  if (isList(value)) {
    if (typeof key !== 'number' || key >= value.length) return value;
    if (rest.length === 0) return value.toSpliced(key, 1);
    return value.with(key, removeAt(value[key], rest) ?? null);
  }
  if (!isObject(value) || typeof key !== 'string' || !Object.hasOwn(value, key)) return value;
  if (rest.length === 0) return withoutField(value, key);
  return withField(value, key, removeAt(value[key], rest) ?? null);
}

/** A group that says nothing goes, too, but only where its absence says the same: an empty `tls` means TLS. */
function withoutEmpty(form: FormField, own: JsonObject, path: JsonPath): JsonObject {
  const value = valueAt(own, path);
  if (path.length === 0 || !isObject(value) || Object.keys(value).length > 0) return own;
  const text = pathText(path);
  const field = fieldsPlaced(form, own).find((placed) => pathText(placed.path) === text)?.field;
  if (!field || (field.preset === undefined && !field.required)) return own;
  const changed = removeAt(own, path);
  return isObject(changed) ? withoutEmpty(form, changed, path.slice(0, -1)) : own;
}

function ordered(control: Control | undefined, value: Json): Json {
  if (isList(value)) {
    const entry = control?.kind === 'list' ? control.entry.control : undefined;
    return value.map((each) => ordered(entry, each));
  }
  if (!isObject(value)) return value;
  const fields = control ? fieldsFor(control, value) : [];
  const known = fields.flatMap(({ key, control: inner }) => {
    const own = Object.hasOwn(value, key) ? value[key] : undefined;
    return own === undefined ? [] : [[key, ordered(inner, own)] as const];
  });
  const names = new Set(fields.map(({ key }) => key));
  const unknown = Object.entries(value).filter(([key]) => !names.has(key));
  return [...known, ...unknown].reduce<JsonObject>((object, [key, inner]) => withField(object, key, inner), {});
}

import { siteTextIn, withoutValueIn } from './forms/editing.ts';
import { siteForm } from './forms/site-form.ts';
import type { JsonObject, JsonPath } from './json.ts';

export { withValue } from './forms/editing.ts';

/** Takes a value, or the entry of a list, out of the own file; of an inherited list, too. */
export function withoutValue(own: JsonObject, merged: JsonObject, path: JsonPath): JsonObject {
  return withoutValueIn(siteForm(), own, merged, path);
}

/** The text of a site file: two spaces, fields in the order of the schema, what nobody knows at the end. */
export function siteText(own: JsonObject): string {
  return siteTextIn(siteForm(), own);
}

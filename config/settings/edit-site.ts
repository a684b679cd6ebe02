import { siteTextIn } from './forms/editing.ts';
import { siteForm } from './forms/site-form.ts';
import type { JsonObject } from './json.ts';

export { withValue } from './forms/editing.ts';

/** The text of a site file: two spaces, fields in the order of the schema, what nobody knows at the end. */
export function siteText(own: JsonObject): string {
  return siteTextIn(siteForm(), own);
}

/**
 * The address of something below a base address of the site file: `https://gw/fhir/?tenant=7` and `Patient/_search` →
 * `https://gw/fhir/Patient/_search?tenant=7`. Whether the base ends in a slash makes no difference here; where the base itself is
 * meant it is used as it was written, because some servers answer one of the two with a redirect.
 */
export function below(base: string, path: string): string {
  const url = new URL(base);
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`;
  return url.href;
}

/**
 * Search criteria of FHIR R4 (search.html#escaping, http.html#cond-update). They stand in bodies only: inside a bundle, or
 * in the form of a `POST …/_search`. A criterion in the address of a request would leave a citizen's number in every log on
 * the way.
 */
export interface Token {
  readonly system: string;
  readonly value: string;
}

/** `identifier=system|value`, percent-encoded, as `ifNoneExist` and request URLs want it. */
export function identifierIs(token: Token): string {
  return `identifier=${encodeURIComponent(tokenList([token]))}`;
}

export function tagIs(token: Token): string {
  return `_tag=${encodeURIComponent(tokenList([token]))}`;
}

/** Any one of these, as the value of a form field, not yet percent-encoded. */
export function tokenList(tokens: readonly Token[]): string {
  return tokens.map(({ system, value }) => `${escaped(system)}|${escaped(value)}`).join(',');
}

function escaped(text: string): string {
  return text.toWellFormed().replaceAll(/[\\,|$]/g, (special) => `\\${special}`);
}

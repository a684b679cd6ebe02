import { type JsonObject, objectsAt, textAt } from './read-json.ts';

/**
 * What may be known of an OperationOutcome: codes and places, never its sentences. `diagnostics` and `details` often quote
 * the patient's data.
 */
export interface Issue {
  /** IssueType, `unknown` when the server made one up. */
  readonly code: IssueCode;
  /** A path such as `Bundle.entry[0].resource.birthDate`; `''` when there is none, or it holds more than a path. */
  readonly at: string;
}

/**
 * http://hl7.org/fhir/R4/valueset-issue-type.html, by the HTTP status that says the same. `content`: what is wrong with this
 * bundle. `undefined`: says nothing that the status does not.
 */
const issueMeanings = {
  invalid: 'content',
  structure: 'content',
  required: 'content',
  value: 'content',
  invariant: 'content',
  security: 403,
  login: 401,
  unknown: undefined,
  expired: 401,
  forbidden: 403,
  suppressed: undefined,
  processing: undefined,
  'not-supported': 'content',
  duplicate: 409,
  'multiple-matches': 412,
  'not-found': undefined,
  deleted: 'content',
  'too-long': 'content',
  'code-invalid': 'content',
  extension: 'content',
  'too-costly': undefined,
  'business-rule': 'content',
  conflict: 409,
  transient: 503,
  'lock-error': 409,
  'no-store': 503,
  exception: 500,
  timeout: 503,
  incomplete: 503,
  throttled: 429,
  informational: undefined,
} as const satisfies Readonly<Record<string, number | 'content' | undefined>>;
export type IssueCode = keyof typeof issueMeanings;

/** What all of them agree on. */
export function meaningOfIssues(issues: readonly Issue[]): number | 'content' | undefined {
  const [first, ...others] = new Set(issues.map(({ code }) => issueMeanings[code]));
  return others.length === 0 ? first : undefined;
}

const mostIssues = 8;

/** Errors and fatal ones; warnings do not refuse anything. */
export function issuesOf(outcome: JsonObject | undefined): readonly Issue[] {
  if (outcome?.resourceType !== 'OperationOutcome') return [];
  return objectsAt(outcome, 'issue')
    .filter(({ severity }) => severity === 'error' || severity === 'fatal')
    .slice(0, mostIssues)
    .map((issue) => ({ code: codeFrom(textAt(issue, 'code')), at: placeOf(issue) }));
}

/** `required@Patient.birthDate, invalid` */
export function issuesInWords(issues: readonly Issue[]): string {
  return issues.map(({ code, at }) => (at === '' ? code : `${code}@${at}`)).join(', ');
}

function codeFrom(text: string | undefined): IssueCode {
  return text !== undefined && isIssueCode(text) ? text : 'unknown';
}

function isIssueCode(text: string): text is IssueCode {
  return Object.hasOwn(issueMeanings, text);
}

/** Element names and indices only: FHIRPath can quote values. */
function placeOf(issue: JsonObject): string {
  const { expression, location } = issue;
  const [first] = [expression, location].flatMap((places) => (Array.isArray(places) ? places : []));
  return typeof first === 'string' && /^[A-Za-z]{1,40}(?:\.[A-Za-z]{1,40}|\[\d{1,4}\]){0,20}$/.test(first) ? first : '';
}

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

/** http://hl7.org/fhir/R4/valueset-issue-type.html */
const issueCodes = [
  'invalid',
  'structure',
  'required',
  'value',
  'invariant',
  'security',
  'login',
  'unknown',
  'expired',
  'forbidden',
  'suppressed',
  'processing',
  'not-supported',
  'duplicate',
  'multiple-matches',
  'not-found',
  'deleted',
  'too-long',
  'code-invalid',
  'extension',
  'too-costly',
  'business-rule',
  'conflict',
  'transient',
  'lock-error',
  'no-store',
  'exception',
  'timeout',
  'incomplete',
  'throttled',
  'informational',
] as const;
export type IssueCode = (typeof issueCodes)[number];

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
  return issueCodes.find((code) => code === text) ?? 'unknown';
}

/** Element names and indices only: FHIRPath can quote values. */
function placeOf(issue: JsonObject): string {
  const { expression, location } = issue;
  const [first] = [expression, location].flatMap((places) => (Array.isArray(places) ? places : []));
  return typeof first === 'string' && /^[A-Za-z]{1,40}(?:\.[A-Za-z]{1,40}|\[\d{1,4}\]){0,20}$/.test(first) ? first : '';
}

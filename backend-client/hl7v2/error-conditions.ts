import type { Hl7FieldParts, Hl7Message } from './parse.ts';

/**
 * HL7 table 0357, message error condition codes (v2.5.1 §2.15.5; 104, 105, 198, 199, 298, 299 from later versions), by what another
 * attempt would do.
 *
 * - `content`: what is wrong with this message. `kind-of-message`: they take no such messages; others may pass.
 * - `settings`: processing id or version, which is the same in every message.
 * - `locked`: somebody has this record open. `trouble`: their program has a fault of its own.
 */
export type ConditionMeaning = 'content' | 'kind-of-message' | 'settings' | 'locked' | 'trouble';

type ErrorCondition =
  | '100'
  | '101'
  | '102'
  | '103'
  | '104'
  | '105'
  | '198'
  | '199'
  | '200'
  | '201'
  | '202'
  | '203'
  | '204'
  | '205'
  | '206'
  | '207'
  | '298'
  | '299';

const meanings = {
  // Segment sequence error; required field missing; data type error; table value not found; value too long; characters.
  '100': 'content',
  '101': 'content',
  '102': 'content',
  '103': 'content',
  '104': 'content',
  '105': 'content',
  // Non-conformant cardinality; another HL7 error.
  '198': 'content',
  '199': 'content',
  // Unsupported message type; event code.
  '200': 'kind-of-message',
  '201': 'kind-of-message',
  // Unsupported processing id; version id.
  '202': 'settings',
  '203': 'settings',
  // Unknown key identifier; duplicate key identifier.
  '204': 'content',
  '205': 'content',
  // Application record locked; application internal error.
  '206': 'locked',
  '207': 'trouble',
  // Conformance profile; rule of the receiver.
  '298': 'content',
  '299': 'content',
} as const satisfies Record<ErrorCondition, ConditionMeaning>;

/** What no retry can heal decides over what one might. */
const worstFirst = [
  'content',
  'kind-of-message',
  'settings',
  'trouble',
  'locked',
] as const satisfies readonly ConditionMeaning[];

/** `undefined`: no code, or none that HL7 knows. */
export function worstMeaningOf(codes: readonly string[]): ConditionMeaning | undefined {
  const found = new Set(codes.flatMap((code) => (isCondition(code) ? [meanings[code]] : [])));
  return worstFirst.find((meaning) => found.has(meaning));
}

function isCondition(code: string): code is ErrorCondition {
  return Object.hasOwn(meanings, code);
}

const mostErrors = 50;

/**
 * Where versions put the code: ERR-3.1 since 2.5, ERR-1.4 until then (a subcomponent of ELD.4), MSA-6.1 in 2.3 and 2.4. What is
 * only a warning or an information (ERR-4 W, I) refuses nothing.
 */
export function conditionCodesOf({ segments }: Hl7Message): readonly string[] {
  const errors = segments.filter(({ name }) => name === 'ERR').slice(0, mostErrors);
  const ofErrors = errors.flatMap(({ fields }) => {
    const severity = wordOf(fields[4], 1).toUpperCase();
    if (severity === 'W' || severity === 'I') return [];
    const since25 = repetitionsOf(fields[3]).map((_, at) => wordOf(fields[3], 1, at));
    const before = repetitionsOf(fields[1]).map((_, at) => wordOf(fields[1], 4, at));
    return [...since25, ...before];
  });
  const acknowledgement = segments.find(({ name }) => name === 'MSA');
  return [...ofErrors, wordOf(acknowledgement?.fields[6], 1)].filter((code) => code !== '');
}

function repetitionsOf(field: Hl7FieldParts | undefined): Hl7FieldParts {
  return (field ?? []).slice(0, mostErrors);
}

function wordOf(field: Hl7FieldParts | undefined, component: number, repetition = 0): string {
  return (field?.[repetition]?.[component - 1]?.[0] ?? '').trim();
}

import type * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type JsonObject, pathText, valueAt } from './json.ts';
import { type SiteFile, siteFile } from './site-file.ts';
import { isMistakeKind, type MistakeKind, type MistakeValues, type SiteMistake, shortJson } from './site-mistakes.ts';
import { type BrokenRule, brokenRules, type Machine } from './site-rules.ts';

/** Nobody reads more at once, and a hostile file has no end of them. */
const mostMistakes = 200;

/** `merged` is a whole site as `mergedSite` gives it. Schema first, then what no single field can promise; at most 200 mistakes. */
export function checkSite(merged: JsonObject, machine: Machine): Result<SiteFile, readonly SiteMistake[]> {
  return checkFile(merged, siteFile, (file) => brokenRules(file, machine));
}

/** The same of any settings file. `broken` looks at whatever could be read, valid or not. */
export function checkFile<Settings>(
  merged: JsonObject,
  schema: z.ZodType<Settings>,
  broken: (file: JsonObject) => readonly BrokenRule[],
): Result<Settings, readonly SiteMistake[]> {
  const read = schema.safeParse(merged);
  const ofFields = (read.error?.issues ?? []).slice(0, mostMistakes).flatMap((issue) => mistakesFrom(issue, merged));
  const ofRules = broken(merged).map(({ path, kind, values }) => at(path, kind, values, merged));
  const all = [...ofFields, ...ofRules].slice(0, mostMistakes);
  return read.success && all.length === 0 ? ok(read.data) : problem(all);
}

function at(path: readonly PropertyKey[], kind: MistakeKind, values: MistakeValues, file: JsonObject): SiteMistake {
  const text = pathText(path);
  return { path: text === '' ? 'the file' : text, kind, values, value: shortJson(valueAt(file, path)) };
}

type Issue = z.core.$ZodIssue;

function mistakesFrom(issue: Issue, file: JsonObject): readonly SiteMistake[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostMistakes).map((key) => at([...issue.path, key], 'unknown-field', {}, file));
  }
  const missing = valueAt(file, issue.path) === undefined;
  const [kind, values] = missing ? ([whatIsMissing(issue), {}] as const) : kindOf(issue);
  return [at(issue.path, kind, values, file)];
}

/** A check of our own may be about a field that is not there. */
function whatIsMissing({ message }: Issue): MistakeKind {
  return isMistakeKind(message) ? message : 'missing';
}

function kindOf(issue: Issue): readonly [MistakeKind, MistakeValues] {
  if (isMistakeKind(issue.message)) return [issue.message, {}];
  switch (issue.code) {
    case 'invalid_type':
      return [wrongTypes[issue.expected] ?? 'wrong-value', {}];
    case 'invalid_value':
      return ['choice', { choices: choicesText(issue.values) }];
    case 'invalid_union':
      // A union without a note is a value that fits none of its shapes; ours say what they take themselves.
      return 'options' in issue && Array.isArray(issue.options)
        ? ['choice', { choices: choicesText(issue.options) }]
        : ['not-group', {}];
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum));
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum));
    case 'invalid_format':
      return issue.format === 'url' ? ['not-an-identifier', {}] : ['wrong-value', {}];
    default:
      return ['wrong-value', {}];
  }
}

const wrongTypes: Readonly<Record<string, MistakeKind>> = {
  string: 'not-text',
  int: 'not-whole-number',
  number: 'not-whole-number',
  boolean: 'not-switch',
  array: 'not-list',
  object: 'not-group',
};

function tooSmall(origin: string, least: number): readonly [MistakeKind, MistakeValues] {
  if (origin === 'string') return ['empty', {}];
  return origin === 'array' ? ['too-few', { least }] : ['below', { least }];
}

function tooBig(origin: string, most: number): readonly [MistakeKind, MistakeValues] {
  if (origin === 'string') return ['too-long', { most }];
  return origin === 'array' ? ['too-many', { most }] : ['above', { most }];
}

function choicesText(values: readonly unknown[]): string {
  return values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(' | ');
}

import { type FormField, fieldsFor, type VariantsControl } from '#config/settings/forms/form-model.ts';
import { isObject, type Json, type JsonObject, withField } from '#config/settings/json.ts';

/** Of another kind: what both kinds have stays, and whatever can only be one thing is said. */
export function withKind(whole: VariantsControl, before: unknown, key: string, value: Json): JsonObject {
  const changed = withOnlyChoices(whole, withField(isObject(before) ? before : {}, key, value));
  const known = new Set(fieldsFor(whole, changed).map(({ key: each }) => each));
  return Object.fromEntries(Object.entries(changed).filter(([each]) => known.has(each)));
}

function withOnlyChoices(control: VariantsControl, value: JsonObject): JsonObject {
  const { key, control: choice } = control.by;
  const choices = choice.choices.map((each) => each.value);
  const there = Object.hasOwn(value, key) ? value[key] : undefined;
  const said = choices.find((each) => each === there) ?? (choices.length === 1 ? choices[0] : undefined);
  const { [key]: _, ...rest } = value;
  if (said === undefined) return rest;
  const shape = control.shapes[String(said)];
  const decided = withField(value, key, said);
  return shape?.kind === 'variants' ? withOnlyChoices(shape, decided) : decided;
}

/** What a new entry of a list begins with. */
export function newEntry({ control, preset }: FormField, others: readonly Json[]): Json {
  switch (control.kind) {
    case 'group':
      return {};
    case 'variants':
      return withOnlyChoices(control, {});
    case 'by-language':
      return {};
    case 'list':
      return [];
    case 'choice':
      return control.choices.find(({ value }) => !others.includes(value))?.value ?? control.choices[0]?.value ?? '';
    case 'number':
      return typeof preset === 'number' ? preset : control.least;
    case 'switch':
      return false;
    case 'text':
    case 'path':
      return '';
  }
}

import * as z from 'zod';
import { isObject, type Json, type JsonObject } from '../json.ts';
import { extendsSentence, siteFile } from '../site-file.ts';
import { pathKindOf } from '../site-paths.ts';
import { appliesOf } from './applies.ts';
import { type Words, wordsOf } from './field-words.ts';
import {
  type ChoiceControl,
  type Control,
  type FormField,
  fieldsPlaced,
  type PlacedField,
  type VariantsControl,
} from './form-model.ts';

/** The whole site file. */
export function siteForm(): FormField {
  form ??= makeForm();
  return form;
}

let form: FormField | undefined;

function makeForm(): FormField {
  const schema = z.toJSONSchema(siteFile, { io: 'input' });
  const root = fieldsOf(readSchema(schema), { pattern: '', tag: '' });
  const common: FormField = {
    ...describedField({ pattern: 'extends', tag: '' }, { type: 'string', description: extendsSentence }, false),
    control: { kind: 'path', names: 'file', longest: undefined },
  };
  return {
    pattern: '',
    key: '',
    label: { vi: 'Tệp cấu hình', en: 'Site file' },
    help: undefined,
    required: true,
    preset: undefined,
    applies: 'restart',
    words: '',
    control: { kind: 'group', fields: [common, ...root] },
  };
}

/** The part of JSON Schema that zod writes for our schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: Json;
  readonly const?: string | number;
  readonly enum?: readonly (string | number)[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
}

function readSchema(value: unknown): Schema {
  return isObject(value) ? value : {};
}

/** One shape of several; `ofAll` describes those that stand in one group. */
interface Shape extends Schema {
  readonly ofAll?: string | undefined;
}

function shapesOf(schema: Schema, ofAll?: string): readonly [Shape, ...Shape[]] {
  const [first, ...others] = schema.oneOf ?? schema.anyOf ?? [];
  if (!first) return [{ ...schema, ofAll }];
  const inner = (each: Schema) => shapesOf(each, schema.description);
  const [shape, ...shapes] = inner(first);
  return [shape, ...shapes, ...others.flatMap(inner)];
}

/** `tag`: the value that the nearest deciding field has, for words that differ by it. */
interface Place {
  readonly pattern: string;
  readonly tag: string;
}

function fieldsOf({ properties = {}, required = [] }: Schema, place: Place): readonly FormField[] {
  return Object.entries(properties).map(([key, schema]) => {
    const inner: Place = { ...place, pattern: place.pattern === '' ? key : `${place.pattern}.${key}` };
    return fieldOf(inner, schema, place.pattern, required.includes(key));
  });
}

function fieldOf(place: Place, schema: Schema, above: string, required: boolean): FormField {
  return { ...describedField(place, schema, required, above), control: controlOf(place, schema) };
}

function describedField(
  { pattern, tag }: Place,
  schema: Schema,
  required: boolean,
  above = '',
): Omit<FormField, 'control'> {
  const rest = pattern.slice(above.length);
  const narrow = tag === '' ? [] : [tagged(pattern, tag)];
  const { key, label, help } = wordsOf([...narrow, pattern], schema.description);
  return {
    pattern,
    key: rest.replace(/^\./, '').replace('[]', ''),
    label,
    help,
    required: required && schema.default === undefined,
    preset: schema.default,
    applies: appliesOf(pattern),
    words: key,
  };
}

/** `hospital[]{webhook}.probe`: the tag stands behind what it decides. */
function tagged(pattern: string, tag: string): string {
  const [outer = '', value = ''] = tag.split('{');
  return pattern.startsWith(outer) ? `${outer}{${value}${pattern.slice(outer.length)}` : pattern;
}

function controlOf(place: Place, schema: Schema): Control {
  const { pattern } = place;
  const shapes = shapesOf(schema);
  if (shapes.length > 1 && shapes.every(({ type }) => type === 'object')) {
    return variantsOf(place, shapes);
  }
  const [{ type, enum: values, const: only, ...rest }] = shapes;
  if (only !== undefined) return choiceOf(place, [{ value: only, sentence: rest.description }]);
  if (values)
    return choiceOf(
      place,
      values.map((value) => ({ value })),
    );
  switch (type) {
    case 'string': {
      const names = pathKindOf(pattern);
      return names ? { kind: 'path', names, longest: rest.maxLength } : { kind: 'text', longest: rest.maxLength };
    }
    case 'integer':
    case 'number':
      return {
        kind: 'number',
        isWhole: type === 'integer',
        least: rest.minimum ?? Number.MIN_SAFE_INTEGER,
        most: rest.maximum ?? Number.MAX_SAFE_INTEGER,
        unit: unitOf(pattern),
      };
    case 'boolean':
      return { kind: 'switch' };
    case 'array': {
      const entryPlace: Place = { pattern: `${pattern}[]`, tag: place.tag };
      const { minItems = 0, maxItems = Number.MAX_SAFE_INTEGER, items = {} } = rest;
      return { kind: 'list', least: minItems, most: maxItems, entry: fieldOf(entryPlace, items, pattern, false) };
    }
    case 'object':
      return Object.hasOwn(rest.properties ?? {}, 'vi')
        ? { kind: 'by-language', fields: languageFields(place, rest) }
        : { kind: 'group', fields: fieldsOf(rest, place) };
    default:
      throw new Error(`No form can show the schema of ${pattern}`);
  }
}

/** All languages of a text are called alike everywhere. */
function languageFields({ pattern }: Place, { properties = {}, required = [] }: Schema): readonly FormField[] {
  return Object.entries(properties).map(([language, schema]) => {
    const { key, label } = wordsOf([`{${language}}`], undefined);
    return {
      pattern: `${pattern}.${language}`,
      key: language,
      label,
      help: undefined,
      required: required.includes(language),
      preset: undefined,
      applies: appliesOf(pattern),
      control: { kind: 'text', longest: schema.maxLength },
      words: key,
    };
  });
}

/** In this order: a kind of device first, then its driver. */
const deciders = ['kind', 'protocol', 'driver'];

function variantsOf(place: Place, shapes: readonly Shape[], above: readonly string[] = []): VariantsControl {
  const { pattern } = place;
  const left = deciders.filter((key) => !above.includes(key));
  const by = left.find((key) => shapes.every(({ properties = {} }) => properties[key]?.const !== undefined));
  if (by === undefined) throw new Error(`Nothing decides between the shapes of ${pattern}`);
  const decided = [...above, by];
  const groups = Map.groupBy(shapes, ({ properties = {} }) => String(properties[by]?.const));
  const decider: Place = { ...place, pattern: `${pattern}.${by}` };
  const control = choiceOf(
    decider,
    [...groups].map(([value, [first, second]]) => ({
      value,
      sentence: first?.properties?.[by]?.description ?? (second ? first?.ofAll : first?.description),
    })),
  );
  return {
    kind: 'variants',
    by: { ...describedField(decider, {}, true, pattern), control },
    shapes: Object.fromEntries(
      [...groups].map(([value, same]) => {
        const inner: Place = { pattern, tag: `${pattern}{${value}}` };
        const [only = {}] = same;
        if (same.length > 1) return [value, variantsOf(inner, same, decided)];
        const fields = fieldsOf(only, inner).filter(({ key }) => !decided.includes(key));
        return [value, { kind: 'group', fields }];
      }),
    ),
  };
}

function choiceOf(
  { pattern, tag }: Place,
  values: readonly { readonly value: string | number; readonly sentence?: string | undefined }[],
): ChoiceControl {
  const unit = unitOf(pattern);
  return {
    kind: 'choice',
    unit,
    choices: values.map(({ value, sentence }) => {
      // A number says itself.
      if (typeof value === 'number') {
        const text = String(value);
        return { value, label: { vi: text, en: text }, help: undefined, words: '' };
      }
      const narrow = tag === '' ? [] : [`${tagged(pattern, tag)}=${value}`];
      const { key, label, help } = wordsOf([...narrow, `${pattern}=${value}`], sentence);
      return { value, label, help, words: key };
    }),
  };
}

const units: readonly (readonly [ending: string, Words])[] = [
  ['Ms', { vi: 'mili giây', en: 'milliseconds' }],
  ['Seconds', { vi: 'giây', en: 'seconds' }],
  ['Minutes', { vi: 'phút', en: 'minutes' }],
  ['Mm', { vi: 'mm', en: 'mm' }],
  ['audRate', { vi: 'baud', en: 'baud' }],
];

/** The names of the site file's fields end with their unit. */
function unitOf(pattern: string): Words | undefined {
  return units.find(([ending]) => pattern.endsWith(ending))?.[1];
}

/** Every field that the forms show for a site, valid or not, from the top to the bottom. */
export function placedFields(site: JsonObject): readonly PlacedField[] {
  return fieldsPlaced(siteForm(), site);
}

/** All fields of all shapes: for tests and for those who look one up by its pattern. */
export function allFields(field: FormField = siteForm()): readonly FormField[] {
  const { control } = field;
  switch (control.kind) {
    case 'group':
    case 'by-language':
      return [field, ...control.fields.flatMap((each) => allFields(each))];
    case 'list':
      return [field, ...allFields(control.entry)];
    case 'variants':
      return [field, ...shapeFields(control)];
    default:
      return [field];
  }
}

function shapeFields(control: VariantsControl): readonly FormField[] {
  const shapes = Object.values(control.shapes);
  return [
    control.by,
    ...shapes.flatMap((shape) =>
      shape.kind === 'group' ? shape.fields.flatMap((each) => allFields(each)) : shapeFields(shape),
    ),
  ];
}

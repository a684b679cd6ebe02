import { isList, isObject, type Json, type JsonObject } from '../json.ts';
import type { PathKind } from '../site-paths.ts';
import type { Applies } from './applies.ts';
import type { Words } from './field-words.ts';

/**
 * The site file as forms, made from its schema (`site-form.ts`): whatever the schema gets, the forms have. The same for every site;
 * which shape of a variant is drawn depends on the value (`fieldsFor`). Host and console's page read it alike, so nothing here loads
 * the schema.
 */
export interface FormField {
  /** Where it stands in a site file: `devices[].transport.port`; `[]` is any entry of a list. */
  readonly pattern: string;
  /** The last name of the pattern; '' for the entry of a list. */
  readonly key: string;
  readonly label: Words;
  /** Entries of lists and languages of a text have none. */
  readonly help: Words | undefined;
  /** Whether a site without it, here and in what it extends, is refused. */
  readonly required: boolean;
  /** What counts when nothing stands there. */
  readonly preset: Json | undefined;
  readonly applies: Applies;
  readonly control: Control;
  /** Key of its words. */
  readonly words: string;
}

export interface Choice {
  readonly value: string | number;
  readonly label: Words;
  readonly help: Words | undefined;
  readonly words: string;
}

export type Control =
  | { readonly kind: 'text'; readonly longest: number | undefined }
  | { readonly kind: 'path'; readonly names: PathKind; readonly longest: number | undefined }
  | {
      readonly kind: 'number';
      readonly isWhole: boolean;
      readonly least: number;
      readonly most: number;
      readonly unit: Words | undefined;
    }
  | { readonly kind: 'switch' }
  | ChoiceControl
  | { readonly kind: 'list'; readonly least: number; readonly most: number; readonly entry: FormField }
  /** A text in several languages, each a field of its own. */
  | { readonly kind: 'by-language'; readonly fields: readonly FormField[] }
  | GroupControl
  | VariantsControl;

export interface ChoiceControl {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  readonly unit: Words | undefined;
}

export interface GroupControl {
  readonly kind: 'group';
  readonly fields: readonly FormField[];
}

/** What one field says decides which others there are: `kind` and then `driver` of a device, `protocol` of a system. */
export interface VariantsControl {
  readonly kind: 'variants';
  /** The deciding field; its control is a choice. */
  readonly by: FormField & { readonly control: ChoiceControl };
  readonly shapes: Readonly<Record<string, GroupControl | VariantsControl>>;
}

/** The fields that a group, a text or a variant has for this value; none of those that other shapes have. */
export function fieldsFor(control: Control, value: unknown): readonly FormField[] {
  switch (control.kind) {
    case 'group':
    case 'by-language':
      return control.fields;
    case 'variants': {
      const decided = isObject(value) ? value[control.by.key] : undefined;
      const shape = typeof decided === 'string' && Object.hasOwn(control.shapes, decided) && control.shapes[decided];
      return [control.by, ...(shape ? fieldsFor(shape, value) : [])];
    }
    default:
      return [];
  }
}

export interface PlacedField {
  /** In this site: `devices[1].transport.port`. */
  readonly path: readonly (string | number)[];
  readonly field: FormField;
  /** What stands there; `undefined`: nothing. */
  readonly value: Json | undefined;
}

/** Every field that the form shows for a site, valid or not, from the top to the bottom. */
export function fieldsPlaced(form: FormField, site: JsonObject): readonly PlacedField[] {
  return below({ path: [], field: form, value: site }).slice(1);
}

function below(placed: PlacedField): readonly PlacedField[] {
  const { path, field, value } = placed;
  const { control } = field;
  if (control.kind === 'list') {
    const entries = isList(value) ? value : [];
    return [
      placed,
      ...entries.flatMap((entry, at) => below({ path: [...path, at], field: control.entry, value: entry })),
    ];
  }
  const inner = fieldsFor(control, value).map((each) => ({
    path: [...path, each.key],
    field: each,
    value: isObject(value) && Object.hasOwn(value, each.key) ? value[each.key] : undefined,
  }));
  return [placed, ...inner.flatMap(below)];
}

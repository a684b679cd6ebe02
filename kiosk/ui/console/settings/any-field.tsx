import type { JSX } from 'preact';
import type { Control, FormField, VariantsControl } from '#config/settings/forms/form-model.ts';
import { fieldsFor } from '#config/settings/forms/form-model.ts';
import { isObject, type JsonPath, pathText, valueAt } from '#config/settings/json.ts';
import { FieldMistakes, type FieldProps, FieldRow, isWrong, Source } from './field-row.tsx';
import { withKind } from './kinds.ts';
import { ListField } from './list-field.tsx';
import { withOfferedId } from './offers.ts';
import { SecretField } from './secret-field.tsx';
import { ChoiceField, ChoiceInput, SwitchField, TextField } from './value-inputs.tsx';

/** Draws whatever field the form has. */
export function AnyField(props: FieldProps): JSX.Element {
  const { control } = props.field;
  switch (control.kind) {
    case 'text':
      return <TextField {...props} of="text" />;
    case 'path':
      return control.names === 'secret' ? <SecretField {...props} /> : <TextField {...props} of="text" />;
    case 'number':
      return <TextField {...props} of="number" />;
    case 'switch':
      return <SwitchField {...props} />;
    case 'choice':
      return <ChoiceField {...props} control={control} />;
    case 'list':
      return <ListField {...props} control={control} drawEntry={(entry) => <EntryBody {...entry} />} />;
    case 'by-language':
    case 'group':
    case 'variants':
      return <GroupField {...props} />;
  }
}

/** Fields that belong together. One that need not be there is used or not, which is a word of its own. */
function GroupField(props: FieldProps): JSX.Element {
  const { field, path, tools } = props;
  const { draft, say, words } = tools;
  const value = valueAt(draft.counts.value, path);
  const isOptional = !field.required && field.preset === undefined && field.control.kind !== 'by-language';
  const isThere = value !== undefined;
  return (
    <fieldset class="group" data-field={pathText(path)} data-wrong={isWrong(path, tools) || undefined}>
      <legend>
        {words(field.label)}
        {isOptional && (
          <label class="use">
            <input
              type="checkbox"
              checked={isThere}
              aria-label={`${say('console.settings.use')}: ${words(field.label)}`}
              onChange={({ currentTarget }) => (currentTarget.checked ? draft.set(path, {}) : draft.remove(path))}
            />
            {say('console.settings.use')}
          </label>
        )}
        <Source {...props} />
      </legend>
      {field.help && <p class="help">{words(field.help)}</p>}
      <FieldMistakes path={path} tools={tools} />
      {(isThere || !isOptional) && <InnerFields control={field.control} path={path} tools={tools} field={field} />}
    </fieldset>
  );
}

/** What stands in an entry of a list: one input, or fields. */
function EntryBody(props: FieldProps): JSX.Element {
  const { control } = props.field;
  if (control.kind === 'group' || control.kind === 'variants')
    return (
      <>
        <FieldMistakes path={props.path} tools={props.tools} />
        <InnerFields {...props} control={control} />
      </>
    );
  return <AnyField {...props} />;
}

export function InnerFields({ control, field, path, tools }: FieldProps & { readonly control: Control }): JSX.Element {
  const value = valueAt(tools.draft.counts.value, path);
  const effective = value === undefined && isObject(field.preset) ? field.preset : value;
  const deciders = control.kind === 'variants' ? decidersOf(control, effective) : [];
  return (
    <>
      {control.kind === 'variants' &&
        deciders.map((each) => <Decider key={each.by.key} control={each} whole={control} path={path} tools={tools} />)}
      {fieldsFor(control, effective)
        .filter((inner) => !deciders.some(({ by }) => by === inner))
        .map((inner) => (
          <AnyField key={inner.key} field={withPreset(inner, field, value)} path={[...path, inner.key]} tools={tools} />
        ))}
    </>
  );
}

/** The default of a whole group is the default of what stands in it, until the group says something itself. */
function withPreset(inner: FormField, { preset }: FormField, value: unknown): FormField {
  if (value !== undefined || inner.preset !== undefined || !isObject(preset)) return inner;
  return { ...inner, preset: preset[inner.key] };
}

/** First what kind of device, then which driver. */
function decidersOf(control: VariantsControl, value: unknown): readonly VariantsControl[] {
  const said = isObject(value) ? value[control.by.key] : undefined;
  const shape = typeof said === 'string' && Object.hasOwn(control.shapes, said) ? control.shapes[said] : undefined;
  return shape?.kind === 'variants' ? [control, ...decidersOf(shape, value)] : [control];
}

function Decider({
  control,
  whole,
  path,
  tools,
}: {
  readonly control: VariantsControl;
  readonly whole: VariantsControl;
  readonly path: JsonPath;
  readonly tools: FieldProps['tools'];
}): JSX.Element {
  const { draft } = tools;
  const { by } = control;
  const props = { field: by, path: [...path, by.key], tools };
  return (
    <FieldRow {...props}>
      <ChoiceInput
        {...props}
        control={by.control}
        onChoose={(value) =>
          value !== undefined &&
          draft.set(
            path,
            withOfferedId(
              withKind(whole, valueAt(draft.counts.value, path), by.key, value),
              valueAt(draft.counts.value, path.slice(0, -1)),
            ),
          )
        }
      />
    </FieldRow>
  );
}

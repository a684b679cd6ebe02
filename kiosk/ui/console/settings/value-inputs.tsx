import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { ChoiceControl } from '#config/settings/forms/form-model.ts';
import { type Json, valueAt } from '#config/settings/json.ts';
import { isCommonAt } from './draft.ts';
import { type FieldProps, FieldRow, inputAttributes } from './field-row.tsx';
import { shownValue } from './form-tools.ts';

/** A text, a number or a path. What does not fit is kept as it was typed, and said to be wrong. */
export function TextField({ of, ...props }: FieldProps & { readonly of: 'text' | 'number' }): JSX.Element {
  return (
    <FieldRow {...props}>
      <TextInput {...props} of={of} />
    </FieldRow>
  );
}

export function TextInput({ of, ...props }: FieldProps & { readonly of: 'text' | 'number' }): JSX.Element {
  const { field, path, tools } = props;
  const { draft } = tools;
  /** While somebody types, what they typed stands there and not how it is understood. */
  const typed = useSignal<string | undefined>(undefined);
  const value = valueAt(draft.counts.value, path);
  const longest = 'longest' in field.control ? (field.control.longest ?? 0) : 0;
  return (
    <input
      {...inputAttributes(props)}
      type="text"
      class={of === 'number' ? 'number' : longest > 0 && longest <= 40 ? 'short' : ''}
      {...(of === 'number' ? { inputMode: 'decimal' as const } : {})}
      autocomplete="off"
      spellcheck={false}
      value={typed.value ?? (value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value))}
      placeholder={field.preset === undefined ? '' : shownValue(field.preset, tools)}
      onInput={({ currentTarget }) => {
        typed.value = currentTarget.value;
        change(currentTarget.value);
      }}
      onBlur={() => {
        typed.value = undefined;
      }}
    />
  );

  function change(text: string): void {
    // Nothing typed is nothing said, except where something must stand, and over a common value.
    const mustStand = field.required || typeof path.at(-1) === 'number' || isCommonAt(draft, path);
    if (text === '' && !mustStand) draft.remove(path);
    else draft.set(path, of === 'number' && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text);
  }
}

export function SwitchField(props: FieldProps): JSX.Element {
  const { field, path, tools } = props;
  const { draft } = tools;
  const value = valueAt(draft.counts.value, path) ?? field.preset;
  return (
    <FieldRow {...props}>
      <input
        {...inputAttributes(props)}
        type="checkbox"
        checked={value === true}
        onChange={({ currentTarget }) => draft.set(path, currentTarget.checked)}
      />
      <span aria-hidden="true">{shownValue(value === true, tools)}</span>
    </FieldRow>
  );
}

export function ChoiceField(props: FieldProps & { readonly control: ChoiceControl }): JSX.Element {
  return (
    <FieldRow {...props}>
      <ChoiceInput {...props} />
    </FieldRow>
  );
}

export function ChoiceInput({
  control,
  onChoose,
  ...props
}: FieldProps & {
  readonly control: ChoiceControl;
  /** Default: it becomes the field's value. */
  readonly onChoose?: (value: Json | undefined) => void;
}): JSX.Element {
  const { field, path, tools } = props;
  const { draft, say, words } = tools;
  const there = valueAt(draft.counts.value, path);
  const at = control.choices.findIndex(({ value }) => value === (there ?? field.preset));
  const isUnknown = there !== undefined && at === -1;
  const choose = onChoose ?? ((value) => (value === undefined ? draft.remove(path) : draft.set(path, value)));
  return (
    <select
      {...inputAttributes(props)}
      value={isUnknown ? 'unknown' : at === -1 ? '' : String(control.choices[at]?.value)}
      onChange={({ currentTarget }) =>
        choose(control.choices.find(({ value }) => String(value) === currentTarget.value)?.value)
      }
    >
      {at === -1 && !isUnknown && (
        <option value="">{say(field.required ? 'console.settings.choose' : 'console.settings.unset')}</option>
      )}
      {isUnknown && <option value="unknown">{shownValue(there, tools)}</option>}
      {control.choices.map(({ value, label }) => (
        <option key={value} value={String(value)}>
          {words(label)}
          {there === undefined && value === field.preset ? ` · ${say('console.settings.isDefault')}` : ''}
        </option>
      ))}
      {at !== -1 && !field.required && field.preset === undefined && !onChoose && typeof path.at(-1) === 'string' && (
        <option value="">{say('console.settings.unset')}</option>
      )}
    </select>
  );
}

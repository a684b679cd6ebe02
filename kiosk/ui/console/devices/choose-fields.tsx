import type { JSX } from 'preact';

export function Field({
  name,
  label,
  inputMode,
  optional,
  example,
  value,
}: {
  readonly name: string;
  readonly label: string;
  readonly inputMode?: 'numeric';
  readonly optional?: boolean;
  readonly example?: string;
  readonly value?: string | undefined;
}): JSX.Element {
  return (
    <label>
      {label}
      <input
        name={name}
        placeholder={example}
        defaultValue={value}
        maxLength={200}
        required={!optional}
        inputMode={inputMode}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  );
}

export function Choice<Value extends string>({
  name,
  label,
  options,
  value,
  named = (each) => each,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly Value[];
  /** What is chosen at first; without it the first one. */
  readonly value: string | number | undefined;
  readonly named?: (value: Value) => string;
}): JSX.Element {
  return (
    <label>
      {label}
      <select name={name}>
        {options.map((each) => (
          <option key={each} value={each} selected={each === value?.toString()}>
            {named(each)}
          </option>
        ))}
      </select>
    </label>
  );
}

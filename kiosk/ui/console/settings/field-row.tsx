import type { ComponentChildren, JSX } from 'preact';
import type { FormField } from '#config/settings/forms/form-model.ts';
import { type JsonPath, pathText } from '#config/settings/json.ts';
import { isCommonAt, sourceAt } from './draft.ts';
import { type FormTools, idOf } from './form-tools.ts';

export interface FieldProps {
  readonly field: FormField;
  readonly path: JsonPath;
  readonly tools: FormTools;
}

/** One field: label, input, where its value comes from, its help, and what is wrong with it. */
export function FieldRow({
  field,
  path,
  tools,
  children,
}: FieldProps & { readonly children: ComponentChildren }): JSX.Element {
  const { label, help, control } = field;
  const unit = control.kind === 'number' || control.kind === 'choice' ? control.unit : undefined;
  return (
    <div class="field" data-wrong={isWrong(path, tools) || undefined}>
      <label for={idOf(path)}>
        {tools.words(label)}
        {unit && <span class="unit"> ({tools.words(unit)})</span>}
      </label>
      <div class="field-input">
        {children}
        <Source field={field} path={path} tools={tools} />
      </div>
      <FieldMistakes path={path} tools={tools} />
      {help && (
        <p class="help" id={`${idOf(path)}-help`}>
          {tools.words(help)}
        </p>
      )}
    </div>
  );
}

/** Whether a value is the kiosk's own, and the way back to the common one or the default. */
export function Source({ field, path, tools }: FieldProps): JSX.Element | null {
  const { draft, say } = tools;
  const source = sourceAt(draft, path);
  if (source === 'inherited') return <span class="source">{say('console.settings.inherited')}</span>;
  if (source === 'nowhere') return null;
  const isCommon = isCommonAt(draft, path);
  if (!isCommon && (field.required || field.preset === undefined)) return null;
  const words = isCommon ? 'console.settings.takeBack' : 'console.settings.toDefault';
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`${say(words)}: ${tools.words(field.label)}`}
      onClick={() => draft.remove(path)}
    >
      {say(words)}
    </button>
  );
}

export function FieldMistakes({ path, tools }: Pick<FieldProps, 'path' | 'tools'>): JSX.Element {
  const mistakes = tools.draft.mistakesAt.value.get(pathText(path)) ?? [];
  return (
    <div id={`${idOf(path)}-mistakes`} class="mistakes" aria-live="polite">
      {mistakes.map(({ kind, path: at, said }) => (
        <p key={kind} class="mistake" data-mistake={at}>
          {said[tools.language].expected}
        </p>
      ))}
    </div>
  );
}

export function isWrong(path: JsonPath, { draft }: Pick<FormTools, 'draft'>): boolean {
  return draft.mistakesAt.value.has(pathText(path));
}

/** What every input says of itself. */
export function inputAttributes({ field, path, tools }: FieldProps) {
  const id = idOf(path);
  return {
    id,
    'data-field': pathText(path),
    'aria-invalid': isWrong(path, tools),
    'aria-describedby': `${field.help ? `${id}-help ` : ''}${id}-mistakes`,
  };
}

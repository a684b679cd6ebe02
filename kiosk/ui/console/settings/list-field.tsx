import type { JSX } from 'preact';
import type { Control } from '#config/settings/forms/form-model.ts';
import { isList, isObject, type Json, pathText, valueAt } from '#config/settings/json.ts';
import { FieldMistakes, type FieldProps, isWrong, Source } from './field-row.tsx';
import { newEntry } from './kinds.ts';
import { offeredEntry } from './offers.ts';

interface ListProps extends FieldProps {
  readonly control: Control & { readonly kind: 'list' };
  readonly drawEntry: (props: FieldProps) => JSX.Element;
}

/** Entries that can be added, taken out and put in another order. */
export function ListField({ control, drawEntry, ...props }: ListProps): JSX.Element {
  const { field, path, tools } = props;
  const { draft, say, words } = tools;
  const value = valueAt(draft.counts.value, path);
  const entries: readonly Json[] = isList(value) ? value : [];
  const isPlain = !['group', 'variants'].includes(control.entry.control.kind);
  const place = pathText(path);
  return (
    <fieldset class="group list" data-field={place} data-wrong={isWrong(path, tools) || undefined}>
      <legend>
        {words(field.label)}
        <Source {...props} />
      </legend>
      {field.help && <p class="help">{words(field.help)}</p>}
      <FieldMistakes path={path} tools={tools} />
      {entries.length === 0 && <p class="empty">{say('console.settings.emptyList')}</p>}
      <ol class={isPlain ? 'plain-entries' : 'entries'}>
        {entries.map((entry, at) => {
          const name = nameOf(entry, at, words(control.entry.label));
          return (
            // Entries have no name of their own before they are written: their place is what they are known by.
            <li key={`${place}[${at}]`} data-entry={`${place}[${at}]`}>
              <header class="entry-head">
                <strong>{name}</strong>
                <span class="entry-acts">
                  <button
                    type="button"
                    class="quiet"
                    disabled={at === 0}
                    aria-label={say('console.settings.up', { name })}
                    onClick={() => move(at, at - 1)}
                  >
                    ↑
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    disabled={at === entries.length - 1}
                    aria-label={say('console.settings.down', { name })}
                    onClick={() => move(at, at + 1)}
                  >
                    ↓
                  </button>
                  <button
                    type="button"
                    class="quiet"
                    aria-label={say('console.settings.remove', { name })}
                    onClick={() => draft.set(path, entries.toSpliced(at, 1))}
                  >
                    ✕
                  </button>
                </span>
              </header>
              {drawEntry({ field: control.entry, path: [...path, at], tools })}
            </li>
          );
        })}
      </ol>
      <button type="button" data-add={place} disabled={entries.length >= control.most} onClick={add}>
        {say('console.settings.add', { list: words(control.entry.label) })}
      </button>
    </fieldset>
  );

  function add(): void {
    draft.set(path, [...entries, offeredEntry(place, newEntry(control.entry, entries), entries)]);
    const entry = `${place}[${entries.length}]`;
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-entry="${entry}"] :is(input, select)`)?.focus(),
    );
  }

  function move(from: number, to: number): void {
    const entry = entries[from];
    if (entry !== undefined) draft.set(path, entries.toSpliced(from, 1).toSpliced(to, 0, entry));
  }
}

function nameOf(entry: Json, at: number, label: string): string {
  const name = isObject(entry) ? (entry.id ?? entry.code) : entry;
  return typeof name === 'string' && name !== '' ? `${label} ${name}` : `${label} ${at + 1}`;
}

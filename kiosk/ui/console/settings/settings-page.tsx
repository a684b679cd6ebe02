import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { FormField } from '#config/settings/forms/form-model.ts';
import { fieldsFor } from '#config/settings/forms/form-model.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { AnyField } from './any-field.tsx';
import { createDraft, type Draft } from './draft.ts';
import { Files } from './files.tsx';
import { type FormTools, formTools } from './form-tools.ts';
import { Mistakes } from './mistakes.tsx';
import { SaveBar } from './save-bar.tsx';
import { TextEditor } from './text-editor.tsx';
import { Versions } from './versions.tsx';

/** Whoever looks at another page comes back to what they were writing; nobody else does. */
let kept: Draft | undefined;
let keptFor = '';

export function SettingsPage({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { link, say, who } = tools;
  if (keptFor !== who.id) kept = undefined;
  keptFor = who.id;
  const draft = useSignal(kept);
  useEffect(() => {
    void open();
  }, []);
  if (!draft.value) return <p class="empty">{say('console.settings.loading')}</p>;
  return <Editor tools={formTools(tools, draft.value)} />;

  async function open(): Promise<void> {
    const opened = await link.call('settings/open', {});
    if (!opened.ok) return;
    if (kept) {
      // What others have saved, or put into the draft of set-up, is begun from; unsaved changes are not thrown away.
      if (kept.opened.value.isDraft || kept.text.value === kept.opened.value.text) kept.begin(opened.value);
      return;
    }
    const form = await link.call('settings/form', {});
    if (!form.ok) return;
    kept = createDraft(form.value, opened.value, link);
    draft.value = kept;
  }
}

interface Section {
  readonly name: string;
  readonly fields: readonly FormField[];
}

function Editor({ tools }: { readonly tools: FormTools }): JSX.Element {
  const { draft, say, words, link } = tools;
  const showsText = useSignal(matchMedia('(min-width: 1200px)').matches);
  const age = useSignal(0);
  const hash = useTopic(tools, 'settings').value?.hash;
  useEffect(() => {
    // Put back on the strip, or saved by somebody else: whoever has changed nothing sees it at once.
    const { opened, text } = draft;
    if (hash !== undefined && hash !== opened.value.from && text.value === opened.value.text) void beginAgain();
  }, [hash]);
  const sections = sectionsOf(draft.form, say('console.settings.general'), words);
  return (
    <div class={`settings ${showsText.value ? 'with-text' : ''}`}>
      <nav class="settings-menu" aria-label={say('console.settings.sections')}>
        {sections.map(({ name, fields }, at) => (
          <a key={name} href={`#section-${at}`}>
            {name}
            <Count tools={tools} fields={fields} />
          </a>
        ))}
        <a href="#section-versions">{say('console.settings.versions.title')}</a>
        <Files tools={tools} />
        <button
          type="button"
          aria-expanded={showsText.value}
          aria-controls="site-text"
          data-show-text
          onClick={() => {
            showsText.value = !showsText.value;
          }}
        >
          {say(showsText.value ? 'console.settings.hideText' : 'console.settings.showText')}
        </button>
      </nav>
      <div class="settings-forms">
        {!draft.reads.value && (
          <p class="strip bad" role="alert">
            {say('console.settings.textUnreadable')}
          </p>
        )}
        <Mistakes
          tools={tools}
          showText={() => {
            showsText.value = true;
          }}
        />
        <fieldset class="all-forms" disabled={!draft.reads.value}>
          {sections.map(({ name, fields }, at) => (
            <section key={name} id={`section-${at}`} class="settings-section">
              <h2>{name}</h2>
              {fields.map((field) => (
                <AnyField key={field.key} field={field} path={[field.key]} tools={tools} />
              ))}
            </section>
          ))}
        </fieldset>
        <Versions tools={tools} age={age.value} onPutBack={() => void beginAgain()} />
      </div>
      {showsText.value && <TextEditor tools={tools} />}
      <SaveBar
        tools={tools}
        onSaved={() => {
          age.value += 1;
        }}
      />
    </div>
  );

  async function beginAgain(): Promise<void> {
    const opened = await link.call('settings/open', {});
    if (opened.ok) draft.begin(opened.value);
    age.value += 1;
  }
}

/** Groups and lists at the top are sections; what stands there by itself is one, too. */
function sectionsOf(form: FormField, general: string, words: FormTools['words']): readonly Section[] {
  const fields = fieldsFor(form.control, {});
  const isSection = ({ control }: FormField) => control.kind === 'group' || control.kind === 'list';
  return [
    {
      name: general,
      fields: fields.filter((field) => !isSection(field)).toSorted((one, other) => rarity(one) - rarity(other)),
    },
    ...fields.filter(isSection).map((field) => ({ name: words(field.label), fields: [field] })),
  ];
}

/** Paths of other files are seldom touched, and what only editors of text look for never. */
function rarity({ key, control }: FormField): number {
  return key === '$schema' ? 2 : Number(control.kind === 'path');
}

function Count({ tools: { draft }, fields }: { readonly tools: FormTools; readonly fields: Section['fields'] }) {
  const count = draft.look.value.mistakes.filter(({ path }) =>
    fields.some(({ key }) => path === key || path.startsWith(`${key}.`) || path.startsWith(`${key}[`)),
  ).length;
  return count > 0 ? <span class="count">{count}</span> : null;
}

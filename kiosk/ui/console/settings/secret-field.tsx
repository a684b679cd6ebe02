import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { pathText } from '#config/settings/json.ts';
import type { MessageKey } from '#config/strings/messages.ts';
import type { SecretOnPage, SecretRefusalKind } from '#kiosk/bridge/console/settings-words.ts';
import { type FieldProps, FieldRow } from './field-row.tsx';
import { idOf } from './form-tools.ts';
import { callProblem, secretRefusals, timeIn } from './problem-words.ts';
import { TextInput } from './value-inputs.tsx';

const states = {
  set: 'console.settings.secrets.set',
  'not-set': 'console.settings.secrets.notSet',
  'no-such-file': 'console.settings.secrets.noSuchFile',
  'readable-by-others': 'console.settings.secrets.readableByOthers',
  'not-readable': 'console.settings.secrets.notReadable',
} as const satisfies Readonly<Record<SecretOnPage['is'], MessageKey>>;

/** A file with a secret: whether there is one and since when, and a way to set another. What stands in it is never shown. */
export function SecretField(props: FieldProps): JSX.Element {
  const { field, path, tools } = props;
  const { draft, say, words, link } = tools;
  const isOpen = useSignal(false);
  const typed = useSignal('');
  const refusal = useSignal<MessageKey | undefined>(undefined);
  const secret = draft.secretsAt.value.get(pathText(path));
  const is = secret?.is ?? 'not-set';
  const id = `${idOf(path)}-secret`;
  return (
    <FieldRow {...props}>
      <TextInput {...props} of="text" />
      <span
        class={`pill ${is === 'set' ? 'good' : is === 'not-set' ? '' : 'bad'}`}
        data-secret={pathText(path)}
        data-is={is}
      >
        {say(states[is], { since: secret?.since === undefined ? '' : timeIn(secret.since, tools) })}
      </span>
      {!isOpen.value && (
        <button
          type="button"
          aria-label={`${say('console.settings.secrets.enter')} ${words(field.label)}`}
          onClick={() => {
            isOpen.value = true;
            requestAnimationFrame(() => document.getElementById(id)?.focus());
          }}
        >
          {say('console.settings.secrets.enter')}
        </button>
      )}
      {isOpen.value && (
        <div class="secret-entry">
          <label for={id}>{say('console.settings.secrets.value', { field: words(field.label) })}</label>
          <textarea
            id={id}
            rows={2}
            autocomplete="off"
            spellcheck={false}
            value={typed.value}
            onInput={({ currentTarget }) => {
              typed.value = currentTarget.value;
            }}
          />
          <button type="button" class="primary" onClick={() => void keep()}>
            {say('console.settings.secrets.keep')}
          </button>
          <button type="button" onClick={close}>
            {say('console.settings.cancel')}
          </button>
          <p class="refusal" role="alert">
            {refusal.value && say(refusal.value)}
          </p>
        </div>
      )}
    </FieldRow>
  );

  function close(): void {
    isOpen.value = false;
    typed.value = '';
    refusal.value = undefined;
  }

  async function keep(): Promise<void> {
    const set = await link.call('settings/set-secret', { text: draft.text.value, path, value: typed.value });
    if (set.ok) {
      draft.setText(set.value.text);
      close();
      return;
    }
    const { kind } = set.problem;
    refusal.value = isRefusal(kind) ? secretRefusals[kind] : callProblem(kind);
  }
}

function isRefusal(kind: string): kind is SecretRefusalKind {
  return Object.hasOwn(secretRefusals, kind);
}

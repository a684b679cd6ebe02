import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { FormTools } from './form-tools.ts';
import { callProblem } from './problem-words.ts';

const mostBytes = 1 << 20;

/** A site file of elsewhere becomes the draft, and is saved like any other; the site as one file goes out without its secrets. */
export function Files({ tools }: { readonly tools: FormTools }): JSX.Element {
  const { draft, say, link } = tools;
  const said = useSignal<MessageKey | undefined>(undefined);
  return (
    <div class="files">
      <label class="button">
        {say('console.settings.import')}
        <input
          type="file"
          class="unseen"
          accept=".json,application/json"
          data-import
          onChange={({ currentTarget }) => void take(currentTarget)}
        />
      </label>
      <button type="button" data-export onClick={() => void give()}>
        {say('console.settings.export')}
      </button>
      <p role="status">{said.value && say(said.value)}</p>
    </div>
  );

  async function take(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    if (!file) return;
    const text = file.size > mostBytes ? undefined : textOf(await file.arrayBuffer());
    input.value = '';
    said.value =
      file.size > mostBytes
        ? 'console.settings.importTooLarge'
        : text === undefined
          ? 'console.settings.importNotText'
          : 'console.settings.imported';
    if (text !== undefined) draft.setText(text, true);
  }

  async function give(): Promise<void> {
    const given = await link.call('settings/export', {});
    if (!given.ok) {
      said.value =
        given.problem.kind === 'does-not-read'
          ? 'console.settings.secretRefusals.doesNotRead'
          : callProblem(given.problem.kind);
      return;
    }
    const address = URL.createObjectURL(new Blob([given.value.text], { type: 'application/json' }));
    const anchor = document.createElement('a');
    anchor.href = address;
    anchor.download = given.value.fileName;
    anchor.click();
    URL.revokeObjectURL(address);
  }
}

function textOf(bytes: ArrayBuffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

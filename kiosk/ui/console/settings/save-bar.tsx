import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { OpenedSettings } from '#kiosk/bridge/console/settings-words.ts';
import { DifferenceTable } from './difference-table.tsx';
import type { FormTools } from './form-tools.ts';
import { Meanwhile } from './meanwhile.tsx';
import { Modal } from './modal.tsx';
import { saveProblem } from './problem-words.ts';

/** How much has been changed, and the way to save it: first the difference, then why. */
export function SaveBar({ tools, onSaved }: { readonly tools: FormTools; readonly onSaved: () => void }): JSX.Element {
  const { draft, say, link } = tools;
  const shows = useSignal<'difference' | undefined>(undefined);
  const why = useSignal('');
  const problem = useSignal<MessageKey | undefined>(undefined);
  const saved = useSignal<number | undefined>(undefined);
  const isBusy = useSignal(false);
  /** What somebody else saved. */
  const theirs = useSignal<OpenedSettings | undefined>(undefined);
  const changes = draft.changes.value;
  const mistakes = draft.look.value.mistakes.length;
  const isChanged = changes.length > 0 || draft.text.value !== draft.opened.value.text;
  return (
    <div class="save-bar">
      <p role="status">
        {saved.value !== undefined && !isChanged
          ? say('console.settings.saved', { version: saved.value })
          : isChanged
            ? say('console.settings.changes', { count: changes.length })
            : say('console.settings.noChanges')}
        {mistakes > 0 && <span class="pill bad">{say('console.settings.mistakesCount', { count: mistakes })}</span>}
      </p>
      <button type="button" disabled={!isChanged} onClick={() => void startAgain()}>
        {say('console.settings.discard')}
      </button>
      <button
        type="button"
        class="primary"
        data-review
        disabled={!isChanged || mistakes > 0 || !draft.reads.value}
        onClick={() => {
          problem.value = undefined;
          shows.value = 'difference';
        }}
      >
        {say('console.settings.review')}
      </button>
      {shows.value === 'difference' && (
        <Modal title={say('console.settings.differenceTitle')} onClose={close}>
          <form
            method="dialog"
            onSubmit={(event) => {
              event.preventDefault();
              void save();
            }}
          >
            <DifferenceTable changes={changes} tools={tools} />
            <label class="why">
              {say('console.settings.why')}
              <input
                name="why"
                maxLength={200}
                autocomplete="off"
                value={why.value}
                onInput={({ currentTarget }) => {
                  why.value = currentTarget.value;
                }}
              />
            </label>
            <p class="refusal" role="alert">
              {problem.value && say(problem.value)}
            </p>
            <div class="modal-acts">
              <button type="button" onClick={close}>
                {say('console.settings.cancel')}
              </button>
              <button type="submit" class="primary" data-save disabled={isBusy.value}>
                {say('console.settings.save')}
              </button>
            </div>
          </form>
        </Modal>
      )}
      {theirs.value && (
        <Meanwhile
          theirs={theirs.value}
          tools={tools}
          onClose={() => {
            theirs.value = undefined;
          }}
        />
      )}
    </div>
  );

  function close(): void {
    shows.value = undefined;
  }

  async function save(): Promise<void> {
    isBusy.value = true;
    const { text, opened, isImported } = draft;
    const done = await link.call('settings/save', {
      text: text.value,
      from: opened.value.from,
      why: why.value,
      ...(isImported.value ? { imported: true } : {}),
    });
    isBusy.value = false;
    if (!done.ok) {
      if (done.problem.kind === 'changed-meanwhile') {
        const now = await link.call('settings/open', {});
        if (now.ok) {
          close();
          theirs.value = now.value;
          return;
        }
      }
      problem.value = saveProblem(done.problem.kind);
      return;
    }
    saved.value = done.value.version;
    why.value = '';
    close();
    await startAgain();
    onSaved();
  }

  async function startAgain(): Promise<void> {
    const now = await link.call('settings/open', {});
    if (now.ok) draft.begin(now.value);
  }
}

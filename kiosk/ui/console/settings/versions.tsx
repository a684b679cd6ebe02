import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { type SiteChange, siteDifference } from '#config/settings/site-difference.ts';
import type { MessageKey } from '#config/strings/messages.ts';
import type { VersionOnPage } from '#kiosk/bridge/console/settings-words.ts';
import { nameOf } from '../name-of.ts';
import { DifferenceTable } from './difference-table.tsx';
import type { FormTools } from './form-tools.ts';
import { Modal } from './modal.tsx';
import { saveProblem, timeIn } from './problem-words.ts';

/** The versions that are kept: who, why and when, what has changed since, and the way back. */
export function Versions({
  tools,
  age,
  onPutBack,
}: {
  readonly tools: FormTools;
  /** Another one: read them again. */
  readonly age: number;
  readonly onPutBack: () => void;
}): JSX.Element {
  const { draft, say, link } = tools;
  const versions = useSignal<readonly VersionOnPage[]>([]);
  const compared = useSignal<{ readonly version: number; readonly changes: readonly SiteChange[] } | undefined>(
    undefined,
  );
  const problem = useSignal<MessageKey | undefined>(undefined);
  // Read again when something was saved.
  const { from } = draft.opened.value;
  useEffect(() => {
    void link.call('settings/versions', {}).then((read) => {
      if (read.ok) versions.value = read.value;
    });
  }, [link, versions, from, age]);
  return (
    <section id="section-versions" class="settings-section">
      <h2>{say('console.settings.versions.title')}</h2>
      <p class="refusal" role="alert">
        {problem.value && say(problem.value)}
      </p>
      {versions.value.length === 0 ? (
        <p class="empty">{say('console.settings.versions.none')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              {(['version', 'when', 'who', 'why', 'do'] as const).map((column) => (
                <th key={column} scope="col">
                  {say(`console.settings.versions.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.value.map(({ version, at, by, why, isCurrent }) => (
              <tr key={version} data-version={version}>
                <th scope="row">
                  {version} {isCurrent && <span class="pill good">{say('console.settings.versions.current')}</span>}
                </th>
                <td>{timeIn(at, tools)}</td>
                <td>{by === undefined ? say('console.settings.versions.hand') : nameOf(by, say)}</td>
                <td>{why}</td>
                <td class="actions">
                  {!isCurrent && (
                    <>
                      <button type="button" onClick={() => void compare(version)}>
                        {say('console.settings.versions.difference')}
                      </button>
                      <button type="button" data-put-back={version} onClick={() => void putBack(version)}>
                        {say('console.settings.versions.putBack', { version })}
                      </button>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {compared.value && (
        <Modal
          title={say('console.settings.versions.differenceOf', { version: compared.value.version })}
          onClose={closeComparison}
        >
          {compared.value.changes.length === 0 ? (
            <p class="empty">{say('console.settings.versions.same')}</p>
          ) : (
            <DifferenceTable changes={compared.value.changes} tools={tools} />
          )}
          <div class="modal-acts">
            <button type="button" onClick={closeComparison}>
              {say('console.settings.cancel')}
            </button>
          </div>
        </Modal>
      )}
    </section>
  );

  function closeComparison(): void {
    compared.value = undefined;
  }

  async function compare(version: number): Promise<void> {
    const read = await link.call('settings/version', { version });
    if (read.ok) compared.value = { version, changes: siteDifference(read.value.own, draft.opened.value.written) };
    else problem.value = saveProblem(read.problem.kind);
  }

  async function putBack(version: number): Promise<void> {
    const back = await link.call('settings/put-back', {
      version,
      from: draft.opened.value.from,
      why: say('console.settings.versions.putBackWhy', { version }),
    });
    problem.value = back.ok ? undefined : saveProblem(back.problem.kind);
    if (back.ok) onPutBack();
  }
}

import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { siteDifference } from '#config/settings/site-difference.ts';
import type { OpenedSettings, VersionOnPage } from '#kiosk/bridge/console/settings-words.ts';
import { nameOf } from '../name-of.ts';
import { DifferenceTable } from './difference-table.tsx';
import { type FormTools, shownValue } from './form-tools.ts';
import { mergeDrafts } from './merge-drafts.ts';
import { Modal } from './modal.tsx';

/** Somebody else saved while this draft was being made: theirs stays, and where both changed the same, one chooses. */
export function Meanwhile({
  theirs,
  tools,
  onClose,
}: {
  readonly theirs: OpenedSettings;
  readonly tools: FormTools;
  readonly onClose: () => void;
}): JSX.Element {
  const { draft, say, link } = tools;
  const mine = useSignal<readonly string[]>([]);
  const newest = useSignal<VersionOnPage | undefined>(undefined);
  useEffect(() => {
    void link.call('settings/versions', {}).then((read) => {
      if (read.ok) newest.value = read.value[0];
    });
  }, [link, newest]);
  const base = draft.opened.value.written;
  const { merged, conflicts } = mergeDrafts({ base, mine: draft.own.value, theirs: theirs.written }, (path) =>
    mine.value.includes(path),
  );
  return (
    <Modal title={say('console.settings.meanwhile.title')} onClose={onClose}>
      <p>
        {say('console.settings.meanwhile.explain', {
          by:
            newest.value?.by === undefined ? say('console.settings.meanwhile.somebody') : nameOf(newest.value.by, say),
          version: newest.value?.version ?? '',
        })}
      </p>
      <h3>{say('console.settings.meanwhile.changes')}</h3>
      <DifferenceTable changes={siteDifference(base, theirs.written)} tools={tools} />
      {conflicts.length === 0 && <p class="empty">{say('console.settings.meanwhile.noConflict')}</p>}
      {conflicts.map((conflict) => (
        <fieldset key={conflict.path} class="conflict" data-conflict={conflict.path}>
          <legend>{say('console.settings.meanwhile.choose', { path: conflict.path })}</legend>
          {(['theirs', 'mine'] as const).map((whose) => (
            <label key={whose}>
              <input
                type="radio"
                name={conflict.path}
                value={whose}
                checked={mine.value.includes(conflict.path) === (whose === 'mine')}
                onChange={() => {
                  const others = mine.value.filter((path) => path !== conflict.path);
                  mine.value = whose === 'mine' ? [...others, conflict.path] : others;
                }}
              />
              <strong>{say(`console.settings.meanwhile.${whose}`)}</strong> {shownValue(conflict[whose], tools)}
            </label>
          ))}
        </fieldset>
      ))}
      <div class="modal-acts">
        <button type="button" data-start-again onClick={() => goOn(false)}>
          {say('console.settings.meanwhile.startAgain')}
        </button>
        <button type="button" class="primary" data-take-over onClick={() => goOn(true)}>
          {say('console.settings.meanwhile.takeOver')}
        </button>
      </div>
    </Modal>
  );

  function goOn(withMine: boolean): void {
    draft.begin(theirs);
    if (withMine) draft.setOwn(merged);
    onClose();
  }
}

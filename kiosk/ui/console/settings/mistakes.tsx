import type { JSX } from 'preact';
import { readPath } from '#config/settings/json.ts';
import type { MistakeOnPage } from '#kiosk/bridge/console/settings-words.ts';
import { type FormTools, idOf } from './form-tools.ts';
import { goToLine } from './text-editor.tsx';

/** All that is wrong, and the way to each place: the field, or the line where there is no field. */
export function Mistakes({
  tools,
  showText,
}: {
  readonly tools: FormTools;
  readonly showText: () => void;
}): JSX.Element | null {
  const { draft, say, language } = tools;
  const { mistakes, notes } = draft.look.value;
  const all = [
    ...mistakes.map((mistake) => ({ mistake, isNote: false })),
    ...notes.map((mistake) => ({ mistake, isNote: true })),
  ];
  if (all.length === 0) return null;
  return (
    <section class="mistake-list" aria-label={say('console.settings.mistakesTitle')}>
      <h2>
        {say(mistakes.length > 0 ? 'console.settings.mistakesTitle' : 'console.settings.notesTitle')}{' '}
        <span class="count">{mistakes.length > 0 ? mistakes.length : notes.length}</span>
      </h2>
      <ul>
        {all.map(({ mistake, isNote }) => (
          <li key={`${mistake.path} ${mistake.kind} ${isNote}`} {...(isNote ? {} : { 'data-mistake': mistake.path })}>
            <button type="button" class="quiet" onClick={() => goTo(mistake)}>
              {mistake.path}
            </button>
            {mistake.line !== undefined && <small>{say('console.settings.line', { line: mistake.line })}</small>}
            <span>{say('console.settings.mistake', mistake.said[language])}</span>
          </li>
        ))}
      </ul>
    </section>
  );

  function goTo({ path, line }: MistakeOnPage): void {
    const at = readPath(path);
    const field = at && document.getElementById(idOf(at));
    if (field) {
      field.focus();
      field.scrollIntoView({ block: 'center' });
      return;
    }
    const group = document.querySelector(`[data-field="${CSS.escape(path)}"]`);
    if (group) group.scrollIntoView({ block: 'center' });
    if (line === undefined) return;
    showText();
    requestAnimationFrame(() => goToLine(line));
  }
}

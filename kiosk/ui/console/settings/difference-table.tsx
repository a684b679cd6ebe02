import type { JSX } from 'preact';
import type { SiteChange } from '#config/settings/site-difference.ts';
import type { MessageKey } from '#config/strings/messages.ts';
import { type FormTools, shownValue } from './form-tools.ts';

/** What changes: where, from what, to what, and from when on it counts. */
export function DifferenceTable({
  changes,
  tools,
}: {
  readonly changes: readonly SiteChange[];
  readonly tools: FormTools;
}): JSX.Element {
  const { say } = tools;
  return (
    <div class="difference">
      <table>
        <thead>
          <tr>
            <th scope="col">{say('console.settings.place')}</th>
            <th scope="col">{say('console.settings.before')}</th>
            <th scope="col">{say('console.settings.after')}</th>
            <th scope="col">{say('console.settings.when')}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.kind} ${change.path}`} data-change={change.path}>
              <th scope="row">{change.path}</th>
              <td>{shownValue(change.before, tools)}</td>
              <td>{shownValue(change.after, tools)}</td>
              <td>{say(whenOf(change, tools))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** As `kiosk/host/site-versions/take-saved.ts` does it. */
function whenOf({ path, applies }: SiteChange, { draft }: FormTools): MessageKey {
  if (draft.opened.value.isDraft) return 'console.settings.whens.atStart';
  if (applies === 'at-once') return 'console.settings.whens.atOnce';
  return /^(management|kiosk\.dataDir)(?![A-Za-z])/.test(path)
    ? 'console.settings.whens.program'
    : 'console.settings.whens.atRest';
}

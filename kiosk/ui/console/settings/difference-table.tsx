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
  // Before there is a file, all of it is new, and counts when the kiosk opens.
  const isFirst = tools.draft.opened.value.isDraft;
  return (
    <div class="difference">
      <table class="stacks">
        <thead>
          <tr>
            <th scope="col">{say('console.settings.place')}</th>
            {!isFirst && <th scope="col">{say('console.settings.before')}</th>}
            <th scope="col">{say('console.settings.after')}</th>
            {!isFirst && <th scope="col">{say('console.settings.when')}</th>}
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={`${change.kind} ${change.path}`} data-change={change.path}>
              <th scope="row">{change.path}</th>
              {!isFirst && <td>{shownValue(change.before, tools)}</td>}
              <td>{shownValue(change.after, tools)}</td>
              {!isFirst && <td>{say(whenOf(change))}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** As `kiosk/host/site-versions/take-saved.ts` does it. */
function whenOf({ path, applies }: SiteChange): MessageKey {
  if (applies === 'at-once') return 'console.settings.whens.atOnce';
  return /^(management|kiosk\.dataDir)(?![A-Za-z])/.test(path)
    ? 'console.settings.whens.program'
    : 'console.settings.whens.atRest';
}

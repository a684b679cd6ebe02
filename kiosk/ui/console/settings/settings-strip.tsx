import type { JSX } from 'preact';
import { sayKioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';

/** On every page: a site file that is broken, and what was saved and does not count yet. */
export function SettingsStrip({ tools }: { readonly tools: ConsoleTools }): JSX.Element | null {
  const state = useTopic(tools, 'settings').value;
  if (!state) return null;
  const { say, language, link, go } = tools;
  const { mistakes, runs, lastGood, applying, programRestart, hash } = state;
  return (
    <>
      {mistakes.length > 0 && (
        <div class="strip bad" role="status" data-site-file="broken">
          {say(runs === 'last-good' ? 'console.settings.strip.lastGood' : 'console.settings.strip.broken', {
            count: mistakes.length,
          })}
          <ul>
            {mistakes.slice(0, 3).map(({ path, kind, line, said }) => (
              <li key={`${path} ${kind}`}>
                <code>{path}</code>: {said[language].expected}
                {line !== undefined && ` (${say('console.settings.line', { line })})`}
              </li>
            ))}
            {mistakes.length > 3 && <li>{say('console.settings.strip.more', { count: mistakes.length - 3 })}</li>}
          </ul>
          <span class="strip-acts">
            {lastGood !== undefined && (
              <button type="button" data-put-back-last-good onClick={() => void putBack(lastGood)}>
                {say('console.settings.strip.putBack', { version: lastGood })}
              </button>
            )}
            <button type="button" onClick={() => go('settings')}>
              {say('console.settings.strip.edit')}
            </button>
          </span>
        </div>
      )}
      {applying.is !== 'settled' && (
        <div class={`strip ${applying.is === 'refused' ? 'bad' : 'careful'}`} role="status" data-applying={applying.is}>
          {applying.is === 'refused'
            ? say('console.settings.applying.refused', { why: sayKioskProblem(applying.why, say) })
            : say(`console.settings.applying.${applying.is === 'opening' ? 'opening' : 'waits'}`)}
          {applying.is === 'waits-for-rest' && (
            <button type="button" data-apply-now onClick={() => void link.call('settings/apply-now', {})}>
              {say('console.settings.applying.now')}
            </button>
          )}
        </div>
      )}
      {programRestart.length > 0 && (
        <p class="strip careful" role="status" data-program-restart>
          {say('console.settings.applying.program', { places: programRestart.join(', ') })}
        </p>
      )}
    </>
  );

  async function putBack(version: number): Promise<void> {
    await link.call('settings/put-back', {
      version,
      from: hash,
      why: say('console.settings.versions.putBackWhy', { version }),
    });
  }
}

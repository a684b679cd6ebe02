import type { JSX } from 'preact';
import type { WindowOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { type Tools, timeOf } from './tools.ts';

/** Whether patients see their page, how its window fares, and what to do. */
export function WindowLine({ window, tools }: { readonly window: WindowOnPage; readonly tools: Tools }): JSX.Element {
  const { say } = tools;
  const { page, silentSeconds, lastTapAt, restarts, lastRestart } = window;
  return (
    <>
      <p class={page === 'lost' ? 'strip bad' : 'line'}>
        {say(`technician.window.page.${page}`, { seconds: silentSeconds })}{' '}
        {lastTapAt !== undefined && say('technician.window.lastTap', { at: timeOf(lastTapAt, tools) })}
      </p>
      {restarts > 0 && lastRestart && (
        <p class="hint">
          {say('technician.window.restarts', { times: restarts, why: say(`technician.window.why.${lastRestart}`) })}
        </p>
      )}
    </>
  );
}

import type { JSX } from 'preact';
import { type CounterTools, clockText } from './tools.ts';

/** What somebody must know before they press the next button. */
export function Banners({ tools }: { readonly tools: CounterTools }): JSX.Element {
  const { say, link, snapshot } = tools;
  const lost = link.lostSince.value;
  const pending = link.pending.value;
  const outcome = link.outcome.value;
  return (
    <div class="banners">
      {lost !== undefined && (
        <p class="banner bad" role="status" data-line-lost>
          {say('lineLost', { time: clockText(tools, lost + link.ahead.value) })}
        </p>
      )}
      {pending?.isLate && (
        <p class="banner careful" role="status" data-sending>
          {link.isNotDeciding.value ? say('notDeciding') : say('sending', { act: say(`acts.${pending.act.kind}`) })}
        </p>
      )}
      {outcome?.is === 'refused' && (
        <p class="banner careful" role="alert" data-refused={outcome.why}>
          <span>
            {say('outcome.notDone', { act: say(`acts.${outcome.act.kind}`), why: say(`refused.${outcome.why}`) })}
          </span>
          <button type="button" onClick={link.forgetOutcome}>
            {say('close')}
          </button>
        </p>
      )}
      {snapshot.isRecovering && <p class="banner careful">{say('endRecovery.banner')}</p>}
    </div>
  );
}

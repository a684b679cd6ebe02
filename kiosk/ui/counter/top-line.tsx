import type { JSX } from 'preact';
import { textIn } from '#config/agreements/language.ts';
import { ActButton } from './act-button.tsx';
import { type CounterTools, serviceName } from './tools.ts';

/** Which counter this is, who sits there, whether the line is there, and what is needed seldom. */
export function TopLine({
  tools,
  onOtherLanguage,
}: {
  readonly tools: CounterTools;
  readonly onOtherLanguage: () => void;
}): JSX.Element {
  const { say, snapshot, link, language, me, open, act } = tools;
  const { counter, sitting } = snapshot;
  const isLost = link.lostSince.value !== undefined;
  const isYours = sitting?.isYou === true;
  const isSupervisor = me.roles.includes('supervisor');
  return (
    <header class="top">
      <h1>
        {textIn(language, counter.name)}
        <small>{counter.services.map((code) => serviceName(tools, code)).join(', ')}</small>
      </h1>
      {snapshot.test && <strong class="test">{say('test')}</strong>}
      <span class="who">
        {sitting ? (isYours ? say('sit.you', { name: sitting.name }) : sitting.name) : say('sit.nobody')}
      </span>
      <span class={`line ${isLost ? 'lost' : ''}`} role="status">
        {isLost ? '' : say('linked')}
      </span>
      {!sitting && <ActButton tools={tools} act="sit-down" />}
      {(isYours || !sitting) && (
        <ActButton tools={tools} act="pause" label={say(counter.isPaused ? 'acts.resume' : 'acts.pause')} />
      )}
      <details class="menu">
        <summary>{say('more')}</summary>
        <ul>
          <li>
            <a href="/counter">{say('otherCounter')}</a>
          </li>
          {item('keys', say('keys'), () => open({ is: 'keys' }))}
          {item('language', say('otherLanguage'), onOtherLanguage)}
          {isSupervisor && item('close-day', say('acts.close-day'), () => open({ is: 'close-day' }))}
          {isSupervisor &&
            snapshot.isRecovering &&
            item('end-recovery', say('acts.end-recovery'), () => open({ is: 'end-recovery' }))}
          {isYours && item('leave-counter', say('sit.leave'), () => act({ kind: 'leave-counter' }))}
          {item('sign-out', say('signOut'), () => void link.signOut())}
        </ul>
      </details>
    </header>
  );
}

/** Of the menu, which it closes. */
function item(name: string, label: string, press: () => void): JSX.Element {
  return (
    <li key={name}>
      <button
        type="button"
        data-act={name}
        onClick={({ currentTarget }) => {
          currentTarget.closest('details')?.removeAttribute('open');
          press();
        }}
      >
        {label}
      </button>
    </li>
  );
}

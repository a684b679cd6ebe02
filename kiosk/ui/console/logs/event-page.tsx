import type { JSX } from 'preact';
import { isLogEvent, logEvents } from '#config/agreements/log-events.ts';
import { eventHelp } from '#config/strings/event-help.ts';
import type { ConsoleTools } from '../tools.ts';
import { levelWords, logWords } from './log-page-words.ts';

/** The documentation of one event, made from the catalogue. */
export function EventPage({ event, tools }: { readonly event: string; readonly tools: ConsoleTools }): JSX.Element {
  const { language, go } = tools;
  const back = (
    <p>
      <button type="button" onClick={() => go('logs')}>
        {logWords.back[language]}
      </button>
    </p>
  );
  if (!isLogEvent(event))
    return (
      <>
        {back}
        <p class="empty">{logWords.unknown[language]}</p>
      </>
    );
  const { level, fields } = logEvents[event];
  const { says, todo } = eventHelp[event][language];
  return (
    <>
      {back}
      <section data-event={event}>
        <h2>
          {event}{' '}
          <span class={`pill ${level === 'error' ? 'bad' : level === 'warn' ? 'careful' : 'good'}`}>
            {levelWords[level][language]}
          </span>
        </h2>
        <dl class="log-help">
          <dt>{logWords.says[language]}</dt>
          <dd>{says}</dd>
          <dt>{logWords.todo[language]}</dt>
          <dd>
            <strong>{todo}</strong>
          </dd>
          <dt>{logWords.fields[language]}</dt>
          <dd>{fields.length === 0 ? '–' : fields.map((field) => <code key={field}>{field} </code>)}</dd>
        </dl>
      </section>
    </>
  );
}

import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isLogEvent, logEvents } from '#config/agreements/log-events.ts';
import { eventHelp } from '#config/strings/event-help.ts';
import type { LogFound, LogLineOnPage, LogSearch } from '#kiosk/bridge/console/logs-words.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { EventPage } from './event-page.tsx';
import { levelWords, logWords } from './log-page-words.ts';
import { Sparklines } from './sparklines.tsx';

/** What the kiosk has written; `/logs/<event>` is that event's documentation. */
export function LogsPage({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  if (tools.about !== undefined) return <EventPage event={tools.about} tools={tools} />;
  return (
    <>
      <Bundle tools={tools} />
      <Sparklines tools={tools} />
      <Search tools={tools} />
    </>
  );
}

function Bundle({ tools: { link, language } }: { readonly tools: ConsoleTools }): JSX.Element {
  const [refused, setRefused] = useState(false);
  const make = async () => {
    const made = await link.call('logs/make-bundle', {});
    setRefused(!made.ok);
    if (made.ok) location.assign(`/bundle/${made.value.pass}`);
  };
  return (
    <p class="log-bundle">
      <button type="button" data-act="bundle" onClick={() => void make()}>
        {logWords.bundle[language]}
      </button>
      <small>{logWords.bundleHint[language]}</small>
      {refused && <span role="alert">{logWords.refused[language]}</span>}
    </p>
  );
}

type Level = 'every' | 'warnUp' | 'errorsOnly';
const levels: Readonly<Record<Level, LogSearch['levels']>> = {
  every: undefined,
  warnUp: ['warn', 'error'],
  errorsOnly: ['error'],
};

function Search({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const { link, language } = tools;
  const [wish, setWish] = useState<LogSearch>({});
  const [found, setFound] = useState<LogFound | 'not-readable' | undefined>(undefined);
  const [isLive, setLive] = useState(false);
  const look = async (search: LogSearch, before: readonly LogLineOnPage[]) => {
    const answer = await link.call('logs/search', search);
    setFound(answer.ok ? { ...answer.value, lines: [...before, ...answer.value.lines] } : 'not-readable');
  };
  useEffect(() => void look({}, []), []);
  const isFound = found !== undefined && found !== 'not-readable';
  return (
    <section aria-labelledby="log-lines" data-control="look-at-log">
      <h2 id="log-lines">{logWords.filter[language]}</h2>
      <form
        class="log-filter"
        onSubmit={(event) => {
          event.preventDefault();
          const search = searchFrom(new FormData(event.currentTarget));
          setWish(search);
          void look(search, []);
        }}
      >
        <label>
          {logWords.level[language]}
          <select name="level">
            {(Object.keys(levels) as Level[]).map((level) => (
              <option key={level} value={level}>
                {logWords[level][language]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {logWords.event[language]}
          <select name="event">
            <option value="">{logWords.every[language]}</option>
            {Object.keys(logEvents).map((event) => (
              <option key={event} value={event}>
                {event}
              </option>
            ))}
          </select>
        </label>
        <label>
          {logWords.device[language]}
          <input name="device" autocomplete="off" />
        </label>
        <label>
          {logWords.text[language]}
          <input name="text" autocomplete="off" />
        </label>
        <label>
          {logWords.from[language]}
          <input name="from" type="datetime-local" />
        </label>
        <label>
          {logWords.to[language]}
          <input name="to" type="datetime-local" />
        </label>
        <button type="submit" class="primary">
          {logWords.search[language]}
        </button>
        <button
          type="button"
          data-act="tail"
          aria-pressed={isLive}
          onClick={async () => setLive(!isLive && (await link.call('logs/open-tail', {})).ok)}
        >
          {isLive ? logWords.stopTail[language] : logWords.tail[language]}
        </button>
      </form>
      {isLive ? (
        <Tail tools={tools} />
      ) : (
        <>
          {found === 'not-readable' && <p class="empty">{logWords.notReadable[language]}</p>}
          {isFound && <Lines lines={found.lines} tools={tools} />}
          {isFound && found.lines.length === 0 && <p class="empty">{logWords.none[language]}</p>}
          {isFound && (
            <p class="line log-more">
              {found.goOn ? (
                <button type="button" onClick={() => void look({ ...wish, goOn: found.goOn }, found.lines)}>
                  {logWords.more[language]}
                </button>
              ) : (
                <small>{logWords.end[language]}</small>
              )}
            </p>
          )}
        </>
      )}
    </section>
  );
}

function Tail({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const tail = useTopic(tools, 'log-tail').value;
  return <Lines lines={tail?.lines.toReversed() ?? []} tools={tools} />;
}

function Lines({
  lines,
  tools,
}: {
  readonly lines: readonly LogLineOnPage[];
  readonly tools: ConsoleTools;
}): JSX.Element {
  const { language, go } = tools;
  // A kiosk that does not run has no time zone of its own: then it is the browser's.
  const timeZone = useTopic(tools, 'readiness').value?.timeZone;
  return (
    <table class="log-table">
      <thead>
        <tr>
          <th scope="col">{logWords.time[language]}</th>
          <th scope="col">{logWords.event[language]}</th>
          <th scope="col">{logWords.says[language]}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ at, level, event, fields }, index) => (
          <tr key={`${at} ${event} ${index}`} data-level={level}>
            <td class="log-time">{timeOf(at, language, timeZone)}</td>
            <td>
              <a
                href={`/logs/${event}`}
                onClick={(clicked) => {
                  clicked.preventDefault();
                  go('logs', event);
                }}
              >
                {event}
              </a>{' '}
              {level !== 'info' && (
                <span class={`pill ${level === 'error' ? 'bad' : 'careful'}`}>{levelWords[level][language]}</span>
              )}
            </td>
            <td>
              {isLogEvent(event) ? eventHelp[event][language].says : logWords.unknown[language]}
              <small>{fieldsText(fields)}</small>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function fieldsText(fields: LogLineOnPage['fields']): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
}

function searchFrom(form: FormData): LogSearch {
  const text = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const moment = (name: string) => {
    const at = Date.parse(text(name) ?? '');
    return Number.isNaN(at) ? undefined : at;
  };
  const level = (Object.keys(levels) as Level[]).find((each) => each === text('level')) ?? 'every';
  const event = text('event');
  return {
    levels: levels[level],
    events: event === undefined ? undefined : [event],
    deviceId: text('device'),
    text: text('text'),
    from: moment('from'),
    to: moment('to'),
  };
}

function timeOf(at: number, language: ConsoleTools['language'], timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    ...(timeZone === undefined ? {} : { timeZone }),
    ...{ day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).format(at);
}

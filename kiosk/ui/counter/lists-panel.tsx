import { type Signal, useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { countOf, foundRows, type ListName, minutesSince, type Row, rowsOf, shownLists } from './rows.ts';
import { type CounterTools, clockText, counterName, serviceName } from './tools.ts';
import { useHubTime } from './use-hub-time.ts';

const searchAfterMs = 200;

/** Who waits, who is laid aside, whom the place has called; each number leads to what can be done with it. */
export function ListsPanel({
  tools,
  list,
}: {
  readonly tools: CounterTools;
  readonly list: Signal<ListName>;
}): JSX.Element {
  const { say, snapshot, link } = tools;
  const asked = useSignal('');
  const found = useSignal<readonly Row[] | undefined>(undefined);
  const text = asked.value.trim();
  // What was found may stand elsewhere by the next snapshot.
  useEffect(() => {
    if (text === '') {
      found.value = undefined;
      return;
    }
    let isLatest = true;
    const timer = setTimeout(async () => {
      const answer = await link.find(text);
      if (isLatest && answer) found.value = foundRows(answer);
    }, searchAfterMs);
    return () => {
      isLatest = false;
      clearTimeout(timer);
    };
  }, [text, link, found, snapshot.revision]);

  const lists = shownLists(snapshot);
  const open = lists.includes(list.value) ? list.value : 'waiting';
  const rows = found.value ?? rowsOf(snapshot, open);
  const isSearch = text !== '' && found.value !== undefined;
  const count = countOf(snapshot, open);
  return (
    <section class="card lists" aria-label={say('lists.label')}>
      <div class="head">
        <div
          class="tabs"
          role="tablist"
          aria-label={say('lists.label')}
          onKeyDown={(event) => moveTab(event, lists, list)}
        >
          {lists.map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              id={`tab-${name}`}
              aria-controls="list"
              aria-selected={name === open ? 'true' : 'false'}
              tabIndex={name === open ? 0 : -1}
              data-list={name}
              onClick={() => {
                list.value = name;
                asked.value = '';
              }}
            >
              {say(`lists.${name}`)} <span class="count">{countOf(snapshot, name)}</span>
            </button>
          ))}
        </div>
        <input
          type="search"
          aria-label={say('lists.searchHint')}
          placeholder={say('lists.search')}
          title="/"
          maxLength={24}
          autocomplete="off"
          value={asked.value}
          onInput={({ currentTarget }) => {
            asked.value = currentTarget.value;
          }}
          onKeyDown={({ key, currentTarget }) => {
            if (key !== 'Escape') return;
            asked.value = '';
            currentTarget.blur();
          }}
        />
      </div>
      <div class="rows" role="tabpanel" id="list" aria-labelledby={`tab-${open}`} tabIndex={-1} onKeyDown={moveRow}>
        {isSearch && <h3>{say('lists.found', { text })}</h3>}
        {open === 'unknown' && !isSearch && <p class="hint">{say('lists.unknownHint')}</p>}
        {rows.length === 0 && <p class="empty">{say(isSearch ? 'lists.nothingFound' : `lists.empty.${open}`)}</p>}
        <ul>
          {rows.map((row) => (
            <li key={row.visitId}>
              <NumberRow tools={tools} row={row} />
            </li>
          ))}
        </ul>
        {!isSearch && rows.length < count && <p class="hint">{say('lists.first', { shown: rows.length, count })}</p>}
      </div>
    </section>
  );
}

function NumberRow({ tools, row }: { readonly tools: CounterTools; readonly row: Row }): JSX.Element {
  const { say, snapshot, link, open } = tools;
  const now = useHubTime(link, 'minute');
  const { number, lane, flags, stands, since, reason } = row;
  const isWaiting = stands === 'waiting';
  const minutes = minutesSince(since, now);
  return (
    <button
      type="button"
      class="row"
      data-waiting={isWaiting ? number : undefined}
      data-number={number}
      data-stands={stands}
      onClick={() => open({ is: 'number', row })}
    >
      <strong class="number">{number}</strong>
      <span class="marks">
        {lane !== 'ordinary' && <span class={`lane ${lane}`}>{say(`lanes.${lane}`)}</span>}
        {flags.map((flag) => (
          <span key={flag} class="flag">
            {say(`flags.${flag}`)}
          </span>
        ))}
        {reason !== undefined && isParkReason(reason) && <span class="flag">{say(`parkReasons.${reason}`)}</span>}
        {snapshot.counter.services.length !== 1 && <span class="soft">{serviceName(tools, row.serviceCode)}</span>}
        {!isWaiting && !['absent', 'parked', 'unknown'].includes(stands) && (
          <span class="soft">{standsText(tools, row)}</span>
        )}
      </span>
      <span class="since">
        {isWaiting ? (minutes === 0 ? say('lists.now') : say('lists.minutes', { minutes })) : clockText(tools, since)}
      </span>
      <span class="more" aria-hidden="true">
        ›
      </span>
    </button>
  );
}

export function standsText(tools: CounterTools, { stands, counter }: Row): string {
  return tools.say(`stands.${stands}`, { counter: counter === undefined ? '' : counterName(tools, counter) });
}

const parkReasons = ['waits-for-result', 'fetches-paper', 'not-ready', 'pays-first'] as const;
export function isParkReason(reason: string): reason is (typeof parkReasons)[number] {
  return (parkReasons as readonly string[]).includes(reason);
}

function moveTab(event: KeyboardEvent, lists: readonly ListName[], list: Signal<ListName>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (step === undefined || !(event.target instanceof HTMLElement) || event.target.role !== 'tab') return;
  event.preventDefault();
  const next = lists[(lists.indexOf(list.value) + step + lists.length) % lists.length];
  if (next === undefined) return;
  list.value = next;
  document.getElementById(`tab-${next}`)?.focus();
}

function moveRow(event: JSX.TargetedKeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('button.row')];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
}

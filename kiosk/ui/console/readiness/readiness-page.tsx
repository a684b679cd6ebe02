import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import {
  type Check,
  outcomeOf,
  outcomes,
  type PartAvailability,
  type ReadinessReport,
  type ReadinessState,
} from '#kiosk/bridge/console/readiness-words.ts';
import type { PageName } from '../page-names.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { Standing } from '../upkeep/device-row.tsx';
import { availabilityWords, fill, findingWords, outcomeWords, partWords, readinessPageWords } from './check-words.ts';

interface Parts {
  readonly state: ReadinessState;
  readonly tools: ConsoleTools;
}

/** Is this kiosk fit for patients, what was found, and what to do about it: the worst first. */
export function ReadinessPage({ tools }: { readonly tools: ConsoleTools }): JSX.Element {
  const state = useTopic(tools, 'readiness').value;
  if (!state) return <p class="empty">{tools.say(state === null ? 'console.noKiosk' : 'console.opening')}</p>;
  const [newest, ...earlier] = state.reports;
  return (
    <>
      <Acts state={state} tools={tools} />
      {newest ? (
        <Result report={newest} state={state} tools={tools} />
      ) : (
        <p class="empty">{readinessPageWords.none[tools.language]}</p>
      )}
      <Bars state={state} tools={tools} />
      {earlier.length > 0 && <Earlier reports={earlier} state={state} tools={tools} />}
    </>
  );
}

function Acts({ state, tools }: Parts): JSX.Element {
  const { language, link } = tools;
  const words = readinessPageWords;
  const [refused, setRefused] = useState(false);
  const { closedByStaff, isRunning, isServing } = state;
  const call = async (name: 'readiness/test' | 'maintenance/begin' | 'maintenance/end') => {
    setRefused(!(await link.call(name, {})).ok);
  };
  return (
    <>
      {closedByStaff && (
        <p class="strip careful" role="status">
          {closedByStaff.since === 0
            ? words.closedUnknown[language]
            : fill(words.closed[language], { at: momentOf(closedByStaff.since, state, tools) })}
        </p>
      )}
      <div class="ready-acts">
        <button
          type="button"
          class="primary"
          data-act="test"
          data-control="run-self-test"
          disabled={isRunning || isServing}
          onClick={() => void call('readiness/test')}
        >
          {isRunning ? words.running[language] : words.test[language]}
        </button>
        <button
          type="button"
          data-act="maintenance"
          data-control={closedByStaff && 'end-maintenance'}
          aria-pressed={closedByStaff !== undefined}
          onClick={() => void call(closedByStaff ? 'maintenance/end' : 'maintenance/begin')}
        >
          {closedByStaff ? words.end[language] : words.begin[language]}
        </button>
        <a class="button" href="/patient-screen" target="_blank" rel="noreferrer">
          {words.screen[language]}
        </a>
        <span class="soft">
          {isServing ? words.serving[language] : fill(words.daily[language], { at: state.selfTestAt })}
        </span>
      </div>
      <p class="refusal" role="alert">
        {refused && words.refused[language]}
      </p>
    </>
  );
}

function Result({ report, state, tools }: Parts & { readonly report: ReadinessReport }): JSX.Element {
  const { language } = tools;
  const words = readinessPageWords;
  const sorted = report.checks.toSorted(
    (one, other) => outcomes.indexOf(outcomeOf(other)) - outcomes.indexOf(outcomeOf(one)),
  );
  return (
    <section aria-labelledby="ready-result">
      <h2 id="ready-result">
        {fill(words.result[language], { at: momentOf(Date.parse(report.at), state, tools) })}{' '}
        <OutcomePill outcome={report.outcome} tools={tools} />
      </h2>
      <table class="stacks ready-parts" data-outcome={report.outcome}>
        <thead>
          <tr>
            <th scope="col">{words.what[language]}</th>
            <th scope="col">{words.outcome[language]}</th>
            <th scope="col">{words.todo[language]}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((check) => (
            <CheckRow key={`${check.part} ${check.about ?? ''}`} check={check} tools={tools} />
          ))}
        </tbody>
      </table>
      <p class="line ready-signed">
        <a href="/readiness.json" download>
          {words.json[language]}
        </a>
        <span>
          {words.key[language]}: <code>{state.publicKey ?? words.noKey[language]}</code>
        </span>
      </p>
    </section>
  );
}

function CheckRow({ check, tools }: { readonly check: Check; readonly tools: ConsoleTools }): JSX.Element {
  const { language, go } = tools;
  const outcome = outcomeOf(check);
  const page = outcome === 'pass' ? undefined : pageOf(check);
  return (
    <tr data-check={check.part} data-outcome={outcome}>
      <th scope="row">
        {partWords[check.part][language]}
        {check.about !== undefined && <small>{check.about}</small>}
      </th>
      <td>
        <OutcomePill outcome={outcome} tools={tools} />
      </td>
      <td>
        <Found check={check} tools={tools} />
        {page && (
          <a
            class="button ready-go"
            href={page.about === undefined ? `/${page.name}` : `/${page.name}/${encodeURIComponent(page.about)}`}
            onClick={(event) => {
              event.preventDefault();
              go(page.name, page.about);
            }}
          >
            {readinessPageWords.go[language]} {tools.say(page.title)}
          </a>
        )}
      </td>
    </tr>
  );
}

function Found({ check, tools }: { readonly check: Check; readonly tools: ConsoleTools }): JSX.Element {
  const { say, language } = tools;
  if (check.part === 'device') return <Standing device={{ ...check, id: check.about }} say={say} />;
  const table: Readonly<
    Record<string, { readonly says: { vi: string; en: string }; readonly todo?: { vi: string; en: string } }>
  > = findingWords[check.part];
  const found = table[check.found];
  return (
    <>
      {found?.says[language]}
      {found?.todo && <small>{found.todo[language]}</small>}
    </>
  );
}

function OutcomePill({
  outcome,
  tools,
}: {
  readonly outcome: ReadinessReport['outcome'];
  readonly tools: ConsoleTools;
}) {
  const tone = { pass: 'good', warn: 'careful', fail: 'bad' }[outcome];
  return <span class={`pill ${tone}`}>{outcomeWords[outcome][tools.language]}</span>;
}

interface HelpingPage {
  readonly name: PageName;
  readonly about?: string;
  readonly title:
    | 'console.pages.devices'
    | 'console.pages.hospital'
    | 'console.pages.overview'
    | 'console.pages.people';
}

/** Where it is mended. */
function pageOf(check: Check): HelpingPage | undefined {
  switch (check.part) {
    case 'device':
      return { name: 'devices', about: check.about, title: 'console.pages.devices' };
    case 'system':
      return { name: 'hospital', title: 'console.pages.hospital' };
    case 'time':
    case 'window':
    case 'store':
    case 'disk':
      return { name: 'overview', title: 'console.pages.overview' };
    case 'audit':
      return { name: 'people', title: 'console.pages.people' };
    default:
      return undefined;
  }
}

function Bars({ state, tools }: Parts): JSX.Element {
  const { language } = tools;
  return (
    <section aria-labelledby="ready-bars">
      <h2 id="ready-bars">{readinessPageWords.availability[language]}</h2>
      <p class="hint">{readinessPageWords.availabilityHint[language]}</p>
      <table class="stacks ready-parts">
        <tbody>
          {state.availability.map((part) => (
            <BarRow key={`${part.part} ${part.about}`} part={part} tools={tools} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function BarRow({
  part: { part, about, days },
  tools,
}: {
  readonly part: PartAvailability;
  readonly tools: ConsoleTools;
}) {
  const { language } = tools;
  const total = (of: 'out' | 'watched') => days.reduce((sum, day) => sum + day[of], 0);
  const summary = fill(readinessPageWords.outMinutes[language], { out: total('out'), watched: total('watched') });
  return (
    <tr>
      <th scope="row">
        {availabilityWords[part][language]}
        {about !== '' && <small>{about}</small>}
      </th>
      <td>
        <svg class="ready-bars" viewBox="0 0 240 28" role="img" aria-label={summary} preserveAspectRatio="none">
          {days.map(({ day, watched, out }, index) => {
            const x = (30 - days.length + index) * 8;
            const share = watched === 0 ? 0 : Math.min(1, out / watched);
            return (
              <g key={day}>
                <title>{`${day}: ${fill(readinessPageWords.outMinutes[language], { out, watched })}`}</title>
                {watched > 0 && <rect class="bar-well" x={x} y={0} width={6} height={28} />}
                {share > 0 && (
                  <rect
                    class="bar-out"
                    x={x}
                    y={28 - Math.max(3, share * 28)}
                    width={6}
                    height={Math.max(3, share * 28)}
                  />
                )}
              </g>
            );
          })}
        </svg>
        <small>{summary}</small>
      </td>
    </tr>
  );
}

function Earlier({ reports, state, tools }: Parts & { readonly reports: readonly ReadinessReport[] }): JSX.Element {
  const { language } = tools;
  const words = readinessPageWords;
  return (
    <section>
      <details>
        <summary class="ready-summary">
          {words.history[language]} ({reports.length})
        </summary>
        <table>
          <tbody>
            {reports.map(({ at, outcome, askedBy }) => (
              <tr key={at}>
                <td>{momentOf(Date.parse(at), state, tools)}</td>
                <td>
                  <OutcomePill outcome={outcome} tools={tools} />
                </td>
                <td>{words[askedBy === 'person' ? 'byPerson' : 'byItself'][language]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

function momentOf(at: number, { timeZone }: ReadinessState, { language }: ConsoleTools): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    timeZone,
    ...{ day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  }).format(at);
}

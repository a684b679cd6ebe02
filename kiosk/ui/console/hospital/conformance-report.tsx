import type { JSX } from 'preact';
import {
  type ConformanceCheck,
  type ConformanceReportOnPage,
  verdicts,
} from '#kiosk/bridge/console/conformance-words.ts';
import type { ConsoleTools } from '../tools.ts';

const words = 'console.hospital.conformance';

/** What the hospital's system did, the wrong first; what passed is folded. */
export function ConformanceReport({
  report: { runId, summary, systems },
  tools,
}: {
  readonly report: ConformanceReportOnPage;
  readonly tools: ConsoleTools;
}): JSX.Element {
  const { say } = tools;
  return (
    <>
      {systems.map(({ id, protocolName, address, secured, checks }) => {
        const well = checks.filter(({ verdict }) => verdict === 'accepted');
        return (
          <article class="conversation" key={id} data-report={id}>
            <p>
              {say(`${words}.head`, {
                ...{ name: protocolName, address, run: runId, secured: say(`${words}.secured.${secured}`) },
              })}
            </p>
            <p>
              {verdicts.map((verdict) => `${say(`${words}.verdicts.${verdict}`)}: ${summary[verdict]}`).join(' · ')}
            </p>
            <p>
              <a class="button" href={`/conformance/${id}/html`} download>
                {say(`${words}.page`)}
              </a>{' '}
              <a class="button" href={`/conformance/${id}/json`} download>
                {say(`${words}.json`)}
              </a>
            </p>
            <p class="hint">{say(`${words}.masked`)}</p>
            {checks
              .filter(({ verdict }) => verdict !== 'accepted')
              .toSorted((one, other) => rank(one) - rank(other))
              .map((check) => (
                <CheckShown key={check.id} check={check} tools={tools} />
              ))}
            {well.length > 0 && (
              <details>
                <summary>{say(`${words}.well`, { count: well.length })}</summary>
                {well.map((check) => (
                  <CheckShown key={check.id} check={check} tools={tools} />
                ))}
              </details>
            )}
          </article>
        );
      })}
    </>
  );
}

function rank({ verdict }: ConformanceCheck): number {
  return ['wrong', 'refused', 'slow', 'not-checkable', 'accepted'].indexOf(verdict);
}

function CheckShown({
  check: { id, title, verdict, tookMs, finding, advice, sent, received },
  tools: { say, language },
}: {
  readonly check: ConformanceCheck;
  readonly tools: ConsoleTools;
}): JSX.Element {
  const tone = verdict === 'accepted' ? 'good' : verdict === 'not-checkable' ? 'careful' : 'bad';
  return (
    <div class="check" data-verdict={verdict}>
      <p>
        <span class={`pill ${tone}`}>{say(`${words}.verdicts.${verdict}`)}</span> <strong>{title[language]}</strong>{' '}
        <span class="soft">
          {id}
          {tookMs !== null && ` · ${tookMs} ms`}
        </span>
      </p>
      <p>{finding[language]}</p>
      {advice && (
        <p>
          {advice[language]} <small>{say(`${words}.where`, { where: advice.where })}</small>
        </p>
      )}
      {(sent !== null || received !== null) && (
        <details>
          <summary>{say(`${words}.exchanged`)}</summary>
          {[sent, received].map((text, index) =>
            text === null ? null : (
              <figure key={index === 0 ? 'sent' : 'received'}>
                <figcaption>{say(`console.hospital.tests.${index === 0 ? 'sent' : 'received'}`)}</figcaption>
                <pre>{text}</pre>
              </figure>
            ),
          )}
        </details>
      )}
    </div>
  );
}

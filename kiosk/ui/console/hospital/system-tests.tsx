import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { AskedSystem, HospitalCalls, TestQuestion } from '#kiosk/bridge/console/hospital-words.ts';
import type { OverviewState, SystemMomentOnPage } from '#kiosk/bridge/console/overview-words.ts';
import type { EndpointOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { lookUpWhy } from '../overview/troubles.ts';
import type { ConsoleTools } from '../tools.ts';
import { whyOf } from '../upkeep/delivery-words.ts';
import { Section } from '../upkeep/sections.tsx';
import { type Tools, timeOf } from '../upkeep/tools.ts';
import { TypeTheId } from './type-the-id.tsx';

interface Result {
  readonly id: string;
  readonly question: TestQuestion;
  readonly came: AskedSystem | { readonly refused: MessageKey } | undefined;
}

/** How each system has fared since the kiosk's start, and questions to it that harm nobody. */
export function SystemTests({
  endpoints,
  systems,
  console,
  tools,
}: {
  readonly endpoints: readonly EndpointOnPage[];
  readonly systems: OverviewState['systems'];
  readonly console: ConsoleTools;
  readonly tools: Tools;
}): JSX.Element {
  const { say, link } = console;
  const result = useSignal<Result | undefined>(undefined);
  const toTell = useSignal<string | undefined>(undefined);
  const isAsking = result.value !== undefined && result.value.came === undefined;

  async function ask(id: string, question: TestQuestion, typed?: string): Promise<void> {
    toTell.value = undefined;
    result.value = { id, question, came: undefined };
    const asked = await link.call('hospital/ask', { endpointId: id, question, typed });
    result.value = {
      id,
      question,
      came: asked.ok ? asked.value : { refused: refusals[asked.problem.kind] ?? 'console.hospital.refused.other' },
    };
  }

  return (
    <Section
      title={say('console.hospital.tests.title')}
      empty={endpoints.length === 0 && say('technician.endpoints.none')}
      toLookAt={0}
    >
      <p class="hint">{say('console.hospital.tests.hint')}</p>
      <table>
        <tbody>
          {endpoints.map(({ id, capabilities }) => {
            const history = systems.find((each) => each.id === id);
            return (
              <tr key={id} data-system={id}>
                <th scope="row">{id}</th>
                <td>{history && <History history={history} tools={tools} />}</td>
                <td class="actions">
                  <button
                    type="button"
                    disabled={isAsking}
                    aria-label={`${say('console.hospital.tests.harmless')}: ${id}`}
                    onClick={() => void ask(id, 'harmless')}
                  >
                    {say('console.hospital.tests.harmless')}
                  </button>
                  {capabilities.includes('patient-look-up') && (
                    <button
                      type="button"
                      disabled={isAsking}
                      aria-label={`${say('console.hospital.tests.patient')}: ${id}`}
                      onClick={() => void ask(id, 'patient')}
                    >
                      {say('console.hospital.tests.patient')}
                    </button>
                  )}
                  {capabilities.includes('registrations') && (
                    <button
                      type="button"
                      disabled={isAsking}
                      aria-label={`${say('console.hospital.tests.registration')}: ${id}`}
                      onClick={() => {
                        toTell.value = id;
                      }}
                    >
                      {say('console.hospital.tests.register')}
                    </button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {toTell.value !== undefined && (
        <>
          <p class="hint">{say('console.hospital.tests.registers')}</p>
          <TypeTheId
            key={toTell.value}
            id={toTell.value}
            send={say('console.hospital.tests.send')}
            say={say}
            onSend={(id, typed) => ask(id, 'registration', typed)}
            onCancel={() => {
              toTell.value = undefined;
            }}
          />
        </>
      )}
      <div role="status">
        {result.value && (
          <Outcome
            result={result.value}
            protocol={endpoints.find(({ id }) => id === result.value?.id)?.protocol}
            tools={console}
          />
        )}
      </div>
    </Section>
  );
}

function History({
  history,
  tools,
}: {
  readonly history: OverviewState['systems'][number];
  readonly tools: Tools;
}): JSX.Element {
  const { say } = tools;
  const { accepted, refused, unsure, answered, unanswered, lastAnswerAt, latest } = history;
  return (
    <>
      {say('console.hospital.history.counts', { accepted, refused, unsure, answered, unanswered })}
      <small>
        {lastAnswerAt === undefined
          ? say('console.hospital.history.noAnswer')
          : say('console.hospital.history.lastAnswer', { at: timeOf(lastAnswerAt, tools) })}
      </small>
      {latest.length > 0 && (
        <details>
          <summary>{say('console.hospital.history.latest')}</summary>
          {latest.map(({ at, what, reason, times }) => (
            <small key={`${at} ${what} ${reason}`}>
              {timeOf(at, tools)} {say(outcomeWords[what])}
              {times > 1 && ` × ${times}`}
              {reason !== undefined && ` · ${reason}`}
            </small>
          ))}
        </details>
      )}
    </>
  );
}

const outcomeWords = {
  accepted: 'console.hospital.history.accepted',
  refused: 'console.hospital.history.refused',
  unsure: 'console.hospital.history.unsure',
  delayed: 'console.hospital.history.delayed',
  answered: 'console.hospital.history.answered',
  unanswered: 'console.hospital.history.unanswered',
} as const satisfies Readonly<Record<SystemMomentOnPage['what'], MessageKey>>;

const refusals: Readonly<Record<string, MessageKey>> = {
  'no-kiosk': 'console.noKiosk',
  'unknown-system': 'console.hospital.refused.unknownSystem',
  secret: 'console.hospital.refused.secret',
  'not-offered': 'console.overview.lookUps.notOffered',
  'not-confirmed': 'console.hospital.conformance.refused.not-confirmed',
  running: 'console.hospital.refused.running',
} satisfies Readonly<Record<HospitalCalls['hospital/ask']['problem'], MessageKey>>;

const wellWords = (question: TestQuestion) => (question === 'registration' ? 'taken' : 'answered');

function Outcome({
  result: { id, question, came },
  protocol,
  tools: { say },
}: {
  readonly result: Result;
  readonly protocol: EndpointOnPage['protocol'] | undefined;
  readonly tools: ConsoleTools;
}): JSX.Element {
  const what = `${say(`console.hospital.tests.${question}`)}: ${id}`;
  if (came === undefined) return <p class="line">{say('console.hospital.tests.asking', { what })}</p>;
  if ('refused' in came) return <p class="strip bad">{`${what}. ${say(came.refused)}`}</p>;
  const { reason, found, tookMs, lines } = came;
  const why = reason === undefined ? undefined : (lookUpWhy[reason] ?? whyOf(reason, protocol));
  return (
    <div class="conversation" data-outcome={reason ?? 'answered'}>
      <p class={`strip ${reason === undefined ? 'good' : 'bad'}`}>
        {what}. {why === undefined ? say(`console.hospital.tests.${wellWords(question)}`, { ms: tookMs }) : say(why)}
        {found !== undefined && ` ${say(`console.hospital.tests.found.${found}`)}`}
      </p>
      {lines.length > 0 && <p class="hint">{say('console.hospital.tests.masked')}</p>}
      {lines.map(({ way, address, status, text, leftOut }, index) => (
        // What crossed the wire never changes its place.
        <figure key={`${index} ${way}`}>
          <figcaption>
            {say(way === 'out' ? 'console.hospital.tests.sent' : 'console.hospital.tests.received')} · {address}
            {status !== undefined && ` → ${status}`}
            {leftOut > 0 && ` · ${say('console.hospital.tests.leftOut', { count: leftOut })}`}
          </figcaption>
          {text !== '' && <pre>{text}</pre>}
        </figure>
      ))}
    </div>
  );
}

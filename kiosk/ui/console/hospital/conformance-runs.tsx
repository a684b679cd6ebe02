import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type {
  ConformanceCalls,
  ConformanceReportOnPage,
  ConformanceState,
  ConformanceStep,
} from '#kiosk/bridge/console/conformance-words.ts';
import type { EndpointOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { nameOf } from '../name-of.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { Section } from '../upkeep/sections.tsx';
import { type Tools, timeOf } from '../upkeep/tools.ts';
import { ConformanceReport } from './conformance-report.tsx';
import { TypeTheId } from './type-the-id.tsx';

const words = 'console.hospital.conformance';

/** The marked test set of the conformance kit, sent to one system by whoever says that it is none that the hospital works with. */
export function ConformanceRuns({
  endpoints,
  console,
  tools,
}: {
  readonly endpoints: readonly EndpointOnPage[];
  readonly console: ConsoleTools;
  readonly tools: Tools;
}): JSX.Element {
  const { say, link } = console;
  const state = useTopic(console, 'conformance').value;
  const wanted = useSignal<string | undefined>(undefined);
  const refused = useSignal<MessageKey | undefined>(undefined);
  const shown = useSignal<ConformanceReportOnPage | undefined>(undefined);
  const isFree = state?.isHere === true && state.running === undefined;

  async function begin(endpointId: string, typed: string): Promise<void> {
    const begun = await link.call('conformance/begin', { endpointId, typed });
    refused.value = begun.ok ? undefined : (refusals[begun.problem.kind] ?? 'console.hospital.refused.other');
    if (begun.ok) wanted.value = undefined;
  }

  async function show(endpointId: string): Promise<void> {
    const read = await link.call('conformance/report', { endpointId });
    shown.value = read.ok ? read.value : undefined;
  }

  return (
    <Section
      id="conformance"
      title={say(`${words}.title`)}
      empty={endpoints.length === 0 && say('technician.endpoints.none')}
      toLookAt={0}
    >
      <p class="strip careful">{say(`${words}.careful`)}</p>
      <p class="hint">{say(`${words}.sends`)}</p>
      {state?.isHere === false && <p class="strip bad">{say(`${words}.notHere`)}</p>}
      <table>
        <tbody>
          {endpoints.map(({ id }) => {
            const report = state?.reports.find(({ endpointId }) => endpointId === id);
            const isShown = shown.value?.systems[0]?.id === id;
            return (
              <tr key={id} data-conformance={id}>
                <th scope="row">{id}</th>
                <td>{report ? timeOf(report.finishedAt, tools) : say(`${words}.noReport`)}</td>
                <td class="actions">
                  {report && (
                    <button
                      type="button"
                      aria-expanded={isShown}
                      aria-label={`${say(`${words}.${isShown ? 'hide' : 'show'}`)}: ${id}`}
                      onClick={() => {
                        if (isShown) shown.value = undefined;
                        else void show(id);
                      }}
                    >
                      {say(`${words}.${isShown ? 'hide' : 'show'}`)}
                    </button>
                  )}{' '}
                  <button
                    type="button"
                    disabled={!isFree}
                    aria-label={`${say(`${words}.title`)}: ${id}`}
                    onClick={() => {
                      refused.value = undefined;
                      wanted.value = id;
                    }}
                  >
                    {say(`${words}.run`)}
                  </button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {wanted.value !== undefined && isFree && (
        <TypeTheId
          key={wanted.value}
          id={wanted.value}
          send={say(`${words}.send`)}
          say={say}
          onSend={begin}
          onCancel={() => {
            wanted.value = undefined;
          }}
        />
      )}
      <p class="refusal" role="alert">
        {refused.value !== undefined && say(refused.value)}
      </p>
      {state && <Standing state={state} console={console} />}
      {shown.value && <ConformanceReport report={shown.value} tools={console} />}
    </Section>
  );
}

/** What runs, or how the last one ended. */
function Standing({
  state: { running, last },
  console: { say, link, language },
}: {
  readonly state: ConformanceState;
  readonly console: ConsoleTools;
}): JSX.Element {
  const run = running ?? last;
  const wrong = (run?.steps ?? []).filter(isToLookAt).length;
  return (
    <div class="conversation" data-run={running ? 'running' : last?.end}>
      <p role="status">
        {running
          ? say(`${words}.running`, {
              ...{ id: running.endpointId, count: running.steps.length, wrong, by: nameOf(running.by, say) },
            })
          : last && `${last.endpointId}: ${say(`${words}.ends.${last.end}`)}`}
      </p>
      {running && (
        <p>
          <button type="button" onClick={() => void link.call('conformance/stop', {})}>
            {say(`${words}.stop`)}
          </button>
        </p>
      )}
      {run && run.steps.length > 0 && (
        <details open={running !== undefined || !isWhole(last)}>
          <summary>{say(`${words}.steps`)}</summary>
          {run.steps.map(({ id, title, verdict }) => (
            <small key={id}>
              {say(`${words}.verdicts.${verdict}`)} · {language === 'vi' ? title.vi : title.en}
            </small>
          ))}
        </details>
      )}
    </div>
  );
}

function isToLookAt({ verdict }: ConformanceStep): boolean {
  return verdict !== 'accepted' && verdict !== 'not-checkable';
}

function isWhole(last: ConformanceState['last']): boolean {
  return last?.end === 'nothing-wrong' || last?.end === 'something-wrong';
}

const refusals: Readonly<Record<string, MessageKey>> = {
  'no-kiosk': 'console.noKiosk',
  'unknown-system': 'console.hospital.refused.unknownSystem',
  'not-confirmed': `${words}.refused.not-confirmed`,
  running: `${words}.refused.running`,
  'not-here': `${words}.notHere`,
  'site-file': `${words}.refused.site-file`,
} satisfies Readonly<Record<ConformanceCalls['conformance/begin']['problem'], MessageKey>>;

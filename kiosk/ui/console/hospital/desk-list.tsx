import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { MessageKey } from '#config/strings/messages.ts';
import type { DeskCalls, DeskFacts, DeskList, DeskVisit } from '#kiosk/bridge/console/hospital-words.ts';
import type { EndpointOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { quantityWords, unitOf } from '../devices/results.tsx';
import type { ConsoleTools } from '../tools.ts';
import { whyOf } from '../upkeep/delivery-words.ts';
import { Section } from '../upkeep/sections.tsx';
import { type Tools, timeOf } from '../upkeep/tools.ts';
import { savePrintable } from './save-printable.ts';

const words = 'console.hospital.desk';
/** It names patients: nobody leaves it open by mistake. */
const shownMs = 10 * 60_000;

/** What the hospital does not have, on paper for the desk. For supervisors alone. */
export function DeskListSection({
  endpoints,
  console,
  tools,
}: {
  readonly endpoints: readonly EndpointOnPage[];
  readonly console: ConsoleTools;
  readonly tools: Tools;
}): JSX.Element {
  const { say, link, isSupervisor } = console;
  const list = useSignal<DeskList | undefined>(undefined);
  const refused = useSignal<MessageKey | undefined>(undefined);
  const paper = useRef<HTMLDivElement>(null);
  const shown = list.value;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => {
      list.value = undefined;
    }, shownMs);
    return () => clearTimeout(timer);
  }, [shown, list]);

  async function make(): Promise<void> {
    const made = await link.call('desk/list', {});
    list.value = made.ok ? made.value : undefined;
    refused.value = made.ok ? undefined : (refusals[made.problem.kind] ?? 'console.hospital.refused.other');
  }

  return (
    <Section id="desk" title={say(`${words}.title`)} empty={false} toLookAt={0}>
      <p class="hint">{say(`${words}.${isSupervisor ? 'hint' : 'supervisorsAlone'}`)}</p>
      <p class="refusal" role="alert">
        {refused.value !== undefined && say(refused.value)}
      </p>
      {isSupervisor && (
        <p class="desk-acts">
          <button type="button" onClick={() => void make()}>
            {say(`${words}.make`)}
          </button>
          {shown && (
            <>
              <button type="button" class="primary" onClick={() => print()}>
                {say(`${words}.print`)}
              </button>
              <button
                type="button"
                onClick={() => paper.current && savePrintable(paper.current, say(`${words}.title`), fileName(shown))}
              >
                {say(`${words}.save`)}
              </button>
              <button
                type="button"
                onClick={() => {
                  list.value = undefined;
                }}
              >
                {say(`${words}.close`)}
              </button>
            </>
          )}
        </p>
      )}
      {shown && (
        <div class="desk-list" ref={paper}>
          <h3>
            {say(`${words}.title`)} · {shown.facility} · {shown.kioskId} · {timeOf(shown.at, tools)}
          </h3>
          <p>{say(`${words}.count`, { count: shown.visits.length })}</p>
          {shown.visits.map((visit) => (
            <Visit
              key={`${visit.day} ${visit.ticketNumber}`}
              visit={visit}
              endpoints={endpoints}
              console={console}
              tools={tools}
            />
          ))}
          <p>{say(`${words}.destroy`)}</p>
        </div>
      )}
    </Section>
  );
}

/** Names the kiosk and the moment, and nobody. */
function fileName({ kioskId, at }: DeskList): string {
  return `desk-list-${kioskId}-${new Date(at).toISOString().slice(0, 16).replace(/\D/g, '')}.html`;
}

function Visit({
  visit: { ticketNumber, day, known, readings, messages },
  endpoints,
  console: { say },
  tools,
}: {
  readonly visit: DeskVisit;
  readonly endpoints: readonly EndpointOnPage[];
  readonly console: ConsoleTools;
  readonly tools: Tools;
}): JSX.Element {
  return (
    <article data-ticket={ticketNumber}>
      <h4>
        <span aria-hidden="true">☐</span> {ticketNumber} · {day.split('-').toReversed().join('/')}
        {known && ` · ${known.service}`}
      </h4>
      {known ? (
        <dl>
          {fieldsOf(known, { say, tools }).map(([label, value]) => (
            <div key={label}>
              <dt>{say(label)}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <p>{say(`${words}.notKnown`)}</p>
      )}
      {readings.map(({ at, quantities }) => (
        <p key={at}>
          {say(`${words}.reading`)} {timeOf(at, tools)}:{' '}
          {quantities
            .map(({ of, value, unit }) => {
              const name = quantityWords[of];
              return `${name ? say(name) : of} ${value} ${unitOf(unit)}`;
            })
            .join(' · ')}
        </p>
      ))}
      <ul>
        {messages.map(({ endpointId, fact, state, reason, since }) => (
          <li key={`${endpointId} ${fact} ${since}`} data-state={state}>
            {endpointId}: {say(`technician.letters.facts.${fact}`)}, {say(`${words}.states.${state}`)}.{' '}
            {reason !== undefined && `${say(whyOf(reason, endpoints.find(({ id }) => id === endpointId)?.protocol))} `}
            {say(`${words}.todo.${state}`)}
          </li>
        ))}
      </ul>
    </article>
  );
}

/** What is known, under the names that a hospital's forms have. */
function fieldsOf(
  known: DeskFacts,
  { say, tools }: { readonly say: ConsoleTools['say']; readonly tools: Tools },
): readonly (readonly [MessageKey, string])[] {
  const valid = [known.insuranceFrom, known.insuranceTo].filter(Boolean).join(' – ');
  const all = [
    ['name', known.name],
    ['citizenNumber', known.citizenNumber],
    ['birth', known.birth],
    ['sex', say(`${words}.sexes.${known.sex}`)],
    ['address', known.address],
    ['phone', known.phone],
    ['patientCode', known.patientCode],
    ['insuranceNumber', known.insuranceNumber],
    ['insuranceFacility', known.insuranceFacility],
    ['insuranceValid', valid],
    ['objectCode', known.objectCode],
    ['priority', known.priority ? say(`${words}.yes`) : ''],
    ['appointment', known.appointmentId],
    ['cameAt', timeOf(known.cameAt, tools)],
  ] as const;
  return all.flatMap(([name, value]) => (value === '' ? [] : [[`${words}.fields.${name}`, value] as const]));
}

const refusals: Readonly<Record<string, MessageKey>> = {
  'no-kiosk': 'console.noKiosk',
  nothing: `${words}.nothing`,
  running: `${words}.running`,
  'store-failed': `${words}.storeFailed`,
} satisfies Readonly<Record<DeskCalls['desk/list']['problem'], MessageKey>>;

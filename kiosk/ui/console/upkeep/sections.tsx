import type { ComponentChildren, JSX } from 'preact';
import type { AlertOnPage, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { nameOf } from '../name-of.ts';
import { CheckInRow } from './check-in-row.tsx';
import { EndpointRow, isEndpointWell, LetterRow } from './delivery-rows.tsx';
import { DeviceRow } from './device-row.tsx';
import { isDeviceWell } from './device-words.ts';
import { LetterGroups, StrandedRow } from './mass-decisions.tsx';
import { ExpiredRows, TimeRows } from './time-rows.tsx';
import { type Tools, timeOf } from './tools.ts';
import { WindowLine } from './window-line.tsx';

interface SectionProps {
  readonly state: UpkeepState;
  readonly tools: Tools;
}

/** Calls for a person. */
export function Alerts({ state: { alerts }, tools }: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <Section
      title={say('technician.alerts.title')}
      empty={alerts.length === 0 && say('technician.alerts.none')}
      toLookAt={alerts.filter(isOpenAlert).length}
    >
      {alerts.some(isOpenAlert) && <p class="hint">{say('technician.alerts.hint')}</p>}
      <table>
        <tbody>
          {alerts.map((alert) => (
            <AlertRow key={alert.alertId} alert={alert} tools={tools} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What time it is, and whether patients see their page. */
export function TimeAndWindow({ state: { time, window }, tools }: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <>
      <Section
        control="look-at-time"
        title={say('technician.time.title')}
        empty={false}
        toLookAt={time.trust === 'confirmed' ? 0 : 1}
      >
        <TimeRows time={time} tools={tools} />
      </Section>
      <Section
        control="look-at-window"
        title={say('technician.window.title')}
        empty={false}
        toLookAt={window.page === 'lost' || window.page === 'never' ? 1 : 0}
      >
        <WindowLine window={window} tools={tools} />
      </Section>
    </>
  );
}

/** Every device with its reason in words. */
export function DeviceList({ state: { devices }, tools }: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <Section
      title={say('technician.devices.title')}
      empty={devices.length === 0 && say('technician.devices.none')}
      toLookAt={devices.filter((device) => !isDeviceWell(device)).length}
    >
      <table>
        <tbody>
          {devices.map((device) => (
            <DeviceRow key={device.id} device={device} say={say} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** Hospital systems. */
export function Endpoints({ state: { endpoints }, tools }: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <Section
      title={say('technician.endpoints.title')}
      empty={endpoints.length === 0 && say('technician.endpoints.none')}
      toLookAt={endpoints.filter((endpoint) => !isEndpointWell(endpoint)).length}
    >
      <table>
        <tbody>
          {endpoints.map((endpoint) => (
            <EndpointRow key={endpoint.id} endpoint={endpoint} tools={tools} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** What somebody must decide: messages that the hospital did not take. */
export function Letters({
  state: { letters, letterGroups, endpoints, expired, stranded },
  tools,
}: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <>
      <Section
        title={say('technician.letters.title')}
        empty={letters.length === 0 && say('technician.letters.none')}
        toLookAt={letters.length}
      >
        <p class="hint">{say('technician.letters.hint')}</p>
        <LetterGroups groups={letterGroups} endpoints={endpoints} tools={tools} />
        <table>
          <thead>
            <tr>
              <th>{say('technician.letters.ticket')}</th>
              <th>{say('technician.letters.what')}</th>
              <th>{say('technician.letters.why')}</th>
              <th>{say('technician.letters.who')}</th>
              <th>{say('technician.letters.since')}</th>
              <th>{say('technician.letters.decide')}</th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <LetterRow
                key={letter.messageId}
                letter={letter}
                protocol={endpoints.find(({ id }) => id === letter.endpointId)?.protocol}
                tools={tools}
              />
            ))}
          </tbody>
        </table>
      </Section>
      {expired.length > 0 && (
        <div class="expired">
          <Section title={say('technician.expired.title')} empty={false} toLookAt={expired.length}>
            <ExpiredRows expired={expired} tools={tools} />
          </Section>
        </div>
      )}
      {stranded.length > 0 && (
        <Section title={say('technician.stranded.title')} empty={false} toLookAt={stranded.length}>
          <p class="hint">{say('technician.stranded.hint')}</p>
          <table>
            <tbody>
              {stranded.map((each) => (
                <StrandedRow key={each.endpointId} stranded={each} endpoints={endpoints} tools={tools} />
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </>
  );
}

/** The national check-in files. */
export function CheckInDays({ state: { checkInDays, test }, tools }: SectionProps): JSX.Element {
  const { say } = tools;
  return (
    <Section
      title={say('technician.checkIn.title')}
      empty={checkInDays.length === 0 && say('technician.checkIn.none')}
      toLookAt={0}
    >
      <p class="hint">{say('technician.checkIn.hint')}</p>
      <table>
        <tbody>
          {checkInDays.map((day) => (
            <CheckInRow key={day.day} day={day} isDemo={test} tools={tools} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

export function Section({
  id,
  control,
  title,
  empty,
  toLookAt,
  children,
}: {
  /** What the overview's sentences lead to. */
  readonly control?: string;
  readonly id?: string;
  readonly title: string;
  /** What is said instead of the children. */
  readonly empty: string | false;
  /** How many of the rows wait for somebody. */
  readonly toLookAt: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section id={id} data-control={control}>
      <h2>
        {title} {toLookAt > 0 && <span class="count">{toLookAt}</span>}
      </h2>
      {empty === false ? children : <p class="empty">{empty}</p>}
    </section>
  );
}

function AlertRow({ alert, tools }: { readonly alert: AlertOnPage; readonly tools: Tools }): JSX.Element {
  const { say, act } = tools;
  const isOpen = isOpenAlert(alert);
  return (
    <tr class={isOpen ? 'urgent' : ''}>
      <th scope="row">
        {say(`technician.alerts.kinds.${alertWords[alert.kind]}`)}
        {alert.ticketNumber !== undefined && ` · ${alert.ticketNumber}`}
      </th>
      <td>{timeOf(alert.raisedAt, tools)}</td>
      <td>
        {say(`technician.alerts.states.${alertStateWords[alert.state]}`, { by: nameOf(alert.by ?? '', say) })}
        {isOpen && alert.escalation > 0 && ` · ${say('technician.alerts.escalated', { times: alert.escalation })}`}
      </td>
      <td class="actions">
        {isOpen && (
          <button
            type="button"
            class="primary"
            data-control={`take-call ${alert.alertId}`}
            onClick={() => void act({ do: 'acknowledge-alert', alertId: alert.alertId })}
          >
            {say('technician.alerts.acknowledge')}
          </button>
        )}
      </td>
    </tr>
  );
}

function isOpenAlert({ state }: AlertOnPage): boolean {
  return state === 'raised' || state === 'delivered';
}

const alertStateWords = {
  raised: 'raised',
  delivered: 'delivered',
  acknowledged: 'acknowledged',
  'called-off': 'calledOff',
  'nobody-came': 'nobodyCame',
} as const satisfies Readonly<Record<AlertOnPage['state'], string>>;

const alertWords = {
  'help-wanted': 'helpWanted',
  emergency: 'emergency',
  'crisis-reading': 'crisisReading',
  'high-reading': 'highReading',
  isolation: 'isolation',
  'hospital-standing': 'hospitalStanding',
  'self-test-failed': 'selfTestFailed',
} as const;

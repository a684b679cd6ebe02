import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '#config/agreements/language.ts';
import { type MessageKey, type Say, sayIn } from '#config/strings/messages.ts';
import type {
  AlertOnPage,
  EndpointOnPage,
  LetterOnPage,
  TechnicianAct,
  TechnicianState,
} from '#kiosk/bridge/technician-words.ts';
import { DeviceRow } from './device-row.tsx';

export interface TechnicianPageProps {
  readonly state: ReadonlySignal<TechnicianState | undefined>;
  readonly linked: ReadonlySignal<boolean>;
  readonly language: ReadonlySignal<Language>;
  readonly by: Signal<string>;
  readonly act: (act: TechnicianAct) => Promise<boolean>;
  readonly chooseLanguage: (language: Language) => void;
}

/** What every part of the page needs. */
interface Tools {
  readonly say: Say;
  readonly language: Language;
  readonly timeZone: string;
  /** Whether somebody has said who they are: without a name nothing can be decided. */
  readonly named: boolean;
  readonly by: string;
  readonly act: TechnicianPageProps['act'];
}

export function TechnicianPage({ state, linked, language, by, act, chooseLanguage }: TechnicianPageProps): JSX.Element {
  const say = sayIn(language.value);
  const seen = state.value;
  const other = language.value === 'vi' ? 'en' : 'vi';
  const name = by.value.trim();
  const tools: Tools = {
    say,
    language: language.value,
    timeZone: seen?.timeZone ?? 'Asia/Ho_Chi_Minh',
    named: name.length >= 2,
    by: name,
    act,
  };
  return (
    <>
      <header>
        <h1>
          {say('technician.title')} <span class="where">{seen && `${seen.kioskId} · ${seen.siteName}`}</span>
        </h1>
        <label>
          {say('technician.by')}
          <input
            name="by"
            maxLength={60}
            value={by.value}
            autocomplete="off"
            placeholder={say('technician.byHint')}
            onInput={({ currentTarget }) => {
              by.value = currentTarget.value;
            }}
          />
        </label>
        <button type="button" onClick={() => chooseLanguage(other)}>
          {say('technician.otherLanguage')}
        </button>
      </header>
      {!linked.value && <p class="strip bad">{say('technician.noHost')}</p>}
      {seen && <Kiosk state={seen} tools={tools} />}
    </>
  );
}

function Kiosk({ state, tools }: { readonly state: TechnicianState; readonly tools: Tools }): JSX.Element {
  const { say } = tools;
  const { outOfService, storage, devices, endpoints, letters, alerts, version, test } = state;
  return (
    <main>
      {outOfService && <p class="strip bad">{say('technician.outOfService')}</p>}
      {storage.condition !== 'ok' && (
        <p class={`strip ${storage.condition === 'low' ? 'careful' : 'bad'}`}>
          {say(`technician.storage.${storage.condition === 'low' ? 'low' : 'tooLow'}`, {
            free: `${Math.floor(storage.freeBytes / 1e6)} MB`,
          })}
        </p>
      )}
      <Section title={say('technician.alerts.title')} empty={say('technician.alerts.none')} count={alerts.length}>
        <table>
          <tbody>
            {alerts.map((alert) => (
              <AlertRow key={alert.alertId} alert={alert} tools={tools} />
            ))}
          </tbody>
        </table>
      </Section>
      <Section title={say('technician.letters.title')} empty={say('technician.letters.none')} count={letters.length}>
        <p class="hint">{say('technician.letters.hint')}</p>
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
              <LetterRow key={letter.messageId} letter={letter} tools={tools} />
            ))}
          </tbody>
        </table>
      </Section>
      <div class="two">
        <Section
          title={say('technician.endpoints.title')}
          empty={say('technician.endpoints.none')}
          count={endpoints.length}
        >
          <table>
            <tbody>
              {endpoints.map((endpoint) => (
                <EndpointRow key={endpoint.id} endpoint={endpoint} tools={tools} />
              ))}
            </tbody>
          </table>
        </Section>
        <Section title={say('technician.devices.title')} empty={say('technician.devices.none')} count={devices.length}>
          <table>
            <tbody>
              {devices.map((device) => (
                <DeviceRow key={device.id} device={device} say={say} />
              ))}
            </tbody>
          </table>
        </Section>
      </div>
      <footer>
        {say('technician.version', { version })}
        {test && <span class="pill careful">{say('technician.test')}</span>}
      </footer>
    </main>
  );
}

function Section({
  title,
  empty,
  count,
  children,
}: {
  readonly title: string;
  readonly empty: string;
  readonly count: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section>
      <h2>
        {title} {count > 0 && <span class="count">{count}</span>}
      </h2>
      {count === 0 ? <p class="empty">{empty}</p> : children}
    </section>
  );
}

function AlertRow({ alert, tools }: { readonly alert: AlertOnPage; readonly tools: Tools }): JSX.Element {
  const { say, named, by, act } = tools;
  const isOpen = alert.state === 'raised' || alert.state === 'delivered';
  return (
    <tr class={isOpen ? 'urgent' : ''}>
      <th scope="row">{say(`technician.alerts.kinds.${alertWords[alert.kind]}`)}</th>
      <td>{timeOf(alert.raisedAt, tools)}</td>
      <td>
        {say(`technician.alerts.states.${alert.state}`, { by: alert.by ?? '' })}
        {isOpen && alert.escalation > 0 && ` · ${say('technician.alerts.escalated', { times: alert.escalation })}`}
      </td>
      <td class="actions">
        {isOpen && (
          <button
            type="button"
            class="primary"
            disabled={!named}
            onClick={() => void act({ do: 'acknowledge-alert', alertId: alert.alertId, by })}
          >
            {say('technician.alerts.acknowledge')}
          </button>
        )}
      </td>
    </tr>
  );
}

const alertWords = {
  'help-wanted': 'helpWanted',
  emergency: 'emergency',
  'crisis-reading': 'crisisReading',
} as const;

function LetterRow({ letter, tools }: { readonly letter: LetterOnPage; readonly tools: Tools }): JSX.Element {
  const { say, named, by, act } = tools;
  const { messageId } = letter;
  return (
    <tr>
      <th scope="row">
        {letter.ticketNumber}
        <small>{letter.controlId}</small>
      </th>
      <td>
        {say(`technician.letters.facts.${letter.fact}`)} → {letter.endpointId}
        {letter.held > 0 && <small>{say('technician.letters.held', { count: letter.held })}</small>}
      </td>
      <td>
        {say(`technician.letters.states.${letter.state}`)}
        <small>
          {letter.reason} · {say('technician.letters.attempts', { count: letter.attempts })}
        </small>
      </td>
      <td>{say(`technician.letters.whoActs.${letter.whoActs}`)}</td>
      <td>{timeOf(letter.since, tools)}</td>
      <td class="actions">
        <button type="button" disabled={!named} onClick={() => void act({ do: 'send-again', messageId, by })}>
          {say('technician.letters.sendAgain')}
        </button>
        <button type="button" disabled={!named} onClick={() => void act({ do: 'render-anew', messageId, by })}>
          {say('technician.letters.renderAnew')}
        </button>
        <button type="button" disabled={!named} onClick={() => void act({ do: 'settle-by-hand', messageId, by })}>
          {say('technician.letters.settle')}
        </button>
      </td>
    </tr>
  );
}

/** What to do where waiting does not help. */
const cures = new Map<string | undefined, MessageKey>([
  ['tls-refused', 'technician.endpoints.cures.certificate'],
  ['http-unauthorized', 'technician.endpoints.cures.credentials'],
  ['http-not-found', 'technician.endpoints.cures.address'],
]);

function EndpointRow({ endpoint, tools }: { readonly endpoint: EndpointOnPage; readonly tools: Tools }): JSX.Element {
  const { say } = tools;
  const { id, protocol, capabilities, circuit, reason, since, queued } = endpoint;
  const cure = cures.get(reason);
  return (
    <tr>
      <th scope="row">
        {id}
        <small>{protocol}</small>
      </th>
      <td>
        <span class={`pill ${circuit === 'closed' && reason === undefined ? 'good' : 'careful'}`}>
          {say(`technician.endpoints.circuits.${circuit === 'half-open' ? 'halfOpen' : circuit}`)}
        </span>
        {reason !== undefined && (
          <small>
            {reason}
            {since !== undefined && ` · ${timeOf(since, tools)}`}
          </small>
        )}
        {cure !== undefined && (
          <small>
            {say(cure)} {say('technician.endpoints.cures.then')}
          </small>
        )}
      </td>
      <td>{say('technician.endpoints.queued', { count: queued })}</td>
      <td class="soft">{capabilities.map((capability) => say(capabilityWords[capability])).join(', ')}</td>
    </tr>
  );
}

const capabilityWords: Readonly<Record<EndpointOnPage['capabilities'][number], MessageKey>> = {
  registrations: 'technician.endpoints.capabilities.registrations',
  readings: 'technician.endpoints.capabilities.readings',
  arrivals: 'technician.endpoints.capabilities.arrivals',
  'patient-look-up': 'technician.endpoints.capabilities.patientLookUp',
  'appointment-look-up': 'technician.endpoints.capabilities.appointmentLookUp',
  'insurance-check': 'technician.endpoints.capabilities.insuranceCheck',
  alerts: 'technician.endpoints.capabilities.alerts',
};

function timeOf(at: number, { language, timeZone }: Tools): string {
  return new Intl.DateTimeFormat(language === 'vi' ? 'vi-VN' : 'en-GB', {
    timeZone,
    day: '2-digit',
    month: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).format(at);
}

import type { ReadonlySignal, Signal } from '@preact/signals';
import type { ComponentChildren, JSX } from 'preact';
import type { Language } from '#config/agreements/language.ts';
import { isPersonName } from '#config/agreements/person-name.ts';
import { sayIn } from '#config/strings/messages.ts';
import type { AlertOnPage, TechnicianAct, TechnicianState } from '#kiosk/bridge/technician-words.ts';
import { CheckInRow } from './check-in-row.tsx';
import { EndpointRow, isEndpointWell, LetterRow } from './delivery-rows.tsx';
import { DeviceRow, isDeviceWell } from './device-row.tsx';
import { LetterGroups, StrandedRow } from './mass-decisions.tsx';
import { ExpiredRows, TimeRows } from './time-rows.tsx';
import { type Tools, timeOf } from './tools.ts';
import { WindowLine } from './window-line.tsx';

export interface TechnicianPageProps {
  readonly state: ReadonlySignal<TechnicianState | undefined>;
  readonly linked: ReadonlySignal<boolean>;
  readonly language: ReadonlySignal<Language>;
  readonly by: Signal<string>;
  readonly act: (act: TechnicianAct) => Promise<boolean>;
  readonly download: Tools['download'];
  readonly reportOf: Tools['reportOf'];
  readonly chooseLanguage: (language: Language) => void;
}

export function TechnicianPage({
  state,
  linked,
  language,
  by,
  act,
  download,
  reportOf,
  chooseLanguage,
}: TechnicianPageProps): JSX.Element {
  const say = sayIn(language.value);
  const seen = state.value;
  const other = language.value === 'vi' ? 'en' : 'vi';
  const name = by.value.trim();
  const tools: Tools = {
    say,
    language: language.value,
    timeZone: seen?.timeZone ?? 'Asia/Ho_Chi_Minh',
    named: isPersonName(name),
    by: name,
    act,
    download,
    reportOf,
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

/** What is wrong with the store, and what to do. */
const storeWords = {
  'disk-full': 'technician.outOfService',
  'not-writable': 'technician.store.notWritable',
  'file-lost': 'technician.store.fileLost',
  damaged: 'technician.store.damaged',
} as const satisfies Readonly<Record<Exclude<TechnicianState['store'], 'ok'>, string>>;

function Kiosk({ state, tools }: { readonly state: TechnicianState; readonly tools: Tools }): JSX.Element {
  const { say } = tools;
  const { letterGroups, stranded } = state;
  const {
    outOfService,
    storage,
    store,
    tickets,
    devices,
    endpoints,
    letters,
    alerts,
    time,
    window,
    expired,
    checkInDays,
    version,
    test,
  } = state;
  return (
    <main>
      {outOfService && <p class="strip bad">{say(store === 'ok' ? 'technician.outOfService' : storeWords[store])}</p>}
      {storage.condition !== 'ok' && (
        <p class={`strip ${storage.condition === 'low' ? 'careful' : 'bad'}`}>
          {say(`technician.storage.${storage.condition === 'low' ? 'low' : 'tooLow'}`, {
            free: `${Math.floor(storage.freeBytes / 1e6)} MB`,
          })}
        </p>
      )}
      {tickets === 'not-verified' && <p class="strip careful">{say('technician.ticketsNotVerified')}</p>}
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
      <Section title={say('technician.time.title')} empty={false} toLookAt={time.trust === 'confirmed' ? 0 : 1}>
        <TimeRows time={time} tools={tools} />
      </Section>
      <Section
        title={say('technician.window.title')}
        empty={false}
        toLookAt={window.page === 'lost' || window.page === 'never' ? 1 : 0}
      >
        <WindowLine window={window} tools={tools} />
      </Section>
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
      <div class="two">
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
      </div>
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
  toLookAt,
  children,
}: {
  readonly title: string;
  /** What is said instead of the children. */
  readonly empty: string | false;
  /** How many of the rows wait for somebody. */
  readonly toLookAt: number;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section>
      <h2>
        {title} {toLookAt > 0 && <span class="count">{toLookAt}</span>}
      </h2>
      {empty === false ? children : <p class="empty">{empty}</p>}
    </section>
  );
}

function AlertRow({ alert, tools }: { readonly alert: AlertOnPage; readonly tools: Tools }): JSX.Element {
  const { say, named, by, act } = tools;
  const isOpen = isOpenAlert(alert);
  return (
    <tr class={isOpen ? 'urgent' : ''}>
      <th scope="row">{say(`technician.alerts.kinds.${alertWords[alert.kind]}`)}</th>
      <td>{timeOf(alert.raisedAt, tools)}</td>
      <td>
        {say(`technician.alerts.states.${alertStateWords[alert.state]}`, { by: alert.by ?? '' })}
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
  'hospital-standing': 'hospitalStanding',
} as const;

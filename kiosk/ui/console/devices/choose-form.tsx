import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { DeviceInList, DriverOnPage, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds } from '../upkeep/device-row.tsx';
import { useDeviceCalls } from './device-calls.ts';
import { Refusal } from './device-page.tsx';
import { type Bus, type DriverWords, drivers, driversFor, isDriver } from './driver-words.ts';

export interface Chosen {
  readonly bus: Bus;
  /** `undefined`: it is typed. */
  readonly found: FoundOnPage | undefined;
}

interface ChooseProps {
  readonly chosen: Chosen;
  readonly replaces: DeviceInList | undefined;
  readonly tools: ConsoleTools;
}

/** Which driver, and as few settings as it needs; then the device is opened. */
export function ChooseForm({ chosen: { bus, found }, replaces, tools }: ChooseProps): JSX.Element {
  const { say } = tools;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const fitting = driversFor(bus, replaces?.kind);
  const usual = [replaces?.driver, found?.seems?.driver].find((each) => each !== undefined && fitting.includes(each));
  const driver = useSignal<DriverOnPage | undefined>(usual ?? (fitting.length === 1 ? fitting[0] : undefined));

  async function open(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(event.currentTarget instanceof HTMLFormElement) || !driver.value) return;
    const form = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
    };
    const number = (name: string) => (text(name) === undefined ? undefined : Number(text(name)));
    const serial = {
      baudRate: number('baudRate'),
      parity: text('parity'),
      dataBits: number('dataBits'),
      stopBits: number('stopBits'),
    };
    const typed = {
      tcp: { kind: 'tcp', ...addressOf(text('host'), number('port')) },
      serial: { kind: 'serial', path: text('path'), ...serial },
    };
    const transport =
      found !== undefined
        ? { ...found.transport, ...(bus === 'serial' ? serial : {}) }
        : bus === 'tcp' || bus === 'serial'
          ? typed[bus]
          : undefined;
    const settings = {
      kind: drivers[driver.value].kind,
      driver: driver.value,
      simulated: form.get('simulated') !== null,
      paperWidthMm: number('paperWidthMm'),
      profile: text('profile'),
      cscaDir: text('cscaDir'),
      transport,
    };
    await ask('bench/open', {
      purpose: replaces ? { do: 'replace', id: replaces.id } : { do: 'add' },
      settings: JSON.parse(JSON.stringify(settings)),
    });
  }

  const words: DriverWords | undefined = driver.value && drivers[driver.value];
  return (
    <section>
      <h2>{found ? (found.model ?? found.path) : say('console.devices.choose.title')}</h2>
      <form class="card-form" onSubmit={(event) => void open(event)}>
        {bus === 'tcp' && (
          <>
            <Field name="host" label={say('console.devices.choose.host')} example="192.168.1.50:9100" />
            <Field name="port" label={say('console.devices.choose.port')} inputMode="numeric" optional />
          </>
        )}
        {bus === 'serial' && !found && <Field name="path" label={say('console.devices.choose.path')} />}
        <label>
          {say('console.devices.choose.driver')}
          <select
            name="driver"
            required
            value={driver.value ?? ''}
            onChange={({ currentTarget: { value } }) => (driver.value = isDriver(value) ? value : undefined)}
          >
            <option value="">{say('console.devices.choose.which')}</option>
            {fitting.map((name) => (
              <option key={name} value={name}>
                {say(kinds[drivers[name].kind])}: {say(drivers[name].words)}
              </option>
            ))}
          </select>
        </label>
        {fitting.length === 0 && <p class="soft">{say('console.devices.choose.noDriver')}</p>}
        {words && <MoreSettings words={words} bus={bus} found={found} tools={tools} />}
        <Refusal text={refusal.value} />
        <button type="submit" class="primary" data-open disabled={isBusy.value || !driver.value}>
          {say(isBusy.value ? 'console.devices.choose.opening' : 'console.devices.choose.open')}
        </button>
        <p class="soft">{say('console.devices.choose.letsGo')}</p>
      </form>
    </section>
  );
}

interface MoreProps {
  readonly words: DriverWords;
  readonly bus: Bus;
  readonly found: FoundOnPage | undefined;
  readonly tools: ConsoleTools;
}

/** What is right as delivered for most. */
function MoreSettings({ words, bus, found, tools: { say } }: MoreProps): JSX.Element {
  const parities = ['none', 'even', 'odd'] as const;
  return (
    <details>
      <summary>{say('console.devices.choose.more')}</summary>
      {bus === 'serial' && (
        <div class="fields">
          <Field name="baudRate" label={say('console.devices.choose.baudRate')} inputMode="numeric" optional />
          <Choice name="dataBits" label={say('console.devices.choose.dataBits')} options={['8', '7']} />
          <label>
            {say('console.devices.choose.parity')}
            <select name="parity">
              <option value="">{say('console.devices.choose.asDelivered')}</option>
              {parities.map((parity) => (
                <option key={parity} value={parity}>
                  {say(`console.devices.choose.parities.${parity}`)}
                </option>
              ))}
            </select>
          </label>
          <Choice name="stopBits" label={say('console.devices.choose.stopBits')} options={['1', '2']} />
        </div>
      )}
      {words.kind === 'ticket-printer' && (
        <div class="fields">
          <Choice name="paperWidthMm" label={say('console.devices.choose.paper')} options={['80', '58']} />
          <label>
            {say('console.devices.choose.profile')}
            <select name="profile" defaultValue={found?.seems?.profile ?? 'epson'}>
              <option value="epson">{say('console.devices.choose.profiles.epson')}</option>
              <option value="custom-kiosk">{say('console.devices.choose.profiles.customKiosk')}</option>
              <option value="hwasung">{say('console.devices.choose.profiles.hwasung')}</option>
            </select>
          </label>
        </div>
      )}
      {words.kind === 'card-reader' && <Field name="cscaDir" label={say('console.devices.choose.cscaDir')} optional />}
      <label class="tick">
        <input type="checkbox" name="simulated" />
        {say('console.devices.choose.simulated')}
      </label>
    </details>
  );
}

/** Whoever copies `10.0.0.5:9100` from a device's own page need not take it apart. */
function addressOf(host: string | undefined, port: number | undefined) {
  const whole = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(host ?? '');
  return whole && port === undefined ? { host: whole[1] ?? whole[2], port: Number(whole[3]) } : { host, port };
}

function Field({
  name,
  label,
  inputMode,
  optional,
  example,
}: {
  readonly name: string;
  readonly label: string;
  readonly inputMode?: 'numeric';
  readonly optional?: boolean;
  readonly example?: string;
}): JSX.Element {
  return (
    <label>
      {label}
      <input
        name={name}
        placeholder={example}
        maxLength={200}
        required={!optional}
        inputMode={inputMode}
        autocomplete="off"
        spellcheck={false}
      />
    </label>
  );
}

function Choice({
  name,
  label,
  options,
}: {
  readonly name: string;
  readonly label: string;
  readonly options: readonly string[];
}): JSX.Element {
  return (
    <label>
      {label}
      <select name={name}>
        {options.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}

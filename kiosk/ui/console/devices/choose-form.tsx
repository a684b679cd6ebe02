import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { DeviceInList, DriverOnPage, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds } from '../upkeep/device-row.tsx';
import { Field } from './choose-fields.tsx';
import { useDeviceCalls } from './device-calls.ts';
import { Refusal } from './device-page.tsx';
import { type Bus, type DriverWords, drivers, driversFor, isDriver } from './driver-words.ts';
import { MoreSettings, transportOf } from './more-settings.tsx';

export interface Chosen {
  readonly bus: Bus;
  /** `undefined`: it is typed. */
  readonly found?: FoundOnPage;
  /** `undefined`: whatever can be plugged in so. */
  readonly kind: DeviceInList['kind'] | undefined;
}

interface ChooseProps {
  readonly chosen: Chosen;
  readonly replaces: DeviceInList | undefined;
  readonly tools: ConsoleTools;
  readonly onOpened: () => void;
}

/** Which driver, and as few settings as it needs; then the device is opened. */
export function ChooseForm({ chosen: { bus, found, kind }, replaces, tools, onOpened }: ChooseProps): JSX.Element {
  const { say } = tools;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const fitting = driversFor(bus, kind);
  const usual = [replaces?.driver, found?.seems?.driver].find((each) => each !== undefined && fitting.includes(each));
  const driver = useSignal<DriverOnPage | undefined>(usual ?? (fitting.length === 1 ? fitting[0] : undefined));
  const form = useRef<HTMLFormElement>(null);
  /** Of the one before, when the new one is of its type: what was set stays. */
  const before = replaces && replaces.driver === driver.value ? replaces.settings : undefined;
  useEffect(() => {
    const first = form.current?.querySelector<HTMLInputElement>('input');
    if (found === undefined && first) first.select();
    // Another one of the same type, in its place: there is nothing to ask.
    if (found !== undefined && replaces !== undefined && found.seems?.driver === replaces.driver)
      form.current?.requestSubmit();
  }, []);

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
    const there = transportOf(before);
    const typed = {
      tcp: {
        ...(there?.kind === 'tcp' ? there : {}),
        kind: 'tcp',
        ...addressOf(text('host'), number('port')),
      },
      serial: { kind: 'serial', path: text('path'), ...serial },
    };
    const transport =
      found !== undefined
        ? { ...found.transport, ...(bus === 'serial' ? serial : {}) }
        : bus === 'tcp' || bus === 'serial'
          ? typed[bus]
          : // A scanner in keyboard mode has no place at all.
            bus === 'keyboard' && driver.value !== 'keyboard'
            ? { kind: 'keyboard' }
            : undefined;
    const settings = {
      ...before,
      kind: drivers[driver.value].kind,
      driver: driver.value,
      simulated: form.get('simulated') !== null,
      paperWidthMm: number('paperWidthMm'),
      profile: text('profile'),
      cscaDir: text('cscaDir'),
      transport,
    };
    await ask(
      'bench/open',
      {
        purpose: replaces ? { do: 'replace', id: replaces.id } : { do: 'add' },
        settings: JSON.parse(JSON.stringify(settings)),
      },
      onOpened,
    );
  }

  const words: DriverWords | undefined = driver.value && drivers[driver.value];
  return (
    <section>
      <h2>{found ? (found.model ?? found.path) : say('console.devices.choose.title')}</h2>
      <form ref={form} class="card-form" onSubmit={(event) => void open(event)}>
        {bus === 'tcp' && (
          <>
            <Field
              name="host"
              label={say('console.devices.choose.host')}
              example="192.168.1.50:9100"
              value={replaces && isAtAddress(replaces) ? replaces.place : undefined}
            />
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
                {kind === undefined && `${say(kinds[drivers[name].kind])}: `}
                {say(drivers[name].words)}
              </option>
            ))}
          </select>
        </label>
        {fitting.length === 0 && <p class="soft">{say('console.devices.choose.noDriver')}</p>}
        {words && <MoreSettings key={driver.value} {...{ words, bus, found, before, tools }} />}
        <Refusal text={refusal.value} />
        <button type="submit" class="primary" data-open disabled={isBusy.value || !driver.value}>
          {say(isBusy.value ? 'console.devices.choose.opening' : 'console.devices.choose.open')}
        </button>
        <p class="soft">{say('console.devices.choose.letsGo')}</p>
      </form>
    </section>
  );
}

/** Whether it is reached over the network. */
export function isAtAddress({ settings }: DeviceInList): boolean {
  return transportOf(settings)?.kind === 'tcp';
}

/** Whoever copies `10.0.0.5:9100` from a device's own page need not take it apart. */
function addressOf(host: string | undefined, port: number | undefined) {
  const whole = /^(?:\[(.+)\]|([^:]+)):(\d{1,5})$/.exec(host ?? '');
  return whole && port === undefined ? { host: whole[1] ?? whole[2], port: Number(whole[3]) } : { host, port };
}

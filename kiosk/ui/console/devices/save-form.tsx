import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { BenchState, DevicesState } from '#kiosk/bridge/console/devices-words.ts';
import { freeName } from '../free-name.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds } from '../upkeep/device-row.tsx';
import { useDeviceCalls } from './device-calls.ts';
import { Refusal } from './device-page.tsx';
import { drivers } from './driver-words.ts';
import { Place } from './place.tsx';

interface SaveProps {
  readonly bench: BenchState;
  readonly state: DevicesState;
  readonly tools: ConsoleTools;
}

/** A name of its own, why, and the kiosk goes on with it. */
export function SaveForm({ bench, state, tools }: SaveProps): JSX.Element {
  const { say, go } = tools;
  const { purpose, settings, place } = bench;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const itsId =
    purpose.do === 'add'
      ? freeName(
          drivers[settings.driver].id,
          state.devices.map((device) => device.id),
        )
      : purpose.id;
  const id = useSignal(itsId);
  const kind = say(kinds[settings.kind]);
  const why = useSignal(
    purpose.do === 'replace'
      ? say('console.devices.save.whyReplace', { id: purpose.id })
      : say('console.devices.save.whyAdd', { kind }),
  );
  return (
    <section>
      <h2>{say(purpose.do === 'replace' ? 'console.devices.save.replaceTitle' : 'console.devices.save.title')}</h2>
      <form
        class="card-form"
        onSubmit={(event) => {
          event.preventDefault();
          void ask('devices/save', { id: id.value.trim(), why: why.value.trim() }, () =>
            // Back to where it began: the list, from which the next one is added, or the device's own page.
            go('devices', purpose.do === 'add' ? undefined : purpose.id),
          );
        }}
      >
        <p>
          {say('console.devices.save.what', { kind, driver: say(drivers[settings.driver].words) })}{' '}
          <span class="code soft">
            <Place place={place} />
          </span>
        </p>
        {purpose.do === 'add' && (
          <label>
            {say('console.devices.save.id')}
            <input
              name="id"
              value={id.value}
              onInput={({ currentTarget: { value } }) => (id.value = value)}
              pattern="[a-z0-9][a-z0-9\-]{0,31}"
              maxLength={32}
              required
              autocomplete="off"
              spellcheck={false}
            />
            <small>{say('console.devices.save.idHint')}</small>
          </label>
        )}
        <label>
          {say('console.devices.why')}
          <input
            name="why"
            value={why.value}
            onInput={({ currentTarget: { value } }) => (why.value = value)}
            required
            maxLength={200}
          />
        </label>
        <Refusal text={refusal.value} />
        <p class="bar">
          <button type="submit" class="primary" data-save disabled={isBusy.value}>
            {say(isBusy.value ? 'console.devices.save.saving' : 'console.devices.save.save')}
          </button>
        </p>
        {state.hasKiosk && <p class="soft">{say('console.devices.save.then')}</p>}
      </form>
    </section>
  );
}

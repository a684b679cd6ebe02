import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { DeviceEventName, DeviceEventOnPage } from '#kiosk/bridge/console/devices-words.ts';
import { type ConsoleTools, useTopic } from '../tools.ts';
import { conditions, kinds, Standing } from '../upkeep/device-row.tsx';
import { benchAddress, replaceAddress } from './addresses.ts';
import { useDeviceCalls } from './device-calls.ts';
import { drivers } from './driver-words.ts';
import { LinePanel } from './line-panel.tsx';
import { momentOf } from './moment.ts';
import { transportOf } from './more-settings.tsx';
import { Place } from './place.tsx';
import { textOf } from './text-of.ts';

/** One device, live: where it stands and why, what it says, its line; test it, replace it, take it out. */
export function DevicePage({ id, tools }: { readonly id: string; readonly tools: ConsoleTools }): JSX.Element {
  const { say, go, language } = tools;
  const live = useTopic(tools, 'device', id).value;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const isRemoving = useSignal(false);
  const back = (
    <button type="button" onClick={() => go('devices')}>
      {say('console.devices.back')}
    </button>
  );
  if (live === undefined) return <p class="empty">{say('console.opening')}</p>;
  if (live === null)
    return (
      <p class="bar">
        {back} {say('console.devices.notYet')}
      </p>
    );
  const { device, events, line } = live;
  return (
    <>
      <p class="bar">
        {back}
        <button
          type="button"
          class="primary"
          data-test
          data-control={`test-device ${id}`}
          disabled={isBusy.value || device.driver === 'keyboard' || transportOf(device.settings)?.kind === 'keyboard'}
          onClick={() => void ask('bench/open-own', { id }, () => go('devices', benchAddress))}
        >
          {say('console.devices.test')}
        </button>
        <button
          type="button"
          data-replace
          data-control={`replace-device ${id}`}
          onClick={() => go('devices', replaceAddress(id))}
        >
          {say('console.devices.replace')}
        </button>
        <button type="button" data-remove onClick={() => (isRemoving.value = !isRemoving.value)}>
          {say('console.devices.remove')}
        </button>
      </p>
      <Refusal text={refusal.value} />
      {isRemoving.value && (
        <form
          class="card-form bar"
          onSubmit={(event) => {
            event.preventDefault();
            void ask('devices/remove', { id, why: textOf(event, 'why') }, () => go('devices'));
          }}
        >
          <label>
            {say('console.devices.why')}
            <input name="why" required maxLength={200} />
          </label>
          <button type="submit" disabled={isBusy.value}>
            {say('console.devices.removeNow', { id })}
          </button>
        </form>
      )}
      <section>
        <h2>
          {id} · {say(kinds[device.kind])}
        </h2>
        <p class="line">
          {device.isLent ? (
            <span class="pill careful">{say('console.devices.isLent')}</span>
          ) : (
            <Standing device={device} say={say} />
          )}
        </p>
        <p class="line soft">
          {say(drivers[device.driver].words)} ·{' '}
          <span class="code">
            <Place place={device.place} />
          </span>
        </p>
      </section>
      <div class="two">
        <section>
          <h2>{say('console.devices.events.title')}</h2>
          {events.length === 0 && <p class="empty">{say('console.devices.events.none')}</p>}
          <table class="events">
            <tbody>
              {events.map((event) => (
                <tr key={`${event.at} ${event.event} ${event.says}`}>
                  <td class="code">{momentOf(event.at, language)}</td>
                  <td>{sayEvent(event, tools)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
        {line && <LinePanel id={id} line={line} tools={tools} />}
      </div>
    </>
  );
}

export function Refusal({ text }: { readonly text: string }): JSX.Element {
  return (
    <p class="refusal" role="alert">
      {text}
    </p>
  );
}

const eventWords = {
  'device-condition': 'console.devices.events.condition',
  'device-lost': 'console.devices.events.lost',
  'device-hint': 'console.devices.events.hint',
  'device-hint-gone': 'console.devices.events.hintGone',
  'csca-folder-read': 'console.devices.events.cscaFolder',
  'card-read': 'console.devices.events.cardRead',
  'card-not-read': 'console.devices.events.cardNotRead',
  'chip-read': 'console.devices.events.chipRead',
  'chip-not-read': 'console.devices.events.chipNotRead',
  'ticket-printed': 'console.devices.events.ticketPrinted',
  'ticket-sent': 'console.devices.events.ticketSent',
  'ticket-not-printed': 'console.devices.events.ticketNotPrinted',
  'result-printed': 'console.devices.events.resultPrinted',
  'result-not-printed': 'console.devices.events.resultNotPrinted',
  'reading-stored': 'console.devices.events.readingStored',
  'measurement-failed': 'console.devices.events.measurementFailed',
  'work-note-failed': 'console.devices.events.workNoteFailed',
  'reading-discarded': 'console.devices.events.readingDiscarded',
} as const satisfies Readonly<Record<DeviceEventName, MessageKey>>;

function sayEvent({ event, says }: DeviceEventOnPage, { say }: ConsoleTools): JSX.Element {
  const standing =
    event === 'device-condition' ? Object.entries(conditions).find(([name]) => name === says) : undefined;
  return (
    <>
      {say(eventWords[event])}{' '}
      <span class={standing ? '' : 'code soft'}>{standing ? say(standing[1].words) : says}</span>
    </>
  );
}

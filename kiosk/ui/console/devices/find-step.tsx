import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { DeviceInList, FoundOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds } from '../upkeep/device-row.tsx';
import { ChooseForm, type Chosen, isAtAddress } from './choose-form.tsx';
import { useDeviceCalls } from './device-calls.ts';
import { Refusal } from './device-page.tsx';
import { type Bus, driversFor, kindsOver } from './driver-words.ts';
import { Place } from './place.tsx';

interface FindProps {
  readonly tools: ConsoleTools;
  readonly replaces: DeviceInList | undefined;
  readonly onOpened: () => void;
}

/** What is plugged in, and what is only known by its address; one of them is chosen. */
export function FindStep({ tools, replaces, onOpened }: FindProps): JSX.Element {
  const { say } = tools;
  const { ask, refusal, isBusy } = useDeviceCalls(tools);
  const found = useSignal<readonly FoundOnPage[] | undefined>(undefined);
  // What stands at an address is replaced at an address, most often the same one.
  const chosen = useSignal<Chosen | undefined>(
    replaces && isAtAddress(replaces) ? { bus: 'tcp', kind: replaces.kind } : undefined,
  );
  const fits = (bus: Bus) => driversFor(bus, replaces?.kind).length > 0;
  const look = () => ask('devices/find', {}, (answer) => (found.value = answer.found));
  useEffect(() => void look(), []);
  return (
    <>
      {replaces && <p class="strip careful">{say('console.devices.find.replaces', { id: replaces.id })}</p>}
      <div class="two">
        <section aria-busy={isBusy.value}>
          <h2>{say('console.devices.find.title')}</h2>
          <Refusal text={refusal.value} />
          {found.value === undefined && <p class="empty">{say('console.devices.find.looking')}</p>}
          {found.value?.length === 0 && <p class="empty">{say('console.devices.find.nothing')}</p>}
          <ul class="found">
            {found.value?.map((each) => (
              <li key={`${each.bus} ${each.path}`}>
                <button
                  type="button"
                  aria-pressed={chosen.value?.found === each}
                  data-found={each.path}
                  onClick={() => (chosen.value = { bus: each.bus, found: each, kind: replaces?.kind })}
                >
                  <Found found={each} tools={tools} />
                </button>
              </li>
            ))}
          </ul>
          <p class="line">
            <button type="button" data-look-again disabled={isBusy.value} onClick={() => void look()}>
              {say('console.devices.find.again')}
            </button>
          </p>
          {fits('tcp') && <h3>{say('console.devices.find.network')}</h3>}
          <ul class="found by-kind">
            {kindsOver('tcp')
              .filter((kind) => replaces === undefined || replaces.kind === kind)
              .map((kind) => (
                <li key={kind}>
                  <button
                    type="button"
                    aria-pressed={chosen.value?.bus === 'tcp' && chosen.value.kind === kind}
                    data-found="tcp"
                    data-kind={kind}
                    onClick={() => (chosen.value = { bus: 'tcp', kind })}
                  >
                    <b>{say(kinds[kind])}</b>
                  </button>
                </li>
              ))}
          </ul>
          <h3>{say('console.devices.find.otherwise')}</h3>
          <ul class="found">
            <li>
              <button
                type="button"
                aria-pressed={chosen.value?.bus === 'serial' && chosen.value.found === undefined}
                data-found="path"
                onClick={() => (chosen.value = { bus: 'serial', kind: replaces?.kind })}
              >
                <b>{say('console.devices.find.path')}</b>
                <small>{say('console.devices.find.pathHint')}</small>
              </button>
            </li>
            {fits('keyboard') && (
              <li>
                <button
                  type="button"
                  aria-pressed={chosen.value?.bus === 'keyboard'}
                  data-found="keyboard"
                  onClick={() => (chosen.value = { bus: 'keyboard', kind: replaces?.kind })}
                >
                  <b>{say('console.devices.find.keyboard')}</b>
                  <small>{say('console.devices.find.keyboardHint')}</small>
                </button>
              </li>
            )}
          </ul>
        </section>
        {chosen.value && (
          <ChooseForm
            key={`${chosen.value.bus} ${chosen.value.kind} ${chosen.value.found?.path}`}
            chosen={chosen.value}
            replaces={replaces}
            tools={tools}
            onOpened={onOpened}
          />
        )}
      </div>
    </>
  );
}

function Found({ found, tools: { say } }: { readonly found: FoundOnPage; readonly tools: ConsoleTools }): JSX.Element {
  const { path, model, vendorId, productId, usedBy, advice, seems } = found;
  return (
    <>
      <b>{model ?? path}</b>
      {seems && <span class="pill good">{say(kinds[seems.kind])}</span>}
      {usedBy !== undefined && <span class="pill careful">{say('console.devices.find.usedBy', { id: usedBy })}</span>}
      <small class="code">
        <Place place={path} />
        {vendorId !== undefined && ` · USB ${vendorId}:${productId}`}
      </small>
      {advice && <small>{say('console.devices.find.switchMode')}</small>}
    </>
  );
}

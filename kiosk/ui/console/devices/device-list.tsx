import type { JSX } from 'preact';
import type { DevicesState } from '#kiosk/bridge/console/devices-words.ts';
import { nameOf } from '../name-of.ts';
import type { ConsoleTools } from '../tools.ts';
import { kinds, Standing } from '../upkeep/device-row.tsx';
import { addAddress, benchAddress } from './addresses.ts';
import { drivers } from './driver-words.ts';
import { Place } from './place.tsx';

interface ListProps {
  readonly state: DevicesState;
  readonly tools: ConsoleTools;
}

/** What the kiosk has, and the way to add one. */
export function DeviceList({ state: { devices, bench, hasKiosk }, tools }: ListProps): JSX.Element {
  const { say, go } = tools;
  return (
    <>
      <p class="bar">
        <button type="button" class="primary" data-add onClick={() => go('devices', addAddress)}>
          {say('console.devices.add')}
        </button>
      </p>
      {bench && (
        <p class="strip careful bar">
          {say('console.devices.onBench', {
            by: nameOf(bench.by, say),
            what: bench.purpose.do === 'add' ? say('console.devices.newDevice') : bench.purpose.id,
          })}
          <button type="button" onClick={() => go('devices', benchAddress)}>
            {say('console.devices.toBench')}
          </button>
        </p>
      )}
      <section>
        {devices.length === 0 ? (
          <p class="empty spaced">{say('technician.devices.none')}</p>
        ) : (
          <table class="stacks">
            <thead>
              <tr>
                <th>{say('console.devices.columns.device')}</th>
                <th>{say('console.devices.columns.what')}</th>
                <th>{say('console.devices.columns.place')}</th>
                <th>{say('console.devices.columns.standing')}</th>
              </tr>
            </thead>
            <tbody>
              {devices.map((device) => (
                <tr key={device.id} data-device={device.id}>
                  <th scope="row">
                    <a
                      href={`/devices/${device.id}`}
                      onClick={(event) => {
                        event.preventDefault();
                        go('devices', device.id);
                      }}
                    >
                      {device.id}
                    </a>
                  </th>
                  <td>
                    {say(kinds[device.kind])}
                    <small>{say(drivers[device.driver].words)}</small>
                  </td>
                  <td class="code">
                    <Place place={device.place} />
                  </td>
                  <td>
                    {!hasKiosk ? (
                      <span class="pill careful">{say('console.devices.notRunning')}</span>
                    ) : device.isLent ? (
                      <span class="pill careful">{say('console.devices.isLent')}</span>
                    ) : (
                      <Standing device={device} say={say} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

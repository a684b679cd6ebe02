import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { deviceAdvice, deviceWords, hintWords, isDeviceWell } from './device-words.ts';

/** One device: where it stands, and what to do when it is not ready. */
export function DeviceRow({ device, say }: { readonly device: DeviceOnPage; readonly say: Say }): JSX.Element {
  const { id, hints } = device;
  const { name, stands } = deviceWords(device);
  const advice = deviceAdvice(device);
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>{say(name)}</td>
      <td>
        <span class={`pill ${isDeviceWell(device) ? 'good' : 'careful'}`}>{say(stands)}</span>
        {advice !== undefined && <small>{say(advice)}</small>}
        {hints.map((hint) => (
          <small key={hint} data-hint={hint}>
            {say(hintWords[hint])}
          </small>
        ))}
      </td>
    </tr>
  );
}

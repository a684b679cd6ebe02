import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { DeviceOnPage } from '#kiosk/bridge/console/upkeep-words.ts';
import { conditions, deviceAdvice, hintWords, isDeviceWell, kinds } from './device-words.ts';

export { conditions, kinds } from './device-words.ts';

/** One device: where it stands, and what to do when it is not ready. */
export function DeviceRow({ device, say }: { readonly device: DeviceOnPage; readonly say: Say }): JSX.Element {
  const { id, kind } = device;
  return (
    <tr>
      <th scope="row">{id}</th>
      <td>{say(kinds[kind])}</td>
      <td>
        <Standing device={device} say={say} />
      </td>
    </tr>
  );
}

/** Where a device stands, in words. */
export function Standing({ device, say }: { readonly device: DeviceOnPage; readonly say: Say }): JSX.Element {
  const { condition, hints } = device;
  const advice = deviceAdvice(device);
  return (
    <>
      <span class={`pill ${isDeviceWell(device) ? 'good' : 'careful'}`} data-condition={condition}>
        {say(conditions[condition].words)}
      </span>
      {advice !== undefined && <small>{say(advice.sentence)}</small>}
      {hints.map((hint) => (
        <small key={hint} data-hint={hint}>
          {say(hintWords[hint].sentence)}
        </small>
      ))}
    </>
  );
}

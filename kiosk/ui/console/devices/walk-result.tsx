import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { WalkStep, WalkTest } from '#kiosk/bridge/console/devices-words.ts';
import type { ConsoleTools } from '../tools.ts';

const stepWords = {
  'take-paper-out': 'console.devices.tests.walking.takePaperOut',
  'put-paper-in': 'console.devices.tests.walking.putPaperIn',
  'open-cover': 'console.devices.tests.walking.openCover',
  'close-cover': 'console.devices.tests.walking.closeCover',
  cut: 'console.devices.tests.walking.cut',
} as const satisfies Readonly<Record<WalkStep, MessageKey>>;

const standWords = {
  'to-come': 'console.devices.tests.walking.toCome',
  now: 'console.devices.tests.walking.now',
  seen: 'console.devices.tests.walking.seen',
  skipped: 'console.devices.tests.walking.skipped',
} as const satisfies Readonly<Record<WalkTest['steps'][number]['stands'], MessageKey>>;

interface WalkProps {
  readonly test: WalkTest;
  readonly tools: ConsoleTools;
  readonly onSkip: () => void;
}

/** Each step waits for the printer's own word. */
export function WalkResult({ test: { steps, ended }, tools: { say }, onSkip }: WalkProps): JSX.Element {
  return (
    <table>
      <tbody>
        {steps.map(({ step, stands }) => (
          <tr key={step} data-walk={step} data-stands={stands} class={stands === 'now' ? 'now' : ''}>
            <th scope="row">{say(stepWords[step])}</th>
            <td>{say(standWords[stands])}</td>
            <td class="actions">
              {stands === 'now' && ended === undefined && (
                <button type="button" data-skip onClick={onSkip}>
                  {say('console.devices.tests.walking.skip')}
                </button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

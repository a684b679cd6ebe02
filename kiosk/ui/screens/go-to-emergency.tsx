import { BellRing, MapPin, UserCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { CallOnScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Huge, calm words; somebody is called already. A number is there for whoever asks, and nothing else lies under a finger. */
export function GoToEmergency({
  screen: { directions, call, number },
  say,
  act,
}: ScreenProps<'go-to-emergency'>): JSX.Element {
  return (
    <main class="screen to-emergency">
      <Title text={say('screens.emergency.title')}>{number && <NumberChip number={number} say={say} />}</Title>
      <ul class="emergency-steps">
        {directions && (
          <li>
            <MapPin aria-hidden="true" class="icon" />
            <span>{directions}</span>
          </li>
        )}
        <li aria-live="polite">
          {call?.is === 'coming' ? (
            <UserCheck aria-hidden="true" class="icon" />
          ) : (
            <BellRing aria-hidden="true" class="icon" />
          )}
          <span>{callText(call, say)}</span>
        </li>
      </ul>
      {number === undefined && (
        <>
          <p class="lead">{say('screens.emergency.noPapersNeeded')}</p>
          <div class="actions">
            <Button
              choice="want-number"
              label={say('screens.emergency.wantNumber')}
              onPress={() => act({ command: 'want-number' })}
            />
          </div>
        </>
      )}
    </main>
  );
}

/** Nobody is said to come who was not called. */
function callText(call: CallOnScreen | undefined, say: Say): string {
  if (!call) return say('screens.emergency.tellAnybody');
  return call.is === 'coming' ? say('screens.help.coming', { by: call.by }) : say('screens.emergency.called');
}

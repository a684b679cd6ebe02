import { Siren } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { CallOnScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
import type { Act } from '../screens/act.ts';
import { Sheet } from './sheet.tsx';
import { StillHere } from './still-here.tsx';

interface HelpProps {
  readonly desk: string;
  readonly call: CallOnScreen | undefined;
  /** Set while the sheet also asks whether somebody is still there. */
  readonly secondsLeft: number | undefined;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** Says where to go, and how a call fares where somebody can be called. */
export function Help({ desk, call, secondsLeft, say, act, clock }: HelpProps): JSX.Element {
  const beside = secondsLeft !== undefined && <StillHere secondsLeft={secondsLeft} say={say} act={act} clock={clock} />;
  return (
    <Sheet title={titleOf(call, say)} picture={<DeskPicture />} beside={beside}>
      <p class="lead strong" aria-live="polite">
        {say(call ? 'screens.help.wait' : 'screens.help.lead', { desk })}
      </p>
      <Button
        look="primary"
        choice="close-help"
        label={say('screens.help.close')}
        onPress={() => act({ command: 'close-help' })}
      />
      {call && (
        <div class="sheet-more">
          <Button
            choice="call-off-help"
            label={say('screens.help.callOff')}
            onPress={() => act({ command: 'call-off-help' })}
          />
          {!call.emergency && (
            <Button
              icon={Siren}
              choice="call-emergency"
              label={say('screens.help.emergency')}
              onPress={() => act({ command: 'call-emergency' })}
            />
          )}
        </div>
      )}
    </Sheet>
  );
}

function titleOf(call: CallOnScreen | undefined, say: Say): string {
  if (!call) return say('screens.help.title');
  if (call.is === 'coming') return say('screens.help.coming', { by: call.by });
  return say(call.emergency ? 'screens.help.callingEmergency' : 'screens.help.calling');
}

import { Siren } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { CallOnScreen } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
import type { Act } from '../screens/act.ts';
import { Sheet } from './sheet.tsx';

interface HelpProps {
  readonly desk: string;
  readonly call: CallOnScreen | undefined;
  readonly say: Say;
  readonly act: Act;
}

/** Says where to go, and how a call fares where somebody can be called. */
export function Help({ desk, call, say, act }: HelpProps): JSX.Element {
  return (
    <Sheet title={titleOf(call, say)} picture={<DeskPicture />}>
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
              isAlwaysHeard
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

import { Siren } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { CallOnScreen, OpenCall } from '#kiosk/bridge/words.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
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
        {say(leadOf(call), { desk })}
      </p>
      <Button
        look="primary"
        choice="close-help"
        label={say('screens.help.close')}
        onPress={() => act({ command: 'close-help' })}
      />
      {call && !isOwnEmergency(call) && (
        <div class="sheet-more">
          {call.is === 'calling' && call.canCallOff && (
            <Button
              choice="call-off-help"
              label={say('screens.help.callOff')}
              onPress={() => act({ command: 'call-off-help' })}
            />
          )}
          <Button
            icon={Siren}
            choice="call-emergency"
            isAlwaysHeard
            label={say('screens.help.emergency')}
            onPress={() => act({ command: 'call-emergency' })}
          />
        </div>
      )}
    </Sheet>
  );
}

/** There is nothing greater to call for, and nothing to take back. */
function isOwnEmergency({ whose, emergency }: CallOnScreen): boolean {
  return whose === 'own' && emergency;
}

function titleOf(call: CallOnScreen | undefined, say: Say): string {
  if (!call) return say('screens.help.title');
  const { whose, emergency } = call;
  if (call.is === 'coming') {
    return say(whose === 'own' ? 'screens.help.coming' : 'screens.help.comingHere', { by: call.by });
  }
  return say(callingWords[whose][emergency ? 'emergency' : 'help']);
}

function leadOf(call: CallOnScreen | undefined): MessageKey {
  if (!call) return 'screens.help.lead';
  if (call.whose === 'somebody-elses') return 'screens.help.waitToo';
  return call.is === 'calling' && call.emergency ? 'screens.help.waitEmergency' : 'screens.help.wait';
}

const callingWords = {
  own: { help: 'screens.help.calling', emergency: 'screens.help.callingEmergency' },
  'somebody-elses': { help: 'screens.help.calledHere', emergency: 'screens.help.calledEmergencyHere' },
} as const satisfies Readonly<Record<CallOnScreen['whose'], Readonly<Record<Exclude<OpenCall, 'none'>, MessageKey>>>>;

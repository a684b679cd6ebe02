import { Armchair, BellRing, MapPin, Siren, TriangleAlert, UserCheck } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { Button } from '../parts/button.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Calm words, and who comes. Only a person who has come ends it: there is no way on, and nothing to put it away with. */
export function Crisis({ screen: { number, desk, call, others }, say, act }: ScreenProps<'crisis'>): JSX.Element {
  return (
    <main class="screen to-emergency crisis">
      <Title text={say('screens.crisis.title')}>
        <p class="lead strong">{say('screens.crisis.why')}</p>
        <NumberChip number={number} say={say} />
        {others && <p class="lead">{say('screens.crisis.others', { others })}</p>}
      </Title>
      <ul class="emergency-steps">
        <li aria-live="polite" data-call={call?.is ?? 'none'}>
          <CallOfCrisis desk={desk} call={call} say={say} />
        </li>
        <li>
          <Armchair aria-hidden="true" class="icon" />
          <span>{say('screens.crisis.sit')}</span>
        </li>
        <li>
          <TriangleAlert aria-hidden="true" class="icon" />
          <span>{say(call ? 'screens.crisis.worse' : 'screens.crisis.worseNoChannel')}</span>
        </li>
      </ul>
      {call && (
        <div class="actions">
          <Button
            icon={Siren}
            choice="call-for-help"
            isAlwaysHeard
            label={say('screens.frame.callForHelp')}
            onPress={() => act({ command: 'call-for-help' })}
          />
        </div>
      )}
    </main>
  );
}

/** Nobody is said to come who has not said so. */
function CallOfCrisis({
  desk,
  call,
  say,
}: Pick<ScreenProps<'crisis'>['screen'], 'desk' | 'call'> & { readonly say: Say }) {
  if (!call) {
    return (
      <>
        <MapPin aria-hidden="true" class="icon" />
        <span>{say('screens.crisis.noChannel', { desk })}</span>
      </>
    );
  }
  return call.is === 'coming' ? (
    <>
      <UserCheck aria-hidden="true" class="icon" />
      <span>{say('screens.help.coming', { by: call.by })}</span>
    </>
  ) : (
    <>
      <BellRing aria-hidden="true" class="icon" />
      <span>{say('screens.crisis.calling')}</span>
    </>
  );
}

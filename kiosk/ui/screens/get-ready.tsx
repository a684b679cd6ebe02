import { Hourglass, Play } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { CountChip } from '../parts/count-chip.tsx';
import { looksOfThings, ThingPicture } from '../parts/measured-thing.tsx';
import { Note } from '../parts/note.tsx';
import { Tips } from '../parts/tips.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** How it is done right, in pictures; who presses "begin" has read it, or was shown. */
export function GetReady({ screen, say, act }: ScreenProps<'get-ready'>): JSX.Element {
  const { what, monitor, step, restSeconds } = screen;
  if (monitor === 'unavailable') return <DeviceTakesBreak screen={screen} say={say} act={act} />;
  const first = whatComesFirst(screen, say);
  return (
    <main class="screen get-ready">
      <Title text={say(`screens.things.${what}.ready`)}>
        {step && <CountChip text={say('screens.getReady.step', { ...step })} />}
      </Title>
      <ThingPicture what={what} label={say(`screens.things.${what}.picture`)} />
      <Tips tips={looksOfThings[what].tips} say={say} />
      {first !== undefined && <Note tone="plain" icon={restSeconds > 0 ? Hourglass : undefined} text={first} />}
      <div class="actions two-ways">
        <Button choice="finish" label={say('screens.measure.later')} onPress={() => act({ command: 'finish' })} />
        <Button
          look="primary"
          isPrimary
          icon={Play}
          label={say(restSeconds > 0 ? 'screens.getReady.beginRest' : 'screens.getReady.begin')}
          onPress={() => act({ command: 'start-measuring' })}
        />
      </div>
    </main>
  );
}

/** What happens after "begin", where that is not the measuring itself. */
function whatComesFirst({ what, startedBy, restSeconds }: ScreenProps<'get-ready'>['screen'], say: Say) {
  const byButton = startedBy === 'button' && what === 'blood-pressure';
  if (restSeconds === 0) return byButton ? say('screens.getReady.thenButton') : undefined;
  return restSeconds % 60 === 0
    ? say(byButton ? 'screens.getReady.restThenButton' : 'screens.getReady.restThenHost', { minutes: restSeconds / 60 })
    : say(byButton ? 'screens.getReady.shortRestThenButton' : 'screens.getReady.shortRestThenHost', {
        seconds: restSeconds,
      });
}

function DeviceTakesBreak({ screen: { what, next }, say, act }: ScreenProps<'get-ready'>): JSX.Element {
  return (
    <main class="screen at-rest">
      <Title text={say(`screens.things.${what}.unavailable`)}>
        <p class="lead strong">{say('screens.getReady.restingLead')}</p>
        <p class="lead">{say('screens.getReady.restingAsk')}</p>
      </Title>
      <BreathingLotus />
      <div class={next ? 'actions two-ways' : 'actions'}>
        <Button
          look={next ? 'secondary' : 'primary'}
          choice="finish"
          label={say('screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
        {next && (
          <Button
            look="primary"
            choice="next"
            label={say('screens.measure.next', { name: say(`screens.things.${next}.name`) })}
            onPress={() => act({ command: 'measure-next' })}
          />
        )}
      </div>
    </main>
  );
}

import { RotateCcw } from 'lucide-preact';
import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { MeasuredThing, MeasuringAdvice } from '#kiosk/bridge/measuring-words.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { CuffPicture } from '../parts/cuff-picture.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
import { ThingPicture } from '../parts/measured-thing.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function NotMeasured({ screen, say, act }: ScreenProps<'not-measured'>): JSX.Element {
  const { what, advice, canTryAgain, desk, next, high } = screen;
  return (
    <main class="screen at-rest not-measured">
      <Title text={say(advice === 'none' ? 'screens.notMeasured.stoppedTitle' : 'screens.notMeasured.title')}>
        <p class="lead strong">
          {high ? say(`screens.notMeasured.high.${high}`, { desk }) : say(adviceWords(advice, what))}
        </p>
        {!high && (
          <p class="lead">
            {say(canTryAgain ? 'screens.notMeasured.thenAgain' : 'screens.notMeasured.desk', { desk })}
          </p>
        )}
        {high && canTryAgain && advice !== 'none' && <p class="lead">{say(adviceWords(advice, what))}</p>}
      </Title>
      <AdvicePicture what={what} advice={advice} canTryAgain={canTryAgain} say={say} />
      <div class={canTryAgain || next ? 'actions two-ways' : 'actions'}>
        {next && canTryAgain && <NextButton next={next} look="secondary" say={say} act={act} />}
        <Button
          look={canTryAgain || next ? 'secondary' : 'primary'}
          choice="finish"
          label={say(canTryAgain ? 'screens.measure.later' : 'screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
        {next && !canTryAgain && <NextButton next={next} look="primary" say={say} act={act} />}
        {canTryAgain && (
          <Button
            look="primary"
            icon={RotateCcw}
            choice="try-again"
            label={say('screens.measure.again')}
            onPress={() => act({ command: 'start-measuring' })}
          />
        )}
      </div>
    </main>
  );
}

interface NextButtonProps {
  readonly next: MeasuredThing;
  readonly look: 'primary' | 'secondary';
  readonly say: Say;
  readonly act: Act;
}

/** What did not work stays undone; the other devices are there all the same. */
function NextButton({ next, look, say, act }: NextButtonProps): JSX.Element {
  return (
    <Button
      look={look}
      choice="next"
      label={say('screens.measure.next', { name: say(`screens.things.${next}.name`) })}
      onPress={() => act({ command: 'measure-next' })}
    />
  );
}

function adviceWords(advice: MeasuringAdvice, what: MeasuredThing): MessageKey {
  switch (advice) {
    case 'put-cuff-right':
      return `screens.things.${what}.putRight`;
    case 'sit-still':
      return `screens.things.${what}.keepStill`;
    case 'try-again':
      return 'screens.notMeasured.tryAgain';
    case 'call-staff':
      return 'screens.notMeasured.callStaff';
    case 'none':
      return what === 'blood-pressure' ? 'screens.notMeasured.stoppedCuff' : 'screens.notMeasured.stopped';
    default:
      return unreachable(advice);
  }
}

interface AdvicePictureProps {
  readonly what: MeasuredThing;
  readonly advice: MeasuringAdvice;
  readonly canTryAgain: boolean;
  readonly say: Say;
}

function AdvicePicture({ what, advice, canTryAgain, say }: AdvicePictureProps): JSX.Element {
  if (!canTryAgain) {
    return (
      <div class="measuring-picture">
        <DeskPicture />
      </div>
    );
  }
  if (what === 'blood-pressure' && advice === 'put-cuff-right') {
    return <CuffPicture label={say('screens.things.blood-pressure.putRight')} />;
  }
  return <ThingPicture what={what} label={say(`screens.things.${what}.picture`)} />;
}

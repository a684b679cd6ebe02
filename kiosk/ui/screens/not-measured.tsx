import { RotateCcw } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { MeasuringAdvice } from '#kiosk/bridge/measuring-words.ts';
import { Button } from '../parts/button.tsx';
import { CuffPicture } from '../parts/cuff-picture.tsx';
import { DeskPicture } from '../parts/desk-picture.tsx';
import { SittingPicture } from '../parts/sitting-picture.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const advices: Readonly<Record<MeasuringAdvice, MessageKey>> = {
  'put-cuff-right': 'screens.notMeasured.putCuffRight',
  'sit-still': 'screens.notMeasured.sitStill',
  'try-again': 'screens.notMeasured.tryAgain',
  'call-staff': 'screens.notMeasured.callStaff',
  none: 'screens.notMeasured.stopped',
};

export function NotMeasured({ screen, say, act }: ScreenProps<'not-measured'>): JSX.Element {
  const { advice, canTryAgain, desk } = screen;
  return (
    <main class="screen at-rest not-measured">
      <Title text={say(advice === 'none' ? 'screens.notMeasured.stoppedTitle' : 'screens.notMeasured.title')}>
        <p class="lead strong">{say(advices[advice])}</p>
        <p class="lead">
          {canTryAgain ? say('screens.notMeasured.thenAgain') : say('screens.notMeasured.desk', { desk })}
        </p>
      </Title>
      <AdvicePicture advice={advice} canTryAgain={canTryAgain} say={say} />
      <div class={canTryAgain ? 'actions two-ways' : 'actions'}>
        <Button
          look={canTryAgain ? 'secondary' : 'primary'}
          choice="finish"
          label={say(canTryAgain ? 'screens.measure.later' : 'screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
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

interface AdvicePictureProps {
  readonly advice: MeasuringAdvice;
  readonly canTryAgain: boolean;
  readonly say: Say;
}

function AdvicePicture({ advice, canTryAgain, say }: AdvicePictureProps): JSX.Element {
  if (!canTryAgain) {
    return (
      <div class="measuring-picture">
        <DeskPicture />
      </div>
    );
  }
  if (advice === 'put-cuff-right') return <CuffPicture label={say(advices[advice])} />;
  return <SittingPicture label={say('screens.measure.picture')} />;
}

import { Armchair, Heart, MessageCircleOff, Play } from 'lucide-preact';
import type { JSX } from 'preact';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { CuffIcon } from '../parts/cuff-icon.tsx';
import { Note } from '../parts/note.tsx';
import { NumberChip } from '../parts/number-chip.tsx';
import { SittingPicture } from '../parts/sitting-picture.tsx';
import { type Tip, Tips } from '../parts/tips.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const tips: readonly Tip[] = [
  { icon: Armchair, words: 'screens.getReady.tipSit' },
  { icon: CuffIcon, words: 'screens.getReady.tipCuff' },
  { icon: Heart, words: 'screens.getReady.tipArm' },
  { icon: MessageCircleOff, words: 'screens.getReady.tipQuiet' },
];

export function GetReady({ screen, say, act }: ScreenProps<'get-ready'>): JSX.Element {
  const { number, startedBy, monitor } = screen;
  if (monitor === 'unavailable') return <MonitorResting number={number} say={say} act={act} />;
  return (
    <main class="screen get-ready">
      <Title text={say('screens.getReady.title')}>
        <NumberChip number={number} say={say} />
      </Title>
      <SittingPicture label={say('screens.measure.picture')} />
      <Tips tips={tips} say={say} />
      {startedBy === 'button' && <Note tone="plain" text={say('screens.getReady.thenButton')} />}
      <div class="actions two-ways">
        <Button choice="finish" label={say('screens.measure.later')} onPress={() => act({ command: 'finish' })} />
        <Button
          look="primary"
          isPrimary
          icon={Play}
          label={say('screens.getReady.begin')}
          onPress={() => act({ command: 'start-measuring' })}
        />
      </div>
    </main>
  );
}

function MonitorResting({
  number,
  say,
  act,
}: Pick<ScreenProps, 'say' | 'act'> & { readonly number: string }): JSX.Element {
  return (
    <main class="screen at-rest resting">
      <Title text={say('screens.getReady.restingTitle')}>
        <NumberChip number={number} say={say} />
        <p class="lead strong">{say('screens.getReady.restingLead')}</p>
        <p class="lead">{say('screens.getReady.restingAsk')}</p>
      </Title>
      <BreathingLotus />
      <div class="actions">
        <Button
          look="primary"
          choice="finish"
          label={say('screens.measure.done')}
          onPress={() => act({ command: 'finish' })}
        />
      </div>
    </main>
  );
}

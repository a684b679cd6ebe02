import { FileQuestion, Signpost } from 'lucide-preact';
import type { JSX } from 'preact';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { ScanPicture } from '../parts/scan-picture.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** The appointment is known; scanning a card goes on by itself, and without one there is a way too. */
export function ScanCardToo({ screen: { scanner, otherWays }, say, act }: ScreenProps<'scan-card-too'>): JSX.Element {
  const isReady = scanner === 'ready';
  return (
    <main class="screen attract">
      <Title text={say(isReady ? 'screens.scanCardToo.title' : 'screens.scanCardToo.restingTitle')}>
        <p class="lead">{say(isReady ? 'screens.scanCardToo.lead' : 'screens.scanCardToo.restingLead')}</p>
      </Title>
      {isReady ? <ScanPicture holds="card" label={say('screens.attract.picture')} /> : <BreathingLotus />}
      <div class="actions">
        <Button
          icon={otherWays ? Signpost : FileQuestion}
          choice="no-papers"
          label={say(otherWays ? 'screens.attract.otherWays' : 'screens.scanCardToo.withoutPapers')}
          onPress={() => act({ command: 'start-without-papers' })}
        />
      </div>
    </main>
  );
}

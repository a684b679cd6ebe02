import { FileQuestion, Signpost } from 'lucide-preact';
import type { JSX } from 'preact';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { ScanPicture } from '../parts/scan-picture.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const titles = {
  slip: { ready: 'screens.scanCardToo.title', unavailable: 'screens.scanCardToo.restingTitle' },
  family: { ready: 'screens.scanCardToo.familyTitle', unavailable: 'screens.scanCardToo.familyTitle' },
} as const;

const leads = {
  slip: { ready: 'screens.scanCardToo.lead', unavailable: 'screens.scanCardToo.restingLead' },
  family: { ready: 'screens.scanCardToo.familyLead', unavailable: 'screens.scanCardToo.familyRestingLead' },
} as const;

/** Somebody's turn has begun, and whose it is says a card: scanning one goes on by itself, and without one there is a way too. */
export function ScanCardToo({
  screen: { scanner, after, otherWays },
  say,
  act,
}: ScreenProps<'scan-card-too'>): JSX.Element {
  const isReady = scanner === 'ready';
  return (
    <main class="screen attract">
      <Title text={say(titles[after ?? 'slip'][scanner])}>
        <p class="lead">{say(leads[after ?? 'slip'][scanner])}</p>
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

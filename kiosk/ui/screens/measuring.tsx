import { Hand } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { PressButtonPicture } from '../parts/press-button-picture.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-view.tsx';

export function Measuring({ screen: { phase, cuffMmHg }, say, act }: ScreenProps<'measuring'>): JSX.Element {
  const isWaiting = phase === 'waiting-for-button';
  return (
    <main class="screen at-rest" aria-busy={!isWaiting}>
      {/* A new sentence for each phase, so that a screen reader says it. */}
      <Title key={phase} text={say(isWaiting ? 'screens.measuring.pressTitle' : 'screens.measuring.title')}>
        <p class="lead">{say(isWaiting ? 'screens.measuring.pressLead' : 'screens.measuring.lead')}</p>
      </Title>
      {isWaiting ? (
        <PressButtonPicture label={say('screens.measuring.pressPicture')} />
      ) : (
        <Breath cuffMmHg={cuffMmHg} say={say} />
      )}
      <div class="actions">
        <Button
          icon={Hand}
          choice="stop"
          label={say('screens.measuring.stop')}
          onPress={() => act({ command: 'stop-measuring' })}
        />
      </div>
    </main>
  );
}

/** Something to breathe with. The cuff's pressure is for the curious: it changes often, and is not read aloud. */
function Breath({ cuffMmHg, say }: { readonly cuffMmHg: number | undefined; readonly say: Say }): JSX.Element {
  return (
    <div class="breath">
      <BreathingLotus />
      <p class="cuff-pressure">
        {cuffMmHg !== undefined && (
          <>
            <span>{say('screens.measuring.cuff')}</span>
            <span class="cuff-number">
              {cuffMmHg} <span class="unit">mmHg</span>
            </span>
          </>
        )}
      </p>
    </div>
  );
}

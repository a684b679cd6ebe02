import { Hand } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { Say } from '#config/strings/messages.ts';
import type { MeasuredThing, ReadingOfSitting } from '#kiosk/bridge/measuring-words.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { CountChip } from '../parts/count-chip.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { ThingPicture } from '../parts/measured-thing.tsx';
import { PressButtonPicture } from '../parts/press-button-picture.tsx';
import { Title } from '../parts/title.tsx';
import { useCountdown } from '../parts/use-time.ts';
import type { ScreenProps } from './screen-props.ts';

interface MeasuringProps extends ScreenProps<'measuring'> {
  readonly clock: Clock;
}

export function Measuring({ screen, say, act, clock }: MeasuringProps): JSX.Element {
  const isOwnTurn = screen.phase !== 'waiting-for-device';
  return (
    <main class="screen at-rest" aria-busy={screen.phase !== 'waiting-for-button'}>
      <Phase screen={screen} say={say} clock={clock} />
      <div class="actions">
        <Button
          icon={isOwnTurn ? Hand : undefined}
          choice="stop"
          isAlwaysHeard
          label={say(isOwnTurn ? 'screens.measuring.stop' : 'screens.measuring.waitStop')}
          onPress={() => act({ command: 'stop-measuring' })}
        />
      </div>
    </main>
  );
}

/** A new sentence for each phase, so that a screen reader says it. */
function Phase({ screen, say, clock }: Omit<MeasuringProps, 'act'>): JSX.Element {
  const { what } = screen;
  switch (screen.phase) {
    case 'waiting-for-device':
      return (
        <>
          <Title key={screen.phase} text={say('screens.measuring.waitTitle')}>
            <p class="lead strong">{say('screens.measuring.waitLead')}</p>
          </Title>
          <Wait secondsLeft={screen.secondsLeft} say={say} clock={clock} />
        </>
      );
    case 'waiting-for-empty-sensor':
      return (
        <>
          <Title key={screen.phase} text={say('screens.measuring.emptyTitle')}>
            <p class="lead strong">{say('screens.measuring.emptyLead')}</p>
          </Title>
          <Breath cuffMmHg={undefined} say={say} />
        </>
      );
    case 'waiting-for-button':
      return (
        <>
          <Title key={screen.phase} text={say(`screens.things.${what}.start`)}>
            <p class="lead">{say(`screens.things.${what}.startLead`)}</p>
            <WhichReading reading={screen.reading} say={say} />
          </Title>
          <StartPicture what={what} say={say} />
        </>
      );
    case 'measuring':
      return (
        <>
          <Title key={screen.phase} text={say(`screens.things.${what}.measuring`)}>
            <p class="lead">{say(`screens.things.${what}.lead`)}</p>
            <WhichReading reading={screen.reading} say={say} />
          </Title>
          <Breath cuffMmHg={screen.cuffMmHg} say={say} />
        </>
      );
    default:
      return unreachable(screen);
  }
}

interface WhichReadingProps {
  readonly reading: ReadingOfSitting | undefined;
  readonly say: Say;
}

function WhichReading({ reading, say }: WhichReadingProps): JSX.Element | null {
  return reading && reading.of > 1 ? <CountChip text={say('screens.measure.reading', { ...reading })} /> : null;
}

/** A monitor has a button; with everything else one does what the picture shows. */
function StartPicture({ what, say }: { readonly what: MeasuredThing; readonly say: Say }): JSX.Element {
  if (what === 'blood-pressure') return <PressButtonPicture label={say('screens.measuring.pressPicture')} />;
  return <ThingPicture what={what} label={say(`screens.things.${what}.picture`)} />;
}

interface WaitProps {
  readonly secondsLeft: number;
  readonly say: Say;
  readonly clock: Clock;
}

/** The device may still work for somebody else. It may be free at any moment, so the clock says "at most". */
function Wait({ secondsLeft, say, clock }: WaitProps): JSX.Element {
  const { left, of } = useCountdown(clock, secondsLeft);
  const label = say('screens.measuring.waitSeconds', { seconds: left });
  return (
    <div class="breath">
      <Countdown left={left} of={of} label={label} />
      <p class="lead" aria-hidden="true">
        {label}
      </p>
    </div>
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

import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { RestQuestion } from '#kiosk/bridge/measuring-words.ts';
import type { Act } from '../parts/act.ts';
import { Button } from '../parts/button.tsx';
import { CountChip } from '../parts/count-chip.tsx';
import { Countdown } from '../parts/countdown.tsx';
import { fitOf } from '../parts/fit.ts';
import { Title } from '../parts/title.tsx';
import { useCountdown } from '../parts/use-time.ts';
import type { ScreenProps } from './screen-props.ts';

interface RestingProps extends ScreenProps<'resting'> {
  readonly clock: Clock;
}

/** The clock runs by itself; whoever sits still does enough. One question at a time, and none must be answered. */
export function Resting({ screen, say, act, clock }: RestingProps): JSX.Element {
  const { before, reading, question } = screen;
  return (
    <main class="screen rest" data-asks={question === undefined ? undefined : ''}>
      <Title text={say(before === 'first' ? 'screens.resting.first' : 'screens.resting.next')}>
        <p class="lead">{say('screens.resting.posture')}</p>
        {before === 'next' && <CountChip text={say('screens.measure.reading', { ...reading })} />}
      </Title>
      <RestClock
        isAlone={question === undefined}
        seconds={screen.seconds}
        secondsLeft={screen.secondsLeft}
        say={say}
        clock={clock}
      />
      <div class="while-resting" aria-live="polite">
        {question !== undefined && <RestQuestionCard key={question} question={question} say={say} act={act} />}
      </div>
      <div class="actions">
        {before === 'first' ? (
          <Button choice="finish" label={say('screens.measure.later')} onPress={() => act({ command: 'finish' })} />
        ) : (
          <Button
            choice="stop"
            isAlwaysHeard
            label={say('screens.measuring.stop')}
            onPress={() => act({ command: 'stop-measuring' })}
          />
        )}
      </div>
    </main>
  );
}

interface RestClockProps {
  /** Without a question below. */
  readonly isAlone: boolean;
  readonly seconds: number;
  readonly secondsLeft: number;
  readonly say: Say;
  readonly clock: Clock;
}

function RestClock({ isAlone, seconds, secondsLeft, say, clock }: RestClockProps): JSX.Element {
  const { left } = useCountdown(clock, secondsLeft);
  const [minutes, rest] = [Math.floor(left / 60), left % 60];
  return (
    <div class="breath rest-clock">
      <Countdown
        left={left}
        of={Math.max(seconds, secondsLeft)}
        shown={`${minutes}:${String(rest).padStart(2, '0')}`}
        unit={say('screens.resting.minutesLeft')}
        label={say('screens.resting.left', { minutes, seconds: rest })}
      />
      {isAlone && <p class="lead goes-on">{say('screens.resting.goesOn')}</p>}
    </div>
  );
}

interface RestQuestionProps {
  readonly question: RestQuestion;
  readonly say: Say;
  readonly act: Act;
}

/** Two answers of one size and one look: neither is easier than the other, and none goes by itself. */
function RestQuestionCard({ question, say, act }: RestQuestionProps): JSX.Element {
  const answer = (given: 'yes' | 'no' | 'skip') => () =>
    act({ command: 'answer-while-resting', question, answer: given });
  const asked = say(`screens.resting.questions.${question}.ask`);
  return (
    <section class="card rest-question">
      <p class="small">{say('screens.resting.whileResting')}</p>
      <h2 data-fit={fitOf(asked, [60, 76, 200])}>{asked}</h2>
      <div class="answers">
        <Button choice="yes" label={say(`screens.resting.questions.${question}.yes`)} onPress={answer('yes')} />
        <Button choice="no" label={say(`screens.resting.questions.${question}.no`)} onPress={answer('no')} />
      </div>
      <button type="button" class="skip" data-choice="skip" onClick={answer('skip')}>
        {say('screens.resting.skip')}
      </button>
    </section>
  );
}

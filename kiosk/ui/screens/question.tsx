import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import type { QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import type { Act } from '../parts/act.ts';
import { type QuestionScreen, questionOf, questionViews } from '../question-views.ts';

interface QuestionInPlaceProps {
  readonly screen: QuestionScreen;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

/** A question as its folder draws it; whatever it asks, its answer goes the one way. */
export function Question({ screen, say, act, clock }: QuestionInPlaceProps): JSX.Element {
  return <Drawn id={questionOf(screen)} screen={screen} say={say} act={act} clock={clock} />;
}

interface DrawnProps<Id extends QuestionId> {
  readonly id: Id;
  readonly screen: ScreenOf<Id>;
  readonly say: Say;
  readonly act: Act;
  readonly clock: Clock;
}

function Drawn<Id extends QuestionId>({ id, screen, say, act, clock }: DrawnProps<Id>): JSX.Element {
  const Draw = questionViews[id].draw;
  return (
    <Draw
      screen={screen}
      say={say}
      answer={(answer) => act({ command: 'answer', answer })}
      clock={clock}
      touched={act}
    />
  );
}

import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { QuestionId, ScreenOf } from '#kiosk/questions/every-question.ts';
import type { Act } from '../parts/act.ts';
import { type QuestionScreen, questionOf, questionViews } from '../question-views.ts';

interface QuestionInPlaceProps {
  readonly screen: QuestionScreen;
  readonly say: Say;
  readonly act: Act;
}

/** A question as its folder draws it; whatever it asks, its answer goes the one way. */
export function Question({ screen, say, act }: QuestionInPlaceProps): JSX.Element {
  return <Drawn id={questionOf(screen)} screen={screen} say={say} act={act} />;
}

interface DrawnProps<Id extends QuestionId> {
  readonly id: Id;
  readonly screen: ScreenOf<Id>;
  readonly say: Say;
  readonly act: Act;
}

function Drawn<Id extends QuestionId>({ id, screen, say, act }: DrawnProps<Id>): JSX.Element {
  const Draw = questionViews[id].draw;
  return <Draw screen={screen} say={say} answer={(answer) => act({ command: 'answer', answer })} />;
}

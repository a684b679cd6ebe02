import type { Clock } from '#config/agreements/clock.ts';
import type { Language } from '#config/agreements/language.ts';
import type { FlowState } from '#kiosk/flow/state.ts';

/** How long the words of the present question could be read, in the present language. */
export interface ShownTime {
  saw(state: FlowState): void;
  /** 0 where no question is asked. */
  ms(): number;
}

/** What stands under a sheet cannot be read, and its time does not count; each language of one question has a time of its own. */
export function createShownTime(clock: Pick<Clock, 'monotonic'>): ShownTime {
  let question: string | undefined;
  let language: Language | undefined;
  let since: number | undefined;
  let before: Partial<Record<Language, number>> = {};

  function pause(): void {
    if (since !== undefined && language !== undefined)
      before[language] = (before[language] ?? 0) + clock.monotonic() - since;
    since = undefined;
  }

  return {
    saw(state) {
      pause();
      const now = questionIn(state);
      if (now !== question) before = {};
      question = now;
      language = state.frame.language;
      if (now !== undefined && !isCovered(state)) since = clock.monotonic();
    },
    ms() {
      if (question === undefined || language === undefined) return 0;
      return (before[language] ?? 0) + (since === undefined ? 0 : clock.monotonic() - since);
    },
  };
}

/** A question that asks several things one after the other is another one each time. */
function questionIn(state: FlowState): string | undefined {
  if (state.at !== 'asking') return undefined;
  const { question, answered, facts } = state;
  const { said, companionCard, particulars, sessionId } = facts;
  const step = [said.companion !== undefined, companionCard.stands, said.consents?.length, particulars.length];
  return [sessionId, question, answered.length, ...step].join(' ');
}

function isCovered({ frame, turn }: FlowState): boolean {
  return frame.help !== undefined || turn.asked !== undefined || turn.next !== undefined;
}

import { Check, CircleX, Hand, type LucideIcon, Thermometer, Users, Wind } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '#kiosk/ui/parts/button.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import './screening.css';
import type { ScreeningAnswer } from './words.ts';

export const screeningView: QuestionView<'screening'> = { step: 1, draw: AskScreening, offers: () => [] };

const icons: Readonly<Record<keyof ScreeningAnswer, LucideIcon>> = {
  fever: Thermometer,
  cough: Wind,
  rash: Hand,
  contact: Users,
};

const none: ScreeningAnswer = { fever: false, cough: false, rash: false, contact: false };

/** Each sign is there or not; "none of these" is one card among them, and answers at once. */
function AskScreening({ screen: { signs }, say, answer }: QuestionProps<'screening'>): JSX.Element {
  const [chosen, setChosen] = useState(none);
  const hasAny = signs.some((sign) => chosen[sign]);
  return (
    <main class="screen choose screening" data-density="some">
      <Title text={say('screening.title')}>
        <p class="lead">{say('screening.lead')}</p>
      </Title>
      <ul class="choices">
        {signs.map((sign) => {
          const Icon = icons[sign];
          return (
            <li key={sign}>
              <button
                type="button"
                class="choice"
                data-choice={sign}
                aria-pressed={chosen[sign]}
                onClick={() => setChosen({ ...chosen, [sign]: !chosen[sign] })}
              >
                <span class="tile" aria-hidden="true">
                  <Icon class="icon" />
                </span>
                <span class="choice-words">
                  <b>{say(`screening.${sign}`)}</b>
                </span>
                <span class="tick" aria-hidden="true">
                  <Check class="icon" />
                </span>
              </button>
            </li>
          );
        })}
        <li>
          <button type="button" class="choice" data-choice="none" onClick={() => answer(none)}>
            <span class="tile" aria-hidden="true">
              <CircleX class="icon" />
            </span>
            <span class="choice-words">
              <b>{say('screening.none')}</b>
            </span>
          </button>
        </li>
      </ul>
      <div class="actions done-place">
        {hasAny && <Button choice="done" icon={Check} label={say('screening.done')} onPress={() => answer(chosen)} />}
      </div>
    </main>
  );
}

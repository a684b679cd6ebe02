import { Check, CircleX, Hand, type LucideIcon, Thermometer, Users, Wind } from 'lucide-preact';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Say } from '#config/strings/message-key.ts';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { Note } from '#kiosk/ui/parts/note.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import './screening.css';
import type { ScreeningAnswer, ScreeningScreen, TemperatureOnScreen } from './words.ts';

export const screeningView: QuestionView<'screening'> = { step: 1, draw: AskScreening, offers: offersOf };

const icons: Readonly<Record<keyof ScreeningAnswer, LucideIcon>> = {
  fever: Thermometer,
  cough: Wind,
  rash: Hand,
  contact: Users,
};

const none: ScreeningAnswer = { fever: false, cough: false, rash: false, contact: false };

/** A reading may come while somebody looks: then "none of these" goes and "done" comes. */
function offersOf({ temperature }: ScreeningScreen): readonly boolean[] {
  return [temperature?.isFever === true];
}

/** Each sign is there or not; "none of these" is one card among them, and answers at once. */
function AskScreening({ screen: { signs, temperature }, say, answer }: QuestionProps<'screening'>): JSX.Element {
  const [said, setSaid] = useState(none);
  // What was measured is not taken back by a finger.
  const isFever = temperature?.isFever === true;
  const chosen = isFever ? { ...said, fever: true } : said;
  const hasAny = signs.some((sign) => chosen[sign]);
  return (
    <main class="screen choose screening" data-density="some">
      <Title text={say('screening.title')}>
        <p class="lead">{say('screening.lead')}</p>
      </Title>
      {temperature && <Note tone="plain" icon={Thermometer} text={temperatureWords(temperature, say)} />}
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
                onClick={() => setSaid({ ...chosen, [sign]: !chosen[sign] })}
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
        {!isFever && (
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
        )}
      </ul>
      <div class="actions done-place">
        {hasAny && <Button choice="done" icon={Check} label={say('screening.done')} onPress={() => answer(chosen)} />}
      </div>
    </main>
  );
}

function temperatureWords({ stands, celsius }: TemperatureOnScreen, say: Say): string {
  if (celsius !== undefined) return say('screening.measured', { celsius });
  return say(stands === 'awaited' ? 'screening.awaited' : 'screening.measure');
}

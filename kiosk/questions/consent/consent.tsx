import type { JSX } from 'preact';
import { EqualButtons } from '#kiosk/ui/parts/equal-buttons.tsx';
import { fitOf } from '#kiosk/ui/parts/fit.ts';
import { Note } from '#kiosk/ui/parts/note.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import './consent.css';

export const consentView: QuestionView<'consent'> = {
  step: 2,
  draw: Consent,
  offers: () => [],
  stage: ({ at }) => String(at),
};

/** Exactly the words that count, then what holds for every purpose, then yes and no. */
function Consent({ screen, say, answer }: QuestionProps<'consent'>): JSX.Element {
  const { title, text, wordsHash, by, hasCompanion, at, of, desk } = screen;
  return (
    <main class="screen consent">
      <Title text={title}>{of > 1 && <p class="lead">{say('consent.count', { at, of })}</p>}</Title>
      <section class="card consent-words" data-fit={fitOf(text, [160, 240, 320])}>
        <p>{text}</p>
      </section>
      <div class="notes">
        {by === 'guardian' && <Note tone="plain" text={say('consent.guardian')} />}
        {by === 'patient-and-guardian' && <Note tone="plain" text={say('consent.both')} />}
        {by === 'patient' && hasCompanion && <Note tone="plain" text={say('consent.patient')} />}
        <p class="consent-free">
          {say('consent.free')} {say('consent.withdraw', { desk })}
        </p>
      </div>
      <EqualButtons
        yes={say('consent.yes')}
        no={say('consent.no')}
        onAnswer={(granted) => answer({ wordsHash, granted })}
      />
    </main>
  );
}

import { CalendarCheck, CircleQuestionMark, FileX } from 'lucide-preact';
import type { JSX } from 'preact';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { ChooseOne } from '#kiosk/ui/parts/choose-one.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';
import { weekdayText } from '#kiosk/ui/parts/weekday.ts';
import './referral.css';

export const referralView: QuestionView<'referral'> = { step: 2, draw: Referral, offers: () => [] };

function Referral({ screen, say, answer }: QuestionProps<'referral'>): JSX.Element {
  if (screen.show === 'referral-year') return <ForYear say={say} answer={answer} />;
  return (
    <main class="screen choose days">
      <Title text={say('referral.title')}>
        <p class="lead">{say('referral.lead')}</p>
      </Title>
      <ul class="day-choices">
        {screen.days.map(({ day, weekday, date }, ago) => (
          <li key={day}>
            <button type="button" class="day" data-choice={day} onClick={() => answer({ signedOn: day })}>
              <span>{dayName(ago) ?? weekdayText(weekday, say)}</span>
              <b>{date}</b>
            </button>
          </li>
        ))}
      </ul>
      <div class="actions">
        <Button choice="earlier" label={say('referral.earlier')} onPress={() => answer({ signedOn: 'earlier' })} />
        <Button
          icon={CircleQuestionMark}
          choice="not-known"
          label={say('referral.notKnown')}
          onPress={() => answer({ signedOn: null })}
        />
      </div>
    </main>
  );

  function dayName(ago: number): string | undefined {
    if (ago === 0) return say('referral.today');
    return ago === 1 ? say('referral.yesterday') : undefined;
  }
}

/** Equal buttons: what a letter says is read from it, not wished for. */
function ForYear({ say, answer }: Pick<QuestionProps<'referral'>, 'say' | 'answer'>): JSX.Element {
  return (
    <ChooseOne
      title={say('referral.yearTitle')}
      lead={<p class="lead">{say('referral.yearLead')}</p>}
      density="few"
      choices={[
        {
          code: 'for-year',
          picture: <CalendarCheck class="icon" />,
          name: say('referral.yearYes'),
          more: say('referral.yearYesMore'),
        },
        {
          code: 'not-for-year',
          picture: <FileX class="icon" />,
          name: say('referral.yearNo'),
          more: say('referral.yearNoMore'),
        },
      ]}
      onChoose={(code) => answer({ isForYear: code === 'for-year' })}
    >
      <Button
        icon={CircleQuestionMark}
        choice="not-known"
        label={say('referral.notKnown')}
        onPress={() => answer({ isForYear: null })}
      />
    </ChooseOne>
  );
}

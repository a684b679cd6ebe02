import {
  Banknote,
  CalendarCheck,
  CircleQuestionMark,
  FileCheck,
  FileInput,
  HeartPulse,
  IdCard,
  type LucideIcon,
  Stethoscope,
} from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { type Choice, ChooseOne, densityOf } from '#kiosk/ui/parts/choose-one.tsx';
import { notOpenWords } from '#kiosk/ui/parts/not-open.ts';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import type { PurposeCode, PurposeOnScreen } from './words.ts';

export const purposeView: QuestionView<'purpose'> = { step: 2, draw: ChoosePurpose, offers: () => [] };

/** "I do not know" is no card among cards: it stands where the way out always stands. */
function ChoosePurpose({ screen, say, answer }: QuestionProps<'purpose'>): JSX.Element {
  const cards = screen.purposes.filter(({ code }) => code !== 'unsure');
  return (
    <ChooseOne
      title={say('purpose.title')}
      lead={<p class="lead">{say('purpose.lead')}</p>}
      density={densityOf(Math.max(cards.length, 2))}
      choices={cards.map((purpose) => choiceFrom(purpose, say))}
      onChoose={(chosen) => {
        const purpose = cards.find(({ code }) => code === chosen);
        if (purpose) answer({ purpose: purpose.code });
      }}
    >
      {cards.length < screen.purposes.length && (
        <Button
          icon={CircleQuestionMark}
          choice="unsure"
          label={say('purpose.unsure')}
          onPress={() => answer({ purpose: 'unsure' })}
        />
      )}
    </ChooseOne>
  );
}

function choiceFrom({ code, notOpen }: PurposeOnScreen, say: Say): Choice {
  const { icon: Icon, name, more } = purposes[code];
  return {
    code,
    picture: <Icon class="icon" />,
    name: say(name),
    more: say(more),
    notOpen: notOpen && notOpenWords(notOpen, say),
  };
}

interface PurposeLook {
  readonly icon: LucideIcon;
  readonly name: MessageKey;
  readonly more: MessageKey;
}

const purposes: Readonly<Record<PurposeCode, PurposeLook>> = {
  examination: { icon: Stethoscope, name: 'purpose.examination', more: 'purpose.examinationMore' },
  'follow-up': { icon: CalendarCheck, name: 'purpose.followUp', more: 'purpose.followUpMore' },
  insured: { icon: IdCard, name: 'purpose.insured', more: 'purpose.insuredMore' },
  'self-paid': { icon: Banknote, name: 'purpose.selfPaid', more: 'purpose.selfPaidMore' },
  referral: { icon: FileInput, name: 'purpose.referral', more: 'purpose.referralMore' },
  results: { icon: FileCheck, name: 'purpose.results', more: 'purpose.resultsMore' },
  vitals: { icon: HeartPulse, name: 'purpose.vitals', more: 'purpose.vitalsMore' },
  unsure: { icon: CircleQuestionMark, name: 'purpose.unsure', more: 'purpose.unsure' },
};

import { Check, Phone } from 'lucide-preact';
import type { JSX } from 'preact';
import { Button } from '#kiosk/ui/parts/button.tsx';
import { PortraitCard } from '#kiosk/ui/parts/portrait-card.tsx';
import type { QuestionProps, QuestionView } from '#kiosk/ui/parts/question.ts';
import { Title } from '#kiosk/ui/parts/title.tsx';

export const contactView: QuestionView<'contact'> = { step: 1, draw: ConfirmContact, offers: () => [] };

/** The end of the number is enough for its owner; the rest is nobody's business in a lobby. */
function ConfirmContact({ screen: { phone }, say, answer }: QuestionProps<'contact'>): JSX.Element {
  return (
    <main class="screen confirm">
      <Title text={say('contact.title')}>
        <p class="lead">{say('contact.lead')}</p>
      </Title>
      <PortraitCard icon={Phone}>
        <div class="wide">
          <dt>{say('contact.phone')}</dt>
          <dd class="name">{phone}</dd>
        </div>
      </PortraitCard>
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          choice="phone-right"
          icon={Check}
          label={say('contact.yes')}
          onPress={() => answer({ isRight: true })}
        />
        <Button choice="phone-wrong" label={say('contact.no')} onPress={() => answer({ isRight: false })} />
      </div>
    </main>
  );
}

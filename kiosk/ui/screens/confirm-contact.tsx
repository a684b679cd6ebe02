import { Check, Phone } from 'lucide-preact';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { LotusBloom } from '../parts/lotus.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-view.tsx';

/** The end of the number is enough for its owner; the rest is nobody's business in a lobby. */
export function ConfirmContact({ screen: { phone }, say, act }: ScreenProps<'confirm-contact'>): JSX.Element {
  return (
    <main class="screen confirm">
      <Title text={say('screens.contact.title')}>
        <p class="lead">{say('screens.contact.lead')}</p>
      </Title>
      <section class="card person phone">
        <LotusBloom />
        <span class="portrait" aria-hidden="true">
          <Phone class="icon" />
        </span>
        <dl>
          <div class="wide">
            <dt>{say('screens.contact.phone')}</dt>
            <dd class="name">{phone}</dd>
          </div>
        </dl>
      </section>
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          choice="phone-right"
          icon={Check}
          label={say('screens.contact.yes')}
          onPress={() => act({ command: 'confirm-phone', isRight: true })}
        />
        <Button
          choice="phone-wrong"
          label={say('screens.contact.no')}
          onPress={() => act({ command: 'confirm-phone', isRight: false })}
        />
      </div>
    </main>
  );
}

import { Check } from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { NumberedDocument } from '#kiosk/bridge/words.ts';
import { Button } from '../../parts/button.tsx';
import { Title } from '../../parts/title.tsx';
import type { ScreenProps } from '../screen-props.ts';

/** The number, large and in groups: is it right? */
export function SayNumberBack({ screen: { of, groups }, say, act }: ScreenProps<'say-number-back'>): JSX.Element {
  return (
    <main class="screen said-back">
      <Title text={say('screens.sayNumberBack.title')}>
        <p class="lead">{say('screens.sayNumberBack.lead')}</p>
      </Title>
      <section class="card number-card">
        <h2>{say(papers[of])}</h2>
        <p class="number-groups" data-fit={groups.length > 4 ? 'long' : 'short'}>
          {groups.map((group, at) => (
            // Groups are told apart by where they stand.
            <span key={at}>{group}</span>
          ))}
        </p>
      </section>
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          icon={Check}
          label={say('screens.sayNumberBack.yes')}
          onPress={() => act({ command: 'confirm-number' })}
        />
        <Button choice="correct" label={say('screens.sayNumberBack.no')} onPress={() => act({ command: 'go-back' })} />
      </div>
    </main>
  );
}

const papers = {
  'citizen-card': 'screens.confirm.citizenCard',
  'insurance-card': 'screens.confirm.insuranceCard',
  'old-identity-card': 'screens.confirm.oldIdentityCard',
  passport: 'screens.confirm.passport',
  'patient-code': 'screens.confirm.patientCode',
} as const satisfies Record<NumberedDocument, MessageKey>;

import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import { sayIn } from '#config/strings/patient-messages.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Title } from '../parts/title.tsx';

/** The host is away for a moment. The page does not know anybody's language any more, so it speaks both. */
export function LinkDown(): JSX.Element {
  return <InBothLanguages title="screens.linkDown.title" lead="screens.linkDown.lead" isBusy />;
}

export function TakenOver(): JSX.Element {
  return <InBothLanguages title="screens.takenOver.title" lead="screens.takenOver.lead" isBusy={false} />;
}

interface InBothLanguagesProps {
  readonly title: MessageKey;
  readonly lead: MessageKey;
  readonly isBusy: boolean;
}

const vi = sayIn('vi');
const en = sayIn('en');

function InBothLanguages({ title, lead, isBusy }: InBothLanguagesProps): JSX.Element {
  return (
    <main class="screen calm no-host" aria-busy={isBusy}>
      <BreathingLotus />
      <Title text={vi(title)}>
        <p class="lead">{vi(lead)}</p>
        <div class="in-english" lang="en">
          <p class="subtitle">{en(title)}</p>
          <p class="lead">{en(lead)}</p>
        </div>
      </Title>
    </main>
  );
}

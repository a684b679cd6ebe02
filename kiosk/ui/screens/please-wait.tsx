import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Title } from '../parts/title.tsx';

export function PleaseWait({ say }: { readonly say: Say }): JSX.Element {
  return (
    <main class="screen calm" aria-busy="true">
      <BreathingLotus />
      <Title text={say('screens.pleaseWait.title')}>
        <p class="lead">{say('screens.pleaseWait.lead')}</p>
      </Title>
    </main>
  );
}

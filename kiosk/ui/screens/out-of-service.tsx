import type { JSX } from 'preact';
import { DeskPicture } from '../parts/desk-picture.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function OutOfService({ screen: { desk }, say }: Omit<ScreenProps<'out-of-service'>, 'act'>): JSX.Element {
  return (
    <main class="screen calm out-of-service">
      <DeskPicture />
      <Title text={say('screens.outOfService.title')}>
        <p class="lead strong">{say('screens.outOfService.lead', { desk })}</p>
        <p class="lead">{say('screens.outOfService.sorry')}</p>
      </Title>
    </main>
  );
}

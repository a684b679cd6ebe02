import { CircleCheck, CircleX, Ticket } from 'lucide-preact';
import type { JSX } from 'preact';
import { Button } from '../parts/button.tsx';
import { fitOf } from '../parts/fit.ts';
import { placeText } from '../parts/room.ts';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** "You have A012": kept, or given up. */
export function YourNumber({ screen: { of }, say, act }: ScreenProps<'your-number'>): JSX.Element {
  const { number, serviceName, ...place } = of;
  return (
    <main class="screen give-up">
      <Title text={say('screens.giveUp.title')} />
      <div class="card give-up-number">
        <Ticket aria-hidden="true" class="icon" />
        <b data-fit={fitOf(number, [8, 10, 13])}>{number}</b>
        <span>{`${serviceName} · ${placeText(place, say)}`}</span>
      </div>
      <div class="actions">
        <Button
          look="primary"
          choice="keep"
          icon={CircleCheck}
          label={say('screens.giveUp.keep')}
          onPress={() => act({ command: 'keep-number' })}
        />
        <Button
          choice="give-up"
          icon={CircleX}
          label={say('screens.giveUp.giveUp')}
          onPress={() => act({ command: 'give-up-number' })}
        />
      </div>
    </main>
  );
}

/** Asked again, with the answers in each other's places: a second tap on the same place keeps the number. */
export function GiveUpSurely({ screen: { number }, say, act }: ScreenProps<'give-up-surely'>): JSX.Element {
  return (
    <main class="screen give-up surely">
      <Title text={say('screens.giveUp.surely', { number })}>
        <p class="lead">{say('screens.giveUp.surelyLead')}</p>
      </Title>
      <div class="actions">
        <Button
          choice="give-up-surely"
          icon={CircleX}
          label={say('screens.giveUp.yes', { number })}
          onPress={() => act({ command: 'give-up-number' })}
        />
        <Button
          look="primary"
          choice="keep"
          icon={CircleCheck}
          label={say('screens.giveUp.keep')}
          onPress={() => act({ command: 'keep-number' })}
        />
      </div>
    </main>
  );
}

export function NumberGivenUp({ screen: { number }, say, act }: ScreenProps<'number-given-up'>): JSX.Element {
  return (
    <main class="screen give-up">
      <Title text={say('screens.giveUp.done', { number })}>
        <p class="lead">{say('screens.giveUp.doneLead')}</p>
      </Title>
      <div class="actions">
        <Button
          look="primary"
          isPrimary
          label={say('screens.ticket.done')}
          onPress={() => act({ command: 'finish' })}
        />
      </div>
    </main>
  );
}

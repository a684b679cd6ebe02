import { Armchair, FileQuestion, HeartPulse, IdCard, ShieldPlus, Signpost, Ticket } from 'lucide-preact';
import type { JSX } from 'preact';
import type { Clock } from '#config/agreements/clock.ts';
import type { Say } from '#config/strings/messages.ts';
import { BreathingLotus } from '../parts/breathing-lotus.tsx';
import { Button } from '../parts/button.tsx';
import { fitOf } from '../parts/fit.ts';
import { Note } from '../parts/note.tsx';
import { PictureAtRest } from '../parts/picture-at-rest.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function Attract({ screen, say, act, clock }: ScreenProps<'attract'> & { readonly clock: Clock }): JSX.Element {
  const { scanner, serves, otherWays, invited } = screen;
  if (serves === 'vitals' && invited) {
    const come = () => act({ command: 'come-as-invited', number: invited.number });
    return (
      <ForInvited number={invited.number} isResting={scanner === 'unavailable'} say={say} clock={clock} onCome={come} />
    );
  }
  if (serves === 'vitals') return <ForMeasuring isResting={scanner === 'unavailable'} say={say} clock={clock} />;
  const withoutPapers = () => act({ command: 'start-without-papers' });
  if (scanner === 'unavailable') {
    return (
      <main class="screen attract resting">
        <Title text={say('screens.attract.restingTitle')}>
          <p class="lead">{say('screens.attract.restingLead')}</p>
        </Title>
        <BreathingLotus />
        <div class="actions">
          <Button
            look="primary"
            icon={otherWays ? Signpost : Ticket}
            choice="no-papers"
            label={say(otherWays ? 'screens.attract.otherWays' : 'screens.attract.withoutScanning')}
            onPress={withoutPapers}
          />
        </div>
      </main>
    );
  }
  return (
    <main class="screen attract">
      <Title text={say('screens.attract.title')}>
        <p class="lead">{say('screens.attract.lead')}</p>
        <ul class="accepted">
          <li>
            <IdCard aria-hidden="true" class="icon" />
            {say('screens.attract.citizenCard')}
          </li>
          <li>
            <ShieldPlus aria-hidden="true" class="icon" />
            {say('screens.attract.insuranceCard')}
          </li>
        </ul>
        {serves === 'both' && (
          <p class="ticket-too">
            <HeartPulse aria-hidden="true" class="icon" />
            <span>{say('screens.attract.ticketToo')}</span>
          </p>
        )}
      </Title>
      <PictureAtRest clock={clock} holds="card" label={say('screens.attract.picture')} />
      <div class="actions">
        <Button
          icon={otherWays ? Signpost : FileQuestion}
          choice="no-papers"
          label={say(otherWays ? 'screens.attract.otherWays' : 'screens.attract.withoutPapers')}
          onPress={withoutPapers}
        />
      </div>
    </main>
  );
}

/** Somebody was called here, and may be on their way: the number first, then how they begin. */
function ForInvited({
  number,
  isResting,
  say,
  clock,
  onCome,
}: {
  readonly number: string;
  readonly isResting: boolean;
  readonly say: Say;
  readonly clock: Clock;
  readonly onCome: () => void;
}): JSX.Element {
  return (
    <main class="screen attract">
      <Title text={say('screens.attract.invitedTitle')}>
        <p class="invited-number" data-invited={number} data-fit={fitOf(number, [4, 5, 7])}>
          {number}
        </p>
        <p class="lead">{say(isResting ? 'screens.attract.invitedTap' : 'screens.attract.invitedScan')}</p>
      </Title>
      {isResting ? (
        <BreathingLotus />
      ) : (
        <PictureAtRest clock={clock} holds="ticket" label={say('screens.attract.vitalsPicture')} />
      )}
      <div class="actions">
        <Button
          look="primary"
          icon={Armchair}
          choice="invited"
          label={say('screens.attract.invitedIsMe', { number })}
          onPress={onCome}
        />
      </div>
    </main>
  );
}

/** A reading belongs to a visit, so here is no way without a ticket, and nothing to press. */
function ForMeasuring({
  isResting,
  say,
  clock,
}: {
  readonly isResting: boolean;
  readonly say: Say;
  readonly clock: Clock;
}): JSX.Element {
  if (isResting) {
    return (
      <main class="screen attract resting">
        <Title text={say('screens.attract.vitalsRestingTitle')}>
          <p class="lead">{say('screens.attract.vitalsRestingLead')}</p>
        </Title>
        <BreathingLotus />
      </main>
    );
  }
  return (
    <main class="screen attract">
      <Title text={say('screens.attract.vitalsTitle')}>
        <p class="lead">{say('screens.attract.vitalsLead')}</p>
        <ul class="accepted">
          <li>
            <Ticket aria-hidden="true" class="icon" />
            {say('screens.attract.vitalsTicket')}
          </li>
        </ul>
      </Title>
      <PictureAtRest clock={clock} holds="ticket" label={say('screens.attract.vitalsPicture')} />
      <div class="actions">
        <Note tone="plain" text={say('screens.attract.vitalsTicketFirst')} />
      </div>
    </main>
  );
}

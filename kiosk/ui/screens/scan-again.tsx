import {
  CalendarDays,
  FileQuestion,
  Hourglass,
  IdCard,
  LifeBuoy,
  ScanQrCode,
  Signpost,
  Smartphone,
  Ticket,
} from 'lucide-preact';
import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { ScanAgainReason, Serves } from '#kiosk/bridge/words.ts';
import { Button } from '../parts/button.tsx';
import { Note } from '../parts/note.tsx';
import { ScanPicture } from '../parts/scan-picture.tsx';
import { type Tip, Tips } from '../parts/tips.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Scanning goes on by itself, so there is nothing to press for it; only another way is offered, where there is one. */
export function ScanAgain({ screen: { why, serves, otherWays }, say, act }: ScreenProps<'scan-again'>): JSX.Element {
  const holds = serves === 'vitals' ? 'ticket' : 'card';
  // They have papers, and stand before a reader that does not read.
  const isOurFault = why === 'scanner-trouble';
  return (
    <main class="screen scan-again">
      <Title text={say(titles[why])}>
        <p class="lead">{say(reasons[why][serves])}</p>
      </Title>
      <ScanPicture
        holds={holds}
        label={say(holds === 'ticket' ? 'screens.attract.vitalsPicture' : 'screens.attract.picture')}
      />
      <Tips tips={tips(why, serves)} say={say} />
      <div class="actions">
        {serves === 'vitals' ? (
          <Note tone="plain" text={say('screens.attract.vitalsTicketFirst')} />
        ) : (
          <Button
            icon={otherWays ? Signpost : isOurFault ? Ticket : FileQuestion}
            choice="no-papers"
            label={say(
              otherWays
                ? 'screens.attract.otherWays'
                : isOurFault
                  ? 'screens.attract.withoutScanning'
                  : 'screens.attract.withoutPapers',
            )}
            onPress={() => act({ command: 'start-without-papers' })}
          />
        )}
      </div>
    </main>
  );
}

const titles: Readonly<Record<ScanAgainReason, MessageKey>> = {
  foreign: 'screens.scanAgain.title',
  damaged: 'screens.scanAgain.title',
  oversized: 'screens.scanAgain.title',
  'scanner-trouble': 'screens.scanAgain.troubleTitle',
  'ticket-of-another-day': 'screens.scanAgain.otherDayTitle',
  'ticket-wanted': 'screens.scanAgain.ticketWantedTitle',
  'appointment-elsewhere': 'screens.scanAgain.appointmentTitle',
};

/** A kiosk names only what it can read itself. */
const reasons: Readonly<Record<ScanAgainReason, Readonly<Record<Serves, MessageKey>>>> = {
  foreign: {
    'check-in': 'screens.scanAgain.foreign',
    vitals: 'screens.scanAgain.foreignTicket',
    both: 'screens.scanAgain.foreignAny',
  },
  damaged: {
    'check-in': 'screens.scanAgain.damaged',
    vitals: 'screens.scanAgain.damagedTicket',
    both: 'screens.scanAgain.damagedAny',
  },
  oversized: {
    'check-in': 'screens.scanAgain.oversized',
    vitals: 'screens.scanAgain.oversized',
    both: 'screens.scanAgain.oversized',
  },
  'scanner-trouble': {
    'check-in': 'screens.scanAgain.trouble',
    vitals: 'screens.scanAgain.troubleTicket',
    both: 'screens.scanAgain.trouble',
  },
  'ticket-of-another-day': {
    'check-in': 'screens.scanAgain.otherDayAny',
    vitals: 'screens.scanAgain.otherDay',
    both: 'screens.scanAgain.otherDayAny',
  },
  'ticket-wanted': {
    'check-in': 'screens.scanAgain.ticketWanted',
    vitals: 'screens.scanAgain.ticketWanted',
    both: 'screens.scanAgain.ticketWanted',
  },
  'appointment-elsewhere': {
    'check-in': 'screens.scanAgain.appointment',
    vitals: 'screens.scanAgain.foreignTicket',
    both: 'screens.scanAgain.appointment',
  },
};

const howToHold: readonly Tip[] = [
  { icon: ScanQrCode, words: 'screens.scanAgain.tipCode' },
  { icon: Hourglass, words: 'screens.scanAgain.tipStill' },
];

function tips(why: ScanAgainReason, serves: Serves): readonly Tip[] {
  if (why === 'scanner-trouble') return [...howToHold, { icon: LifeBuoy, words: 'screens.scanAgain.tipStaff' }];
  return [firstTip(why, serves), ...howToHold];
}

function firstTip(why: ScanAgainReason, serves: Serves): Tip {
  if (why === 'ticket-of-another-day') return { icon: CalendarDays, words: 'screens.scanAgain.tipTicketToday' };
  if (why === 'ticket-wanted') return { icon: Ticket, words: 'screens.scanAgain.tipTicketTake' };
  if (serves === 'vitals') return { icon: Ticket, words: 'screens.scanAgain.tipTicketFlat' };
  // What VNeID shows is often no card's code, and the patient cannot know.
  if (why === 'foreign') return { icon: Smartphone, words: 'screens.scanAgain.tipPhone' };
  return { icon: IdCard, words: 'screens.scanAgain.tipFlat' };
}

import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageKey } from '#config/strings/messages.ts';
import type { PaperOnScreen } from '#kiosk/bridge/words.ts';
import { PaperGuide } from '../parts/paper-guide.tsx';
import { roomText } from '../parts/room.ts';
import { TicketActions } from '../parts/ticket-actions.tsx';
import { TicketSheet } from '../parts/ticket-sheet.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function TakeTicket({ screen: { ticket }, say, act }: ScreenProps<'take-ticket'>): JSX.Element {
  return (
    <main class="screen with-ticket">
      <Title text={say(titleFor(ticket.paper), { room: roomText(ticket, say) })} />
      <TicketSheet ticket={ticket} say={say} />
      <div class="guides">
        <PaperGuide ticket={ticket} say={say} />
      </div>
      <TicketActions ticket={ticket} say={say} act={act} />
    </main>
  );
}

function titleFor(paper: PaperOnScreen): MessageKey {
  switch (paper) {
    case 'printing':
      return 'screens.ticket.titlePrinting';
    case 'printed':
      return 'screens.ticket.titlePrinted';
    case 'not-printed':
      return 'screens.ticket.titleKeepNumber';
    case 'perhaps-printed':
    case 'kept':
      return 'screens.ticket.titleGo';
    default:
      return unreachable(paper);
  }
}

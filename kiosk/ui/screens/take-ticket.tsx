import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { PaperOnScreen, TicketRemark } from '#kiosk/bridge/words.ts';
import { Note, type NoteTone } from '../parts/note.tsx';
import { PaperGuide } from '../parts/paper-guide.tsx';
import { roomText } from '../parts/room.ts';
import { TicketActions } from '../parts/ticket-actions.tsx';
import { TicketSheet } from '../parts/ticket-sheet.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

export function TakeTicket({ screen: { ticket, remark }, say, act }: ScreenProps<'take-ticket'>): JSX.Element {
  return (
    <main class={remark ? 'screen with-ticket to-desk with-remark' : 'screen with-ticket'}>
      <Title text={say(titleFor(ticket.paper), { room: roomText(ticket, say) })} />
      <TicketSheet ticket={ticket} say={say} />
      <div class="guides">
        {remark && <Note {...noteOf(remark, say)} />}
        <PaperGuide ticket={ticket} say={say} />
      </div>
      <TicketActions ticket={ticket} say={say} act={act} />
    </main>
  );
}

function noteOf(remark: TicketRemark, say: Say): { readonly tone: NoteTone; readonly text: string } {
  switch (remark.kind) {
    case 'appointment-early':
      return { tone: 'plain', text: say('screens.ticket.remarkAppointmentEarly', { at: remark.at }) };
    case 'appointment-late':
      return { tone: 'careful', text: say('screens.ticket.remarkAppointmentLate', { at: remark.at }) };
    case 'insurance-not-checked':
      return { tone: 'plain', text: say('screens.ticket.remarkInsuranceNotChecked') };
    case 'new-card-issued':
      return { tone: 'plain', text: say('screens.confirm.newCardIssued') };
    case 'other-facility':
      return { tone: 'plain', text: say('screens.confirm.otherFacility') };
    default:
      return unreachable(remark);
  }
}

function titleFor(paper: PaperOnScreen): MessageKey {
  switch (paper) {
    case 'held':
    case 'printing':
      return 'screens.ticket.titlePrinting';
    case 'on-phone':
      return 'screens.ticket.titleOnPhone';
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

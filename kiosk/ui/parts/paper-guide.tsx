import type { JSX } from 'preact';
import { unreachable } from '#config/agreements/result.ts';
import type { MessageKey, Say } from '#config/strings/messages.ts';
import type { TicketOnScreen } from '#kiosk/bridge/words.ts';
import { SlotPicture } from './slot-picture.tsx';

type Slot = TicketOnScreen['slot'];

/** Where the paper is, or what to do without it. A screen reader is told when it changes. */
export function PaperGuide({ ticket, say }: { readonly ticket: TicketOnScreen; readonly say: Say }): JSX.Element {
  const { paper, slot } = ticket;
  const [first, second] = wordsFor(ticket);
  return (
    <div class="guide" data-paper={paper} data-slot={slot} role="status">
      <SlotPicture paper={paper} slot={slot} />
      <div>
        <p class="guide-first">{say(first)}</p>
        {second && <p>{say(second)}</p>}
      </div>
    </div>
  );
}

const printedIn: Readonly<Record<Slot, MessageKey>> = {
  below: 'screens.ticket.printedBelow',
  left: 'screens.ticket.printedLeft',
  right: 'screens.ticket.printedRight',
};
const perhapsIn: Readonly<Record<Slot, MessageKey>> = {
  below: 'screens.ticket.perhapsBelow',
  left: 'screens.ticket.perhapsLeft',
  right: 'screens.ticket.perhapsRight',
};

function wordsFor({ paper, slot }: TicketOnScreen): readonly [MessageKey, MessageKey?] {
  switch (paper) {
    case 'held':
      return ['screens.ticket.held', 'screens.ticket.heldPhone'];
    case 'on-phone':
      return ['screens.ticket.onPhone', 'screens.ticket.onPhonePaper'];
    case 'printing':
      return ['screens.ticket.printing'];
    case 'printed':
      return [printedIn[slot]];
    case 'not-printed':
      return ['screens.ticket.notPrinted', 'screens.ticket.rememberNumber'];
    case 'perhaps-printed':
      return [perhapsIn[slot], 'screens.ticket.perhapsRemember'];
    case 'kept':
      return ['screens.ticket.kept', 'screens.ticket.rememberNumber'];
    default:
      return unreachable(paper);
  }
}

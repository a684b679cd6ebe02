import type { JSX } from 'preact';
import { MaskIcon } from '../parts/mask-icon.tsx';
import { Note } from '../parts/note.tsx';
import { PaperGuide } from '../parts/paper-guide.tsx';
import { roomText } from '../parts/room.ts';
import { TicketActions } from '../parts/ticket-actions.tsx';
import { TicketSheet } from '../parts/ticket-sheet.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

/** The number, a mask, and the way to a room of one's own. Why stands nowhere. */
export function GoToIsolation({ screen: { ticket }, say, act }: ScreenProps<'go-to-isolation'>): JSX.Element {
  return (
    <main class="screen with-ticket to-desk">
      <Title text={say('screens.isolation.title', { room: roomText(ticket, say) })} />
      <TicketSheet ticket={ticket} say={say} />
      <div class="guides">
        <Note tone="plain" icon={MaskIcon} text={say('screens.isolation.mask')} />
        <PaperGuide ticket={ticket} say={say} />
      </div>
      <TicketActions ticket={ticket} say={say} act={act} />
    </main>
  );
}

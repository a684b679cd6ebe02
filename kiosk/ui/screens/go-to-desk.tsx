import type { JSX } from 'preact';
import type { MessageKey } from '#config/strings/messages.ts';
import type { DeskReason } from '#kiosk/bridge/words.ts';
import { Note } from '../parts/note.tsx';
import { PaperGuide } from '../parts/paper-guide.tsx';
import { TicketActions } from '../parts/ticket-actions.tsx';
import { TicketSheet } from '../parts/ticket-sheet.tsx';
import { Title } from '../parts/title.tsx';
import type { ScreenProps } from './screen-props.ts';

const reasons: Readonly<Record<DeskReason, MessageKey>> = {
  'no-papers': 'screens.desk.noPapers',
  'help-choosing': 'screens.desk.helpChoosing',
  'insurance-expired': 'screens.desk.insuranceExpired',
  'insurance-to-check': 'screens.desk.insuranceToCheck',
  'name-not-readable': 'screens.desk.nameNotReadable',
  'chip-does-not-match': 'screens.desk.chipDoesNotMatch',
  'referral-expired': 'screens.desk.referralExpired',
  'has-eaten': 'screens.desk.hasEaten',
  'document-of-another': 'screens.desk.documentOfAnother',
  'hospital-knows-another': 'screens.desk.hospitalKnowsAnother',
  'name-does-not-match': 'screens.desk.nameDoesNotMatch',
  'birth-does-not-match': 'screens.desk.birthDoesNotMatch',
};

export function GoToDesk({ screen: { why, desk, ticket }, say, act }: ScreenProps<'go-to-desk'>): JSX.Element {
  return (
    <main class="screen with-ticket to-desk">
      <Title text={say('screens.desk.title', { desk })} />
      <TicketSheet ticket={ticket} say={say} />
      <div class="guides">
        <Note tone="plain" text={say(reasons[why])} />
        <PaperGuide ticket={ticket} say={say} />
      </div>
      <TicketActions ticket={ticket} say={say} act={act} />
    </main>
  );
}

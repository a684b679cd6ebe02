import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import { fitOf } from '../parts/fit.ts';

interface KeptNumberProps {
  readonly number: string | undefined;
  readonly say: Say;
}

/** Said large before it goes, when it is on this screen only. */
export function KeptNumber({ number, say }: KeptNumberProps): JSX.Element | null {
  if (number === undefined) return null;
  return (
    <div class="kept-number">
      <span>{say('screens.ticket.yourNumber')}</span>
      <b data-fit={fitOf(number, [6, 8, 13])}>{number}</b>
      <span>{say('screens.ticket.rememberNumber')}</span>
    </div>
  );
}

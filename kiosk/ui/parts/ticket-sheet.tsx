import {
  type LucideIcon,
  MapPin,
  MoveDown,
  MoveLeft,
  MoveRight,
  MoveUp,
  TrendingDown,
  TrendingUp,
} from 'lucide-preact';
import type { JSX } from 'preact';
import type { Say } from '#config/strings/messages.ts';
import type { Arrow, TicketOnScreen } from '#kiosk/bridge/words.ts';
import { fitOf } from './fit.ts';
import { QrCode } from './qr-code.tsx';
import { placeText, roomText } from './room.ts';

/** As seen by whoever stands before the screen: up is on, and stairs lead up to the right. */
const ways: Readonly<Record<Arrow, LucideIcon>> = {
  left: MoveLeft,
  right: MoveRight,
  straight: MoveUp,
  back: MoveDown,
  up: TrendingUp,
  down: TrendingDown,
};

/** The ticket as a sheet of paper: the number first, then where to go, then what to keep. */
export function TicketSheet({ ticket, say }: { readonly ticket: TicketOnScreen; readonly say: Say }): JSX.Element {
  const { number, priority, serviceName, directions, code, again, replaces, paper, arrow, map } = ticket;
  const isOnPhone = paper === 'on-phone';
  const Way = arrow ? ways[arrow] : MapPin;
  return (
    <section class={isOnPhone ? 'ticket on-phone' : map ? 'ticket with-map' : 'ticket'}>
      <div class="ticket-main">
        <p class="ticket-label">
          <span>{again ? say('screens.ticket.again') : say('screens.ticket.yourNumber')}</span>
          {priority && <b class="badge">{say('screens.ticket.priority')}</b>}
        </p>
        <p
          class="ticket-number"
          data-ticket-number
          data-fit={fitOf(number, [4, 5, 7])}
          data-marked={number.length > 10 ? '' : undefined}
        >
          {number}
        </p>
        {replaces && <p class="ticket-replaces">{say('screens.ticket.replaces', { number: replaces })}</p>}
        <p class="ticket-service" data-fit={fitOf(serviceName, [24, 44, 64])}>
          {serviceName}
        </p>
        <p class="ticket-place">
          <Way aria-hidden="true" class="icon" />
          <span>{arrow ? `${placeText(ticket, say)} · ${say(`ticket.arrow.${arrow}`)}` : placeText(ticket, say)}</span>
        </p>
        {map && !isOnPhone && (
          <div class="ticket-map">
            <img src={map} alt={say('screens.ticket.map', { room: roomText(ticket, say) })} />
          </div>
        )}
      </div>
      <div class="ticket-tear" aria-hidden="true" />
      <div class="ticket-stub">
        <div>
          {directions && (
            <p class="ticket-directions" data-fit={fitOf(directions, [40, 70, 95])}>
              {directions}
            </p>
          )}
          <p>{say('screens.ticket.photograph')}</p>
        </div>
        <QrCode text={code} label={say('screens.ticket.code', { number })} />
      </div>
    </section>
  );
}

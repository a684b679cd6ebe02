import { encodeTicket } from '#drivers/ticket-printer/escpos-codec.ts';
import { createTicketRenderer } from '#kiosk/host/ticket/render-ticket.ts';
import type { TicketContent } from '#kiosk/host/ticket/ticket-content.ts';
import { contest, type Rounds, repeat } from './contest.ts';
import { peersPrinting } from './printing-peers.ts';
import { perSecond, type Section } from './table.ts';

/** An ordinary ticket of somebody who does not exist. */
const ordinary: TicketContent = {
  language: 'vi',
  hospitalName: 'Trung tâm Y tế Yên Phong',
  number: 'A012',
  replaces: undefined,
  serviceName: 'Khám Nội',
  room: '101',
  floor: 'Tầng 1',
  directions: 'Đi thẳng, rẽ phải cạnh quầy thuốc.',
  issuedAt: '08:12 · 21/11/2026',
  priority: undefined,
  maskedName: 'N. T. N. Ánh',
  code: 'TIEPDON:1:27005:20261121:A012:0123456789ABCDEFGHJK',
  copy: undefined,
  test: false,
  desk: undefined,
  remark: undefined,
};

/** Each with a number, a time and a code of its own, as in a morning: nothing of them can be kept from one to the next. */
const morning: readonly TicketContent[] = Array.from({ length: 200 }, (_, index) => {
  const number = `A${String(index + 1).padStart(3, '0')}`;
  const issuedAt = `08:${String(index % 60).padStart(2, '0')} · 21/11/2026`;
  return { ...ordinary, number, issuedAt, code: ordinary.code.replace('A012', number) };
});

/**
 * From what stands on a ticket to the bytes for the printer. Ours lays out, draws and encodes. The peers print pictures
 * but cannot draw one, so they are given this very ticket ready-made and only turn it into bytes, which is in their favour.
 */
export async function benchTickets(rounds: Rounds): Promise<Section> {
  const renderer = createTicketRenderer({ dotsAcross: 576, qr: 'raster' });
  const image = renderer.render(ordinary);
  let next = 0;
  const nextTicket = () => {
    next += 1;
    return morning[next % morning.length] ?? ordinary;
  };
  const [ours, ...peers] = await contest(
    [
      {
        name: 'ours: layout, drawing, QR, raster, ESC/POS',
        run: repeat(() => encodeTicket(renderer.render(nextTicket()))),
      },
      ...(await peersPrinting(image)),
      { name: 'ours, from the 1-bit picture on: ESC/POS only', run: repeat(() => encodeTicket(image)) },
    ],
    rounds,
  );
  const speed = ours?.perSecond ?? Number.NaN;
  return {
    title: `one ticket as bytes for the printer (${image.widthDots} × ${image.heightDots} dots)`,
    rows: [
      { what: ours?.name ?? '', speed: perSecond(speed) },
      ...peers.map(({ name, perSecond: theirs }) => ({
        what: name,
        speed: perSecond(theirs),
        ...(name.startsWith('ours') ? {} : { ratio: speed / theirs }),
      })),
    ],
  };
}

import type { Say } from '#config/strings/messages.ts';
import {
  createSheet,
  isWideFor,
  type PaperLayout,
  type Part,
  type Sheet,
  type SheetParts,
  type Styles,
  stylesFor,
} from './paper-sheet.ts';
import { cleanText, type TicketContent } from './ticket-content.ts';

export interface LayoutParts extends SheetParts {
  readonly code: CodePlace;
  readonly say: Say;
}

/** A QR in the picture is so large with its quiet zone; one that the printer sets below the picture needs white above it. */
export type CodePlace =
  | { readonly by: 'raster'; readonly codeDots: number }
  | { readonly by: 'native'; readonly whiteBelow: number };

/** Where everything stands on one ticket. Pure: it knows letters only by their measures. */
export function layOutTicket(content: TicketContent, parts: LayoutParts): PaperLayout {
  const sheet = createSheet(parts);
  const { say } = parts;
  const isSmall = parts.size === 'small';
  const isWide = isWideFor(parts);
  const style = stylesFor(parts);

  layOutHead(sheet, content, say, style);
  layOutWay(sheet, content, say, style);
  if (content.map && !isSmall) sheet.picture(content.map);
  sheet.space(16);
  sheet.rule('dashed');
  sheet.space(16);
  const person: Part[] = content.maskedName
    ? [...(isSmall ? [] : [[say('ticket.patient'), style.small] as const]), [content.maskedName, style.name]]
    : [];
  const keep: Part[] = isSmall ? [] : [[say('ticket.keep'), style.small]];
  const foot: Part[] = [...person, [content.issuedAt, style.time], ...keep];
  const { code } = parts;
  if (code.by === 'native') sheet.centred(foot);
  else if (isWide) sheet.besideCode(foot, code.codeDots);
  else sheet.aboveCode(foot, code.codeDots);
  sheet.space(code.by === 'native' ? code.whiteBelow : 8);
  return sheet.finish();
}

/** Whose paper it is and which number. */
function layOutHead(sheet: Sheet, content: TicketContent, say: Say, style: Styles): void {
  const { hospitalName, number, replaces, priority, copy } = content;
  sheet.text(hospitalName, style.hospital);
  sheet.space(10);
  sheet.rule();
  sheet.space(12);
  const remarks = [content.test ? say('ticket.test') : '', copy === undefined ? '' : say('ticket.copy', { copy })];
  if (remarks.some(Boolean)) sheet.bar(remarks.filter(Boolean).join(' · '), style.mark);
  sheet.text(say('ticket.yourNumber'), style.label);
  sheet.space(14);
  sheet.number(number, style.numberSizePx);
  sheet.space(20);
  if (replaces !== undefined) {
    sheet.text(say('ticket.replaces', { number: cleanText(replaces) }), style.replaced);
    sheet.space(10);
  }
  if (!priority) return;
  sheet.bar(say('ticket.priority'), style.mark);
  if (!priority.certain) sheet.text(say('ticket.priorityUncertain'), style.small);
  sheet.space(8);
}

/** Where to go with it. */
function layOutWay(sheet: Sheet, content: TicketContent, say: Say, style: Styles): void {
  const { desk, remark, serviceName, floor, directions, arrow } = content;
  if (desk) {
    sheet.framed([
      [say(`ticket.desk.${desk.why}`), style.small],
      [say('ticket.goToDesk', { desk: cleanText(desk.name) }), style.desk],
    ]);
    sheet.space(14);
  }
  sheet.text(serviceName, style.service);
  sheet.space(6);
  sheet.together([placeOf(content, say), floor ?? ''], style.place);
  if (arrow) sheet.text(say(`ticket.arrow.${arrow}`), style.remark);
  if (directions) sheet.text(directions, style.directions);
  if (remark) {
    sheet.space(10);
    sheet.text(say(`ticket.remark.${remark.kind}`, 'at' in remark ? { at: remark.at } : {}), style.remark);
  }
}

/** `Phòng 101`; a room that is more than a number already says what it is. */
function placeOf({ room }: TicketContent, say: Say): string {
  return /^\d/.test(room) ? say('ticket.room', { room: cleanText(room) }) : room;
}

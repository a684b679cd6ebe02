import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { TicketImage, TicketPrinter } from '#drivers/contract/ticket-printer.ts';
import type { PrintReadingEffect } from './effects/print-reading.ts';
import type { PrintTicketEffect } from './effects/print-ticket.ts';
import { readingContent } from './reading-on-paper.ts';
import { createTicketRenderer, type TicketPaper, type TicketRenderer } from './ticket/render-ticket.ts';
import { maskName, type TicketContent, ticketTime } from './ticket/ticket-content.ts';
import type { WayMaps } from './ticket/way-maps.ts';
import { whereToGo } from './where-to-go.ts';

/** What the QR of a visit's ticket says. */
export type TicketCodeOf = (visit: StoredVisit) => string;

type MapOnPaper = WayMaps['onPaper'];

export type DrawTicket = (effect: PrintTicketEffect, copy: number | undefined) => TicketImage;

export interface TicketDrawer {
  /** Loads canvas and fonts, so that no patient waits for them. Whoever draws before does it as well. */
  warmUp(): void;
  readonly draw: DrawTicket;
  /** What was measured, as of the moment in epoch ms. */
  readonly drawReading: (effect: PrintReadingEffect, at: number) => TicketImage;
  /** Worth nothing, and says so: every letter with two marks, and a QR that is no ticket's. */
  readonly drawTest: (at: number) => TicketImage;
}

/** Draws the tickets of a site, as it counts at the moment, for one printer, in the size that its line wants at the moment. */
export function createTicketDrawer(
  site: () => SiteFile,
  { dotsAcross, qr, ticketSize }: TicketPaper & Partial<Pick<TicketPrinter, 'ticketSize'>>,
  codeOf: TicketCodeOf,
  mapOf: MapOnPaper,
): TicketDrawer {
  let warm: TicketRenderer | undefined;
  const renderer = () => {
    warm ??= createTicketRenderer({ dotsAcross, qr });
    return warm;
  };
  return {
    warmUp: () => void renderer(),
    drawTest: (at) => renderer().render(testContent(site(), at), ticketSize?.()),
    drawReading: (effect, at) => renderer().renderReading(readingContent(effect, at, site()), ticketSize?.()),
    draw: (effect, copy) => renderer().render(contentOf(effect, copy, site(), codeOf, mapOf), ticketSize?.()),
  };
}

function contentOf(
  { visit, patient, language, desk: why, remark, toIsolation = false }: PrintTicketEffect,
  copy: number | undefined,
  site: SiteFile,
  codeOf: TicketCodeOf,
  mapOf: MapOnPaper,
): TicketContent {
  const { service } = visit;
  const { mapFile, ...way } = whereToGo(service, toIsolation, site, language);
  const { name: hospitalName, timeZone, desk } = site.site;
  return {
    language,
    hospitalName,
    number: visit.number.text,
    replaces: visit.replaces,
    serviceName: textIn(language, service.name),
    ...way,
    map: mapOf(mapFile),
    issuedAt: ticketTime(visit.numberedAt ?? visit.storedAt, timeZone),
    priority: visit.priority && { certain: visit.priority.certain },
    maskedName: patient.fullName && maskName(patient.fullName),
    code: codeOf(visit),
    copy,
    test: site.profile === 'demo',
    desk: why && { name: textIn(language, desk), why },
    remark,
  };
}

function testContent({ site, kiosk }: SiteFile, at: number): TicketContent {
  return {
    language: kiosk.languages[0] ?? 'vi',
    hospitalName: site.name,
    number: 'A000',
    replaces: undefined,
    serviceName: 'Ắ ằ ẳ ẵ ặ ấ ầ ẩ ẫ ậ ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ ợ ứ ừ ử ữ ự ỷ ỹ ỵ Đ đ',
    room: '000',
    floor: undefined,
    directions: undefined,
    issuedAt: ticketTime(at, site.timeZone),
    priority: undefined,
    maskedName: undefined,
    code: 'TIEPDON-TEST',
    copy: undefined,
    test: true,
    desk: undefined,
    remark: undefined,
  };
}

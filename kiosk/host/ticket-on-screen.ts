import { textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { Screen, TicketOnScreen } from '#kiosk/bridge/words.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { insuranceOn, patientFromIdentities, validityOn } from '#kiosk/facts/patient.ts';
import { purposeOf } from '#kiosk/facts/purpose.ts';
import type { StateAt } from '#kiosk/flow/state.ts';
import { canChangeService, canMeasure, canReprint } from '#kiosk/flow/ticket.ts';
import type { TicketCodeOf } from './draw-ticket.ts';

interface TicketSurroundings {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly ticketCodeOf: TicketCodeOf;
}

/** The number and where to go with it, or that the desk comes first. */
export function ticketScreen(state: StateAt<'showing-ticket'>, around: TicketSurroundings): Screen {
  const { site } = around;
  const ticket = ticketOnScreen(state, around);
  const why = deskReason(state, around);
  if (!why) return { show: 'take-ticket', ticket };
  return { show: 'go-to-desk', why, desk: textIn(state.frame.language, site.site.desk), ticket };
}

type DeskWhy = Extract<Screen, { show: 'go-to-desk' }>['why'];

/** Why the patient should pass by the desk before the room, the weightiest reason first. */
function deskReason(
  { facts, ticket }: StateAt<'showing-ticket'>,
  { settings }: TicketSurroundings,
): DeskWhy | undefined {
  const { identities, choice, today, chip, hospital, said } = facts;
  if (identities.length === 0) return 'no-papers';
  if (!patientFromIdentities(identities, today).fullName) return 'name-not-readable';
  if (chip.stands === 'read' && chip.verdict === 'does-not-match') return 'chip-does-not-match';
  if (choice?.how === 'help-choosing') return 'help-choosing';
  if (said.preparation?.hasEaten && settings.preparationOf.has(ticket.visit.service.code)) return 'has-eaten';
  if (said.referral?.standing === 'expired') return 'referral-expired';
  // Insurance is nothing to whoever pays, fetches a result or is only measured.
  if (['self-paid', 'results', 'vitals'].includes(purposeOf(settings, facts) ?? '')) return undefined;
  const insurance = insuranceOn(identities, today);
  const path = hospital.insuranceCheck?.path;
  if (path === 'see-desk' || path === 'scan-again' || path === 'insured-show-papers') return 'insurance-to-check';
  if (path === 'expired') return 'insurance-expired';
  // The hospital's word counts more than a date on an old card.
  if (path === 'insured' || path === 'insured-by-new-card') return undefined;
  if (insurance && validityOn(insurance, today) !== 'valid') return 'insurance-expired';
  return undefined;
}

function ticketOnScreen(
  { ticket, frame: { language } }: StateAt<'showing-ticket'>,
  { site, settings, ticketCodeOf }: TicketSurroundings,
): TicketOnScreen {
  const { visit, paper, again, leaving } = ticket;
  const { service } = visit;
  return {
    number: visit.number.text,
    priority: visit.priority !== undefined,
    serviceName: textIn(language, service.name),
    room: service.room,
    floor: service.floor && textIn(language, service.floor),
    directions: service.directions && textIn(language, service.directions),
    slot: site.kiosk.ticketSlot,
    code: ticketCodeOf(visit),
    // What is about to be printed is as good as on its way.
    paper: paper === 'held' ? 'printing' : paper,
    again,
    canMeasure: canMeasure(settings, ticket),
    canChangeService: canChangeService(settings, ticket),
    replaces: visit.replaces,
    canReprint: canReprint(ticket) && site.devices.some(({ kind }) => kind === 'ticket-printer'),
    leaving,
  };
}

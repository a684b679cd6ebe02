import { textIn } from '#config/agreements/language.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { Screen, TicketOnScreen } from '#kiosk/bridge/words.ts';
import { isIsolated } from '#kiosk/facts/facts.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import { deskReasonOf, ticketRemarkOf } from '#kiosk/facts/outcomes.ts';
import { canGoOnWithFamily } from '#kiosk/flow/family.ts';
import { canGiveUp } from '#kiosk/flow/giving-up.ts';
import type { StateAt } from '#kiosk/flow/state.ts';
import { canChangeService, canMeasure, canReprint, canTakeByPhone } from '#kiosk/flow/ticket.ts';
import type { TicketCodeOf } from './draw-ticket.ts';
import { whereToGo } from './where-to-go.ts';

interface TicketSurroundings {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly ticketCodeOf: TicketCodeOf;
  readonly mapAddressOf?: ((file: string | undefined) => string | undefined) | undefined;
}

/** The number and where to go with it, or that the desk comes first. */
export function ticketScreen(state: StateAt<'showing-ticket'>, around: TicketSurroundings): Screen {
  const { site, settings } = around;
  const ticket = ticketOnScreen(state, around);
  if (isIsolated(state.facts)) return { show: 'go-to-isolation', ticket };
  const why = deskReasonOf(state.facts, state.ticket);
  if (!why) {
    const remark = ticketRemarkOf(settings, state.facts, state.ticket);
    return { show: 'take-ticket', ticket, ...(remark && { remark }) };
  }
  return { show: 'go-to-desk', why, desk: textIn(state.frame.language, site.site.desk), ticket };
}

function ticketOnScreen(
  state: StateAt<'showing-ticket'>,
  { site, settings, ticketCodeOf, mapAddressOf }: TicketSurroundings,
): TicketOnScreen {
  const { ticket, turn, facts, frame } = state;
  const { language } = frame;
  const { visit, paper, again, leaving } = ticket;
  const { service } = visit;
  const { mapFile, ...way } = whereToGo(service, isIsolated(facts), site, language);
  const map = mapAddressOf?.(mapFile);
  return {
    number: visit.number.text,
    priority: visit.priority !== undefined,
    serviceName: textIn(language, service.name),
    ...way,
    ...(map === undefined ? {} : { map }),
    slot: site.kiosk.ticketSlot,
    code: ticketCodeOf(visit),
    // What is about to be printed is as good as on its way, unless somebody may still say no.
    paper: paper === 'held' && !canTakeByPhone(settings, ticket) ? 'printing' : paper,
    ...(canTakeByPhone(settings, ticket) ? { canTakeByPhone: true } : {}),
    again,
    canGoOnWithFamily: canGoOnWithFamily(settings, state),
    canMeasure: canMeasure(settings, state),
    ...(settings.measuringSteps.some(({ takes }) => takes !== 'blood-pressure') ? { measuresMore: true } : {}),
    canChangeService: canChangeService(settings, ticket) && !turn.over,
    ...(canGiveUp(settings, ticket) && !isIsolated(facts) && !turn.over ? { canGiveUp: true } : {}),
    replaces: visit.replaces,
    canReprint: canReprint(ticket) && site.devices.some(({ kind }) => kind === 'ticket-printer'),
    leaving,
  };
}

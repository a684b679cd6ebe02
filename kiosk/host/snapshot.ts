import type { Appointment } from '#backend-client/contract/appointment.ts';
import { delays } from '#config/agreements/delays.ts';
import { type Language, textIn } from '#config/agreements/language.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { ServiceSettings, SiteFile } from '#config/settings/site-file.ts';
import type { BloodPressureMonitor } from '#drivers/contract/blood-pressure-monitor.ts';
import {
  type AppointmentOnScreen,
  type CallOnScreen,
  type ChipOnScreen,
  noSession,
  type OpenCall,
  type Screen,
  type Serves,
  type ServiceOnScreen,
  type Snapshot,
  type TicketOnScreen,
} from '#kiosk/bridge/words.ts';
import { canTryAgain } from '#kiosk/flow/check-in/measuring.ts';
import { insuranceOn, patientFromIdentities, validityOn } from '#kiosk/flow/check-in/patient.ts';
import {
  type CheckInState,
  type ChipCheck,
  type FlowSettings,
  hasSession,
  type StateAt,
} from '#kiosk/flow/check-in/state.ts';
import { canGoBack, canLeave } from '#kiosk/flow/check-in/step.ts';
import { canMeasure, canReprint } from '#kiosk/flow/check-in/ticket.ts';
import { maskedPhone, personOnScreen, remarksOn } from './person-on-screen.ts';
import { ticketCode } from './ticket/ticket-code.ts';

/** What a page needs beside the state. */
export interface ScreenSurroundings {
  readonly site: SiteFile;
  readonly settings: FlowSettings;
  readonly scannerReady: boolean;
  /** False without one. */
  readonly chipReaderReady: boolean;
  /** `undefined` without one. */
  readonly monitor: Pick<BloodPressureMonitor, 'startedBy' | 'condition' | 'freeInMs'> | undefined;
  /** What the help sheet says to whoever opened it. */
  readonly call: CallOnScreen | undefined;
  readonly openCall: OpenCall;
}

/** One state, one snapshot: the whole truth for the page, and nothing that the screen does not show (laws 5, 7). */
export function snapshotFromState(state: CheckInState, surroundings: ScreenSurroundings, revision: number): Snapshot {
  const { language } = state;
  const { site } = surroundings;
  return {
    revision,
    session: hasSession(state) ? state.session.sessionId : noSession,
    language,
    otherLanguages: site.kiosk.languages.filter((each) => each !== language),
    siteName: site.site.name,
    timeZone: site.site.timeZone,
    test: site.profile === 'demo',
    scannerTypes: site.devices.some((device) => device.kind === 'barcode-scanner' && device.driver === 'keyboard'),
    screen: screenFromState(state, surroundings),
    overlay: overlayFromState(state, surroundings),
    notice: state.notice?.words,
    canGoBack: canGoBack(state),
    canStartOver: canLeave(state),
  };
}

function screenFromState(state: CheckInState, surroundings: ScreenSurroundings): Screen {
  const { site, settings, scannerReady, chipReaderReady, monitor, openCall } = surroundings;
  switch (state.at) {
    case 'waiting-for-card':
      return { show: 'attract', scanner: scannerReady ? 'ready' : 'unavailable', serves: servesOf(settings), openCall };
    case 'asking-to-scan-again':
      return { show: 'scan-again', why: state.why, serves: servesOf(settings), openCall };
    case 'asking-for-card':
      return { show: 'scan-card-too', scanner: scannerReady ? 'ready' : 'unavailable' };
    case 'confirming-identity':
      return {
        show: 'confirm-identity',
        person: personOnScreen(state.identities, state.session.today),
        remarks: remarksOn(state.identities, state.session),
        chip: chipOnScreen(state.session.chip, chipReaderReady),
      };
    case 'waiting-for-hospital':
      return { show: 'please-wait' };
    case 'confirming-contact':
      return { show: 'confirm-contact', phone: maskedPhone(state.session.hospital.contact?.phone ?? '') };
    case 'choosing-appointment':
      return {
        show: 'choose-appointment',
        appointments: state.session.hospital.appointments.map((each) => appointmentOnScreen(each, state, surroundings)),
      };
    case 'choosing-service':
      return {
        show: 'choose-service',
        services: site.services
          .filter(({ helpChoosing }) => !helpChoosing)
          .map((each) => serviceOnScreen(each, state.language)),
        canAskForHelpChoosing: site.services.some(({ helpChoosing }) => helpChoosing),
        chip: chipOnScreen(state.session.chip, chipReaderReady),
      };
    case 'storing-visit':
      return { show: 'please-wait' };
    case 'showing-ticket':
      return ticketScreen(state, site, settings);
    case 'sitting-down':
      return { show: 'sit-down', number: state.measuring.number, ...monitorOnScreen(monitor) };
    case 'measuring':
      if (state.phase === 'waiting-for-device') {
        return { show: 'measuring', phase: state.phase, secondsLeft: Math.ceil((monitor?.freeInMs() ?? 0) / 1000) };
      }
      return { show: 'measuring', phase: state.phase, cuffMmHg: state.cuffMmHg };
    case 'storing-reading':
      return { show: 'please-wait' };
    case 'showing-reading': {
      const { systolic, diastolic, pulse } = state.reading;
      return { show: 'show-reading', number: state.measuring.number, systolic, diastolic, pulse };
    }
    case 'not-measured': {
      const desk = textIn(state.language, site.site.desk);
      return { show: 'not-measured', advice: state.advice, canTryAgain: canTryAgain(state), desk };
    }
    case 'out-of-service':
      return { show: 'out-of-service', desk: textIn(state.language, site.site.desk), openCall };
    default:
      return unreachable(state);
  }
}

/** Nobody is invited to a reader that does not work. */
function chipOnScreen(chip: ChipCheck, chipReaderReady: boolean): ChipOnScreen {
  switch (chip.stands) {
    case 'not-asked':
    case 'given-up':
      return 'none';
    case 'awaited':
      return chipReaderReady ? 'lay-card' : 'none';
    case 'reading':
      return 'reading';
    case 'read':
      return chip.verdict === 'not-verified' ? 'read' : chip.verdict;
    default:
      return unreachable(chip);
  }
}

function servesOf({ offersCheckIn, offersMeasuring }: FlowSettings): Serves {
  return offersMeasuring ? (offersCheckIn ? 'both' : 'vitals') : 'check-in';
}

function monitorOnScreen(
  monitor: ScreenSurroundings['monitor'],
): Pick<Extract<Screen, { show: 'sit-down' }>, 'startedBy' | 'monitor'> {
  const condition = monitor?.condition();
  const isThere = condition === 'ready' || condition === 'measuring';
  return { startedBy: monitor?.startedBy ?? 'host', monitor: isThere ? 'ready' : 'unavailable' };
}

function overlayFromState(
  { overlay, language }: CheckInState,
  { site, call }: ScreenSurroundings,
): Snapshot['overlay'] {
  switch (overlay) {
    case undefined:
      return undefined;
    case 'idle-warning':
      return { show: 'idle-warning', secondsLeft: delays.idleCountdownMs / 1000 };
    case 'help':
      return { show: 'help', desk: textIn(language, site.site.desk), call };
    default:
      return unreachable(overlay);
  }
}

function ticketScreen(state: StateAt<'showing-ticket'>, site: SiteFile, settings: FlowSettings): Screen {
  const ticket = { ...ticketOnScreen(state, site), canMeasure: canMeasure(settings, state) };
  const why = deskReason(state);
  if (!why) return { show: 'take-ticket', ticket };
  return { show: 'go-to-desk', why, desk: textIn(state.language, site.site.desk), ticket };
}

type DeskWhy = Extract<Screen, { show: 'go-to-desk' }>['why'];

/** Why the patient should pass by the desk before the room, the weightiest reason first. */
function deskReason({ identities, choice, session }: StateAt<'showing-ticket'>): DeskWhy | undefined {
  if (identities.length === 0) return 'no-papers';
  if (!patientFromIdentities(identities, session.today).fullName) return 'name-not-readable';
  if (session.chip.stands === 'read' && session.chip.verdict === 'does-not-match') return 'chip-does-not-match';
  if (choice.how === 'help-choosing') return 'help-choosing';
  const insurance = insuranceOn(identities, session.today);
  const path = session.hospital.insuranceCheck?.path;
  if (path === 'see-desk' || path === 'scan-again' || path === 'insured-show-papers') return 'insurance-to-check';
  if (path === 'expired') return 'insurance-expired';
  // The hospital's word counts more than a date on an old card.
  if (path === 'insured' || path === 'insured-by-new-card') return undefined;
  if (insurance && validityOn(insurance, session.today) !== 'valid') return 'insurance-expired';
  return undefined;
}

function ticketOnScreen(
  { ticket, language }: StateAt<'showing-ticket'>,
  site: SiteFile,
): Omit<TicketOnScreen, 'canMeasure'> {
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
    code: ticketCode({
      facilityCode: site.site.facilityCode,
      day: visit.day,
      number: visit.number.text,
      visitId: visit.visitId,
    }),
    paper,
    again,
    canReprint: canReprint(ticket) && site.devices.some(({ kind }) => kind === 'ticket-printer'),
    leaving,
  };
}

function serviceOnScreen({ code, name, room, floor, icon }: ServiceSettings, language: Language): ServiceOnScreen {
  return { code, name: textIn(language, name), room, floor: floor && textIn(language, floor), icon };
}

function appointmentOnScreen(
  { appointmentId, kind, serviceHisCode, startsAt, description }: Appointment,
  { language }: CheckInState,
  { site }: ScreenSurroundings,
): AppointmentOnScreen {
  const service = site.services.find(({ hisCode }) => hisCode === serviceHisCode);
  return {
    appointmentId,
    kind,
    name: service ? textIn(language, service.name) : description,
    time: startsAt === undefined ? undefined : timeText(startsAt, site.site.timeZone),
  };
}

function timeText(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at);
}

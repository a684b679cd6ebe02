import type { CallKind, ReadingCallKind } from '#backend-client/contract/alert.ts';
import type { VisitStore } from '#backend-client/contract/store.ts';
import type { VisitRequest } from '#backend-client/contract/visit.ts';
import type { Store, StoreCondition } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { CallerId } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { unreachable } from '#config/agreements/result.ts';
import type { FlowEffect } from '#kiosk/flow/effects.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import type { Effects } from '../session-runner.ts';
import { type AskHospitalParts, askHospital } from './ask-hospital.ts';
import { createMeasuring, type MeasuringParts } from './measure.ts';
import { createMeasuringTurns } from './measuring-turns.ts';
import { type PrintReadingParts, printReading } from './print-reading.ts';
import { type PrintTicketParts, printTicket } from './print-ticket.ts';
import { type ChipReadingParts, createChipReading } from './read-chip.ts';
import { createTakingTemperature, type TakingTemperatureParts } from './take-temperature.ts';

export interface EffectParts
  extends PrintTicketParts,
    PrintReadingParts,
    Omit<MeasuringParts, 'turns'>,
    Omit<TakingTemperatureParts, 'turns'>,
    AskHospitalParts,
    ChipReadingParts {
  /** Calls for a person; does nothing where no system takes them. */
  readonly alerts: {
    raise(kind: CallKind, caller: CallerId): void;
    raiseForReading(kind: ReadingCallKind, caller: CallerId, ticketNumber: string): void;
    raiseIsolation(ticketNumber: string): void;
    callOff(caller: CallerId): void;
  };
  readonly store: Pick<
    Store,
    | 'storeVisit'
    | 'changeService'
    | 'giveUp'
    | 'raisePriority'
    | 'takeByPhone'
    | 'storeOpinion'
    | 'storeReading'
    | 'beginPrint'
    | 'endPrint'
    | 'canStore'
    | 'condition'
  >;
  /** The staff has taken the kiosk out of service; whoever did has noted it. */
  readonly isClosedByStaff: () => boolean;
  /** A print that outlives its session still belongs to the host, which waits for it before it stops. */
  readonly keepBusy: (work: Promise<unknown>) => void;
}

/** What the flow's effects do to the world. */
export function createEffects(parts: EffectParts): Effects {
  const { store, log } = parts;
  const turns = createMeasuringTurns(parts.keepBusy);
  const measuring = createMeasuring({ ...parts, turns });
  const thermometer = createTakingTemperature({ ...parts, turns });
  const chips = createChipReading(parts);
  let closedByStaff = false;
  return {
    run(effect, report) {
      switch (effect.do) {
        case 'note-session-started':
          return log('session-started', { sessionId: effect.sessionId });
        case 'note-session-ended':
          return log('session-ended', { sessionId: effect.sessionId, reason: effect.reason });
        case 'ask-hospital':
          return parts.keepBusy(askHospital(effect, parts).then(report));
        case 'raise-alert':
          return parts.alerts.raise(effect.kind, effect.caller);
        case 'call-for-crisis':
          return parts.alerts.raiseForReading('crisis-reading', effect.caller, effect.ticketNumber);
        case 'call-for-high-reading':
          return parts.alerts.raiseForReading('high-reading', effect.caller, effect.ticketNumber);
        case 'raise-priority':
          // Of another kiosk's visit nothing is known here: the hub hears of it with the reading, and the call says the number.
          if (store.raisePriority(effect.visitId, { ground: 'crisis-reading', certain: false }).ok) parts.wakeOutbox();
          return;
        case 'call-to-isolation':
          return parts.alerts.raiseIsolation(effect.ticketNumber);
        case 'call-off-help':
          return parts.alerts.callOff(effect.caller);
        case 'store-visit':
          return report(storeVisit(effect.request, parts));
        case 'change-service':
          return report(changeService(effect, parts));
        case 'give-up':
          return report(giveUp(effect, parts));
        case 'probe-store':
          return report({ type: 'store-probed', writable: store.canStore() && !parts.isClosedByStaff() });
        case 'note-out-of-service':
          closedByStaff = parts.isClosedByStaff();
          return closedByStaff ? undefined : log('store-refuses', { reason: outOfServiceReason(store.condition()) });
        case 'note-back-in-service':
          if (!closedByStaff) log('store-recovered', {});
          closedByStaff = false;
          return;
        case 'note-taken-by-phone': {
          const noted = store.takeByPhone(effect.visitId, effect.number);
          // Nothing was printed either way; what a store that fails forgets is counted as a number on the screen.
          if (noted.ok && noted.value) log('ticket-taken-by-phone', { visitId: effect.visitId });
          return;
        }
        case 'store-opinion':
          // Neither score nor service: beside the lines of the visit they would be somebody's.
          if (store.storeOpinion(effect.opinion).ok) parts.wakeOutbox();
          return;
        case 'read-chip':
          return chips.start(effect, report);
        case 'stop-reading-chip':
          return chips.stop();
        case 'take-temperature':
          return thermometer.start(effect, report);
        case 'stop-taking-temperature':
          return thermometer.stop();
        case 'start-measuring':
          return measuring.start(effect, report);
        case 'stop-measuring':
          return measuring.stop();
        case 'store-reading':
          return report(measuring.storeReading(effect));
        case 'print-reading':
          return parts.keepBusy(printReading(effect, parts).then(report));
        case 'print-ticket':
          return parts.keepBusy(printTicket(effect, parts).then(report));
        default:
          return unreachable(effect);
      }
    },
  };
}

/** The number, its words and the hospital's correction are on disk before anybody hears of them (law 2). */
function changeService(
  { sessionId, visitId, serviceCode }: Extract<FlowEffect, { do: 'change-service' }>,
  { store, log, wakeOutbox }: Pick<EffectParts, 'store' | 'log' | 'wakeOutbox'>,
): FlowEvent {
  const changed = store.changeService({ sessionId, visitId, serviceCode });
  if (!changed.ok) {
    log('service-not-changed', { reason: changed.problem.kind });
    return { type: 'service-not-changed', sessionId };
  }
  const visit = changed.value;
  log('service-changed', { visitId, series: visit.number.series });
  wakeOutbox();
  return { type: 'service-changed', sessionId, visit };
}

/** What was given up before, from a ticket in somebody's hand, is given up. */
function giveUp(
  { sessionId, visitId }: Extract<FlowEffect, { do: 'give-up' }>,
  { store, log, wakeOutbox }: Pick<EffectParts, 'store' | 'log' | 'wakeOutbox'>,
): FlowEvent {
  const done = store.giveUp(visitId);
  if (!done.ok) {
    log('number-not-given-up', { reason: done.problem.kind });
    return { type: 'number-not-given-up', sessionId };
  }
  log('number-given-up', { visitId });
  wakeOutbox();
  return { type: 'number-given-up', sessionId };
}

/** A store that works is left alone when its disk is too full. */
function outOfServiceReason(condition: StoreCondition): Exclude<StoreCondition, 'ok'> {
  return condition === 'ok' ? 'disk-full' : condition;
}

interface StoreVisitParts {
  readonly store: Pick<VisitStore, 'storeVisit'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly wakeOutbox: () => void;
}

/** Visit, number and messages are on disk before anybody hears of them (law 2). */
function storeVisit(request: VisitRequest, { store, clock, log, wakeOutbox }: StoreVisitParts): FlowEvent {
  const { sessionId } = request;
  const startedAt = clock.now();
  const stored = store.storeVisit(request);
  if (!stored.ok && stored.problem.kind === 'service-full') {
    log('service-full', { service: request.serviceCode });
    return { type: 'service-full', sessionId };
  }
  if (!stored.ok) {
    log('visit-not-stored', { reason: stored.problem.kind });
    return { type: 'visit-not-stored', sessionId };
  }
  const { visit, found, isShared } = stored.value;
  if (isShared) log('document-shared', { visitId: visit.visitId });
  log('visit-stored', {
    visitId: visit.visitId,
    series: visit.number.series,
    found,
    tookMs: clock.now() - startedAt,
  });
  // A visit that was found may have been corrected.
  wakeOutbox();
  return { type: 'visit-stored', sessionId, visit, found, isShared };
}

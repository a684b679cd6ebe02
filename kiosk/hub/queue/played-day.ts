import type { ActId } from '#backend-client/hub-link/act-id.ts';
import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import { type BusinessDay, createVisitId, type VisitId } from '#config/agreements/ids.ts';
import { momentOf } from '#config/agreements/local-time.ts';
import type { Act, KioskAct } from './acts.ts';
import { apply } from './apply.ts';
import { decide } from './decide.ts';
import type { Caller, Entry } from './entry.ts';
import type { LoggedEvent } from './events.ts';
import { emptyDay, type OwnedDay } from './owned-day.ts';
import type { QueueSettings } from './queue-settings.ts';
import type { Decision, Needs } from './rules/rule.ts';

/** For tests: a hub without a log. Each act that is done is stamped and applied at once. */
export interface PlayedDay {
  readonly day: OwnedDay;
  readonly log: readonly LoggedEvent[];
  now: number;
  needs: Needs;
  settings: QueueSettings;
  act(act: Act, actId?: ActId): Decision;
}

export const today = '2026-11-30' as BusinessDay;
export const lan: Caller = { kind: 'person', id: '00000000000000aa', name: 'Lan' };
export const minh: Caller = { kind: 'person', id: '00000000000000bb', name: 'Minh' };

/** Two services of one place and one of another, three counters. */
export const smallHospital: QueueSettings = {
  timeZone: 'Asia/Ho_Chi_Minh',
  closedDays: [],
  services: new Map(
    (
      [
        ['noi', 'A'],
        ['ngoai', 'B'],
        ['xray', 'X'],
      ] as const
    ).map(([code, prefix]) => [code, { code, prefix, priorityPrefix: `U${prefix}`, hours: [], quota: undefined }]),
  ),
  lanes: { priority: 2, ordinary: 1, ceilingMs: 60 * 60_000 },
  counters: new Map(
    (
      [
        ['p101', 'hall', ['noi']],
        ['p102', 'hall', ['noi', 'ngoai']],
        ['p201', 'imaging', ['xray']],
      ] as const
    ).map(([id, place, services]) => [id, { id, place, services }]),
  ),
  places: new Map([
    ['hall', new Set(['noi', 'ngoai'])],
    ['imaging', new Set(['xray'])],
  ]),
  lateTolerance: 3,
};

/** The same, and a kiosk that measures before both services of the hall. */
export const chairHospital: QueueSettings = {
  ...smallHospital,
  counters: new Map([
    ...smallHospital.counters,
    [
      'ghe-1',
      {
        id: 'ghe-1',
        place: 'hall',
        services: ['noi', 'ngoai'],
        chair: { kioskId: 'kiosk-3', comeWithinMs: 120_000 },
      },
    ],
  ]),
};

export const twoKiosks: Needs = {
  kiosks: [
    { kioskId: 'kiosk-1', mark: 'K1', isRevoked: false },
    { kioskId: 'kiosk-2', mark: 'K2', isRevoked: false },
  ],
};

export function atTime(hour: number, minute = 0, day = today): number {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return momentOf({ year, month, day: date, hour, minute, second: 0 }, 'Asia/Ho_Chi_Minh');
}

export function playDay(settings = smallHospital, needs = twoKiosks): PlayedDay {
  const day = emptyDay(today);
  const log: LoggedEvent[] = [];
  let acts = 0;
  const played: PlayedDay = {
    day,
    log,
    now: atTime(7),
    needs,
    settings,
    act(act, actId) {
      acts += 1;
      const decision = decide(played.settings, day, act, played.now, played.needs);
      if (!decision.ok) return decision;
      const at = Math.max(played.now, day.at);
      for (const event of decision.value) {
        const begins = event.kind === 'day-begun';
        const of = begins ? event.day : day.day;
        const logged = { day: of, position: begins ? 0 : day.next, actId: actId ?? actIdOf(acts), at, event };
        log.push(logged);
        apply(day, logged);
      }
      return decision;
    },
  };
  return played;
}

export function actIdOf(count: number): ActId {
  return String(count).padStart(20, '0') as ActId;
}

export function visitOf(count: number): VisitId {
  return createVisitId((size) => new Uint8Array(size), count);
}

/** As a kiosk tells it. */
export function entering(
  count: number,
  given: Partial<Extract<KioskAct, { kind: 'enter' }>> & { readonly givenAt: number },
): Extract<KioskAct, { kind: 'enter' }> {
  return {
    kind: 'enter',
    kioskId: 'kiosk-1',
    visitId: visitOf(count),
    day: today,
    number: ticketNumber('A', count),
    serviceCode: 'noi',
    lane: 'ordinary',
    isLaneToBeConfirmed: false,
    appointment: undefined,
    ...given,
  };
}

export function numbersOf(entries: readonly Entry[]): readonly string[] {
  return entries.map(({ number }) => number.text);
}

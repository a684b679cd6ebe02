import { ticketNumber } from '#backend-client/numbering/ticket-number.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { CounterAct, QuickIssueKind, Refusal } from '../acts.ts';
import type { Entry } from '../entry.ts';
import type { QueueEvent } from '../events.ts';
import { isOpen, quotaLeft } from '../opening-today.ts';
import type { QueueService } from '../queue-settings.ts';
import { nextBlock } from './numbers.ts';
import { type Deciding, finishing, seated } from './rule.ts';

type Done<Kind extends CounterAct['kind']> = Extract<CounterAct, { kind: Kind }>;

/** Whom the staff see before them, they need not confirm. */
const laneFor = {
  ordinary: 'ordinary',
  elderly: 'priority',
  child: 'priority',
  'details-at-desk': 'ordinary',
} as const satisfies Readonly<Record<QuickIssueKind, Entry['lane']>>;

export const quickIssue = seated<Done<'quick-issue'>>((deciding, { visitId, serviceCode, as }, { counter }) => {
  const { settings, day, now } = deciding;
  const service = settings.services.get(serviceCode);
  if (!service) return problem('unknown-service');
  if (day.entries.has(visitId)) return problem('visit-differs');
  const { quota } = service;
  if (!isOpen(settings, service, now)) return problem('service-closed');
  if (quota !== undefined && quotaLeft(day, { code: serviceCode, quota }) === 0) return problem('service-full');
  const issued = issue(deciding, visitId, service, laneFor[as], counter.id);
  return issued.ok ? ok(issued.value.events) : issued;
});

/** Whoever stands at the counter without a number gets one, so that everybody who was served is counted; whatever the hour. */
export const serveWithoutTicket = seated<Done<'serve-without-ticket'>>((deciding, act, seat) => {
  const { visitId, serviceCode, by } = act;
  const service = deciding.settings.services.get(serviceCode);
  if (!service) return problem('unknown-service');
  if (seat.state.isPaused) return problem('counter-paused');
  if (deciding.day.entries.has(visitId)) return problem('visit-differs');
  const counter = seat.counter.id;
  const issued = issue(deciding, visitId, service, 'ordinary', counter);
  if (!issued.ok) return issued;
  const called = { kind: 'called', visitId, counter, by, how: { in: 'no-turn' } } as const;
  return ok([...finishing(seat), ...issued.value.events, called]);
});

/** The hub leases itself one number: no gap in a series is without a reason. */
function issue(
  { day, now }: Deciding,
  visitId: VisitId,
  { code, prefix, priorityPrefix }: QueueService,
  lane: 'ordinary' | 'priority',
  counter: string,
): Result<{ readonly events: readonly QueueEvent[] }, Refusal> {
  const series = lane === 'priority' ? priorityPrefix : prefix;
  const block = nextBlock(day, day.day, series, 1);
  if (!block.ok) return block;
  const entry: Entry = {
    visitId,
    day: day.day,
    number: ticketNumber(series, block.value.first),
    serviceCode: code,
    lane,
    givenAt: now,
    heardAt: now,
    from: { kind: 'staff', counter },
    appointment: undefined,
    isLaneToBeConfirmed: false,
    wanted: undefined,
    calls: 0,
    state: { is: 'waiting', since: now, place: now },
  };
  return ok({
    events: [
      { kind: 'leased', kioskId: undefined, day: day.day, series, isReported: false, ...block.value },
      { kind: 'entered', entry },
    ],
  });
}

import type { StoredAlert } from '#backend-client/contract/alert.ts';
import type { EndpointMismatch } from '#backend-client/contract/delivery.ts';
import { cureOf, whoActs } from '#backend-client/contract/delivery-reasons.ts';
import type { DeadLetter, DelayedMessages, LetterGroup, StrandedMessages } from '#backend-client/contract/store.ts';
import { hubId } from '#backend-client/hub-link/hub-system.ts';
import type { EndpointCircuit } from '#backend-client/outbox/endpoint-health.ts';
import type { TimeStatus } from '#backend-client/store/business-days.ts';
import type { ExpiredTicket } from '#backend-client/store/expired-tickets.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type {
  AlertOnPage,
  EndpointOnPage,
  HubOnPage,
  LetterOnPage,
  TimeOnPage,
  UpkeepState,
  WindowOnPage,
} from '#kiosk/bridge/console/upkeep-words.ts';
import type { Health } from '../../health.ts';
import { lostAfterSeconds, type WindowHealth } from '../../window-notes.ts';

export interface UpkeepParts {
  readonly site: SiteFile;
  readonly health: Health;
  readonly storage: UpkeepState['storage'];
  readonly circuits: readonly EndpointCircuit[];
  /** What the checks at the start found. */
  readonly mismatches: ReadonlyMap<string, EndpointMismatch>;
  readonly queuedOf: (endpointId: string) => number;
  readonly delayedOf: (endpointId: string) => DelayedMessages | undefined;
  readonly namedAnother: (endpointId: string) => number;
  readonly letters: readonly DeadLetter[];
  readonly letterGroups: readonly LetterGroup[];
  readonly stranded: readonly StrandedMessages[];
  readonly alerts: readonly StoredAlert[];
  readonly time: TimeStatus;
  readonly expired: readonly ExpiredTicket[];
  readonly checkInDays: UpkeepState['checkInDays'];
  /** Left out: there is none. */
  readonly hub?: Omit<HubOnPage, 'queued'> | undefined;
}

/** The whole truth of a kiosk. */
export function upkeepState(parts: UpkeepParts): UpkeepState {
  const { site, health, storage, letters, letterGroups, stranded, alerts, time, expired, checkInDays } = parts;
  const isOfSite = ({ endpointId }: { readonly endpointId: string }) =>
    site.hospital.some(({ id }) => id === endpointId) || (site.hub !== undefined && endpointId === hubId);
  return {
    kioskId: site.kiosk.id,
    siteName: site.site.name,
    version: health.version,
    test: site.profile === 'demo',
    timeZone: site.site.timeZone,
    outOfService: health.status === 'out-of-service',
    storage,
    store: health.store,
    tickets: health.tickets,
    devices: health.devices,
    endpoints: site.hospital.map((endpoint) => endpointOnPage(endpoint, parts)),
    hub: parts.hub && { ...parts.hub, queued: parts.queuedOf(hubId) },
    // Those of systems that are gone stand apart: nothing can be sent to them.
    letters: letters.filter(isOfSite).map(letterOnPage),
    letterGroups: letterGroups.filter(isOfSite).map((group) => ({ ...group, whoActs: whoActs(group.reason) })),
    stranded,
    alerts: alerts.map(alertOnPage),
    time: timeOnPage(time),
    window: windowOnPage(health.window),
    expired,
    checkInDays,
  };
}

/** To the minute: the page is told when something changes, and not every second. */
function timeOnPage({ now, today, trust, machineClock, lastMoment, sources, leavable }: TimeStatus): TimeOnPage {
  return {
    now: toMinute(now),
    today,
    trust: trust.is,
    why: trust.why,
    machineClock: toMinute(machineClock),
    lastMoment,
    sources: sources.map((each) => ({ ...each, at: toMinute(each.at) })),
    leavable,
  };
}

function toMinute(at: number): number {
  return Math.floor(at / 60_000) * 60_000;
}

function endpointOnPage(
  { id, protocol, capabilities }: SiteFile['hospital'][number],
  { circuits, mismatches, queuedOf, delayedOf, namedAnother, health }: UpkeepParts,
): EndpointOnPage {
  const { circuit = 'closed', reason, since } = circuits.find(({ endpointId }) => endpointId === id) ?? {};
  const mismatch = mismatches.get(id);
  const lacks = mismatch && [mismatch.kind, ...mismatch.missing].join(' ');
  const queued = queuedOf(id);
  const { oldestMinutes = 0, stands = false } = health.outbox.systems.find((system) => system.id === id) ?? {};
  const delayed = delayedOf(id);
  return {
    id,
    protocol,
    capabilities,
    circuit,
    reason: reason ?? lacks,
    cure: reason && cureOf(reason),
    since,
    queued,
    oldestMinutes,
    stands,
    namedAnother: namedAnother(id),
    delayed: delayed && { ...delayed, cure: cureOf(delayed.reason) },
  };
}

function letterOnPage({ visitId: _, ...letter }: DeadLetter): LetterOnPage {
  return letter;
}

function alertOnPage(alert: StoredAlert): AlertOnPage {
  const { alertId, kind, raisedAt, ticketNumber, escalation, acknowledgedBy } = alert;
  return { alertId, kind, raisedAt, ticketNumber, escalation, state: alertState(alert), by: acknowledgedBy };
}

function alertState({ isOpen, ended, delivered }: StoredAlert): AlertOnPage['state'] {
  if (isOpen) return delivered === undefined ? 'raised' : 'delivered';
  return ended === 'called-off' || ended === 'nobody-came' ? ended : 'acknowledged';
}

function windowOnPage({ page, isLost, silentSeconds, lastTapAt, restarts, lastRestart }: WindowHealth): WindowOnPage {
  const absent = isLost ? 'lost' : silentSeconds > lostAfterSeconds ? 'never' : 'away';
  return {
    page: page === 'connected' ? page : absent,
    // Everything that changes here is sent to the page.
    silentSeconds: page === 'connected' ? 0 : silentSeconds - (silentSeconds % 5),
    lastTapAt: lastTapAt === undefined ? undefined : Date.parse(lastTapAt),
    restarts,
    lastRestart,
  };
}

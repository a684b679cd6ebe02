import { Counter, Gauge, Registry } from 'prom-client';
import type { ScreeningCounts } from '#backend-client/store/day-tally.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { addProcessMetrics } from '#kiosk/web/process-metrics.ts';
import type { Health } from './health.ts';

export interface Metrics {
  /** Counts each catalogued log line by its event; labels never come from its fields. */
  countEvent(id: LogEventId): void;
  /** Every value by its name and labels, as Prometheus counts them now. */
  values(): Promise<readonly MetricValue[]>;
  text(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export interface MetricValue {
  readonly name: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** What is counted of the business day beside what stands in the log. */
type TodayInMetrics = ScreeningCounts & { readonly opinions: readonly number[] };

/** Prometheus text of one kiosk. Names and labels are fixed words, so no patient can appear in them. */
export function createMetrics(health: () => Health, today: () => TodayInMetrics): Metrics {
  const registry = new Registry();
  addProcessMetrics(registry);
  const gauge = <const Labels extends readonly string[]>(name: string, help: string, labelNames: Labels) =>
    new Gauge<Labels[number]>({ name, help, labelNames, registers: [registry] });
  const events = new Counter({
    name: 'tiepdon_events_total',
    help: 'Log lines by event.',
    labelNames: ['event'],
    registers: [registry],
  });
  const condition = gauge('tiepdon_device_condition', '1 for the condition that a device is in.', [
    'device',
    'kind',
    'condition',
  ]);
  const hint = gauge('tiepdon_device_hint', '1 for each thing that should be mended about a device.', [
    'device',
    'kind',
    'hint',
  ]);
  const outbox = gauge('tiepdon_outbox_messages', 'Messages that the hospital has not accepted yet, by state.', [
    'state',
  ]);
  const oldestWaiting = gauge(
    'tiepdon_outbox_oldest_waiting_minutes',
    'How long the oldest message has waited for a system of the hospital; 0 when nothing waits.',
    ['system'],
  );
  const systemStands = gauge(
    'tiepdon_outbox_system_stands',
    '1 while a system accepts nothing although something waits for it, or is not in the site file any more.',
    ['system'],
  );
  const inService = gauge('tiepdon_in_service', '1 while patients are served.', []);

  const satisfaction = gauge('tiepdon_survey_answers_today', 'How many said each score of how it went today, 1 to 5.', [
    'score',
  ]);

  const storeCondition = gauge('tiepdon_store_condition', '1 for what stands between the store and its file.', [
    'condition',
  ]);
  const freeBytes = gauge('tiepdon_store_free_bytes', "Free bytes on the store's disk.", []);

  const screenedToday = gauge(
    'tiepdon_screened_visits_today',
    'Visits of the business day that a screening was answered for, by where it led.',
    ['way'],
  );

  const timeConfirmed = gauge(
    'tiepdon_time_confirmed',
    '1 while the kiosk is sure of the date; nothing is erased while it is not.',
    [],
  );
  const machineIsAhead = gauge(
    'tiepdon_machine_clock_ahead_seconds',
    "The machine's clock less the time that the kiosk goes by.",
    [],
  );

  const pageConnected = gauge('tiepdon_page_connected', "1 while the patient's page is linked and answers.", []);
  const pageSilent = gauge(
    'tiepdon_page_silent_seconds',
    "Since the patient's page was last heard; since the host's start when none was.",
    [],
  );
  const windowRestarts = new Counter({
    name: 'tiepdon_window_restarts_total',
    help: "How often the window's owner has opened it anew.",
    registers: [registry],
  });

  return {
    countEvent: (id) => events.inc({ event: id }),
    async values() {
      refresh();
      const all = await registry.getMetricsAsJSON();
      return all.flatMap(({ name, values }) =>
        values.map(({ labels, value, ...rest }) => ({
          name: 'metricName' in rest && typeof rest.metricName === 'string' ? rest.metricName : name,
          labels: labelsOf(labels),
          value,
        })),
      );
    },
    async text() {
      refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };

  function refresh(): void {
    const now = health();
    const { screened, isolated, opinions } = today();
    screenedToday.set({ way: 'ordinary' }, screened - isolated);
    screenedToday.set({ way: 'isolation' }, isolated);
    condition.reset();
    hint.reset();
    for (const { id: device, kind, condition: stands, hints } of now.devices) {
      condition.set({ device, kind, condition: stands }, 1);
      for (const each of hints) hint.set({ device, kind, hint: each }, 1);
    }
    outbox.set({ state: 'queued' }, now.outbox.queued);
    outbox.set({ state: 'refused' }, now.outbox.refused);
    outbox.set({ state: 'unsure' }, now.outbox.unsure);
    outbox.set({ state: 'expired' }, now.outbox.expired);
    oldestWaiting.reset();
    systemStands.reset();
    for (const { id: system, oldestMinutes, stands, inSiteFile } of now.outbox.systems) {
      oldestWaiting.set({ system }, oldestMinutes);
      systemStands.set({ system }, stands || !inSiteFile ? 1 : 0);
    }
    for (const [at, count] of opinions.entries()) satisfaction.set({ score: String(at + 1) }, count);
    timeConfirmed.set(now.time.trust === 'confirmed' ? 1 : 0);
    machineIsAhead.set(now.time.machineIsAheadMs / 1_000);
    storeCondition.reset();
    storeCondition.set({ condition: now.store }, 1);
    freeBytes.set(now.storage.freeBytes);
    pageConnected.set(now.window.page === 'connected' ? 1 : 0);
    pageSilent.set(now.window.silentSeconds);
    windowRestarts.reset();
    windowRestarts.inc(now.window.restarts);
    inService.set(now.status === 'out-of-service' ? 0 : 1);
  }
}

function labelsOf(labels: object): MetricValue['labels'] {
  return Object.fromEntries(
    Object.entries(labels).filter((entry): entry is [string, string | number] =>
      ['string', 'number'].includes(typeof entry[1]),
    ),
  );
}

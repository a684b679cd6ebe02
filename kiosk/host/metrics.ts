import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { LogEventId } from '#config/agreements/log-events.ts';
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

/** Prometheus text of one kiosk. Names and labels are fixed words, so no patient can appear in them. */
export function createMetrics(health: () => Health): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'tiepdon_' });
  const events = new Counter({
    name: 'tiepdon_events_total',
    help: 'Log lines by event.',
    labelNames: ['event'],
    registers: [registry],
  });
  const condition = new Gauge({
    name: 'tiepdon_device_condition',
    help: '1 for the condition that a device is in.',
    labelNames: ['device', 'kind', 'condition'],
    registers: [registry],
  });
  const hint = new Gauge({
    name: 'tiepdon_device_hint',
    help: '1 for each thing that should be mended about a device.',
    labelNames: ['device', 'kind', 'hint'],
    registers: [registry],
  });
  const outbox = new Gauge({
    name: 'tiepdon_outbox_messages',
    help: 'Messages that the hospital has not accepted yet, by state.',
    labelNames: ['state'],
    registers: [registry],
  });
  const oldestWaiting = new Gauge({
    name: 'tiepdon_outbox_oldest_waiting_minutes',
    help: 'How long the oldest message has waited for a system of the hospital; 0 when nothing waits.',
    labelNames: ['system'],
    registers: [registry],
  });
  const systemStands = new Gauge({
    name: 'tiepdon_outbox_system_stands',
    help: '1 while a system accepts nothing although something waits for it, or is not in the site file any more.',
    labelNames: ['system'],
    registers: [registry],
  });
  const inService = new Gauge({
    name: 'tiepdon_in_service',
    help: '1 while patients are served.',
    registers: [registry],
  });

  const storeCondition = new Gauge({
    name: 'tiepdon_store_condition',
    help: '1 for what stands between the store and its file.',
    labelNames: ['condition'],
    registers: [registry],
  });
  const freeBytes = new Gauge({
    name: 'tiepdon_store_free_bytes',
    help: "Free bytes on the store's disk.",
    registers: [registry],
  });

  const timeConfirmed = new Gauge({
    name: 'tiepdon_time_confirmed',
    help: '1 while the kiosk is sure of the date; nothing is erased while it is not.',
    registers: [registry],
  });
  const machineIsAhead = new Gauge({
    name: 'tiepdon_machine_clock_ahead_seconds',
    help: "The machine's clock less the time that the kiosk goes by.",
    registers: [registry],
  });

  const pageConnected = new Gauge({
    name: 'tiepdon_page_connected',
    help: "1 while the patient's page is linked and answers.",
    registers: [registry],
  });
  const pageSilent = new Gauge({
    name: 'tiepdon_page_silent_seconds',
    help: "Since the patient's page was last heard; since the host's start when none was.",
    registers: [registry],
  });
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

import type { Clock } from '#config/agreements/clock.ts';
import { type MetricSeries, type MetricsHistory, metricSeries } from '#kiosk/bridge/console/logs-words.ts';
import type { MetricValue } from '../../metrics.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';

const everyMs = 60_000;
const mostPoints = 24 * 60;

type Point = Readonly<Record<MetricSeries, number | null>>;

export interface KeptMetrics {
  history(): MetricsHistory;
  close(): void;
}

/** What Prometheus would read, once a minute, for a day: in memory alone, for whoever has no Prometheus. */
export function keepMetrics({
  clock,
  rooms,
  onBug,
}: {
  readonly clock: Clock;
  readonly rooms: () => KioskRooms | undefined;
  readonly onBug: (error: unknown) => void;
}): KeptMetrics {
  const points: Point[] = [];
  let until = clock.now();
  let counted: Counted | undefined;
  let callOff = clock.after(everyMs, look);

  function look(): void {
    callOff = clock.after(everyMs, look);
    void take().catch(onBug);
  }

  async function take(): Promise<void> {
    const room = rooms();
    const values = await room?.metrics.values();
    const now = values ? totalsOf(values) : undefined;
    points.push(now && values ? pointFrom(values, now, counted) : nothing);
    counted = now;
    until = clock.now();
    if (points.length > mostPoints) points.shift();
  }

  return {
    history: () => ({
      until,
      series: byName((name) => points.map((point) => point[name])),
    }),
    close: () => callOff(),
  };
}

/** Since the kiosk's start. */
interface Counted {
  readonly sessions: number;
  readonly errors: number;
  readonly cpuSeconds: number;
}

const errorEvents = /(-crashed|-failed|-refuses|-not-stored|-not-printed|-refused|-alarm|-lost)$/;

function totalsOf(values: readonly MetricValue[]): Counted {
  const events = values.filter(({ name }) => name === 'tiepdon_events_total');
  return {
    sessions: sum(events.filter(({ labels }) => labels.event === 'session-started')),
    errors: sum(events.filter(({ labels }) => errorEvents.test(String(labels.event)))),
    cpuSeconds: sum(values.filter(({ name }) => name === 'tiepdon_process_cpu_seconds_total')),
  };
}

function pointFrom(values: readonly MetricValue[], now: Counted, before: Counted | undefined): Point {
  const of = (name: string) => values.filter((each) => each.name === `tiepdon_${name}`);
  const ready = ['ready', 'measuring', 'paper-low'];
  // A kiosk that was opened anew counts from zero.
  const more = (count: keyof Counted) => (before && now[count] >= before[count] ? now[count] - before[count] : null);
  const cpu = more('cpuSeconds');
  return {
    'sessions-per-minute': more('sessions'),
    'errors-per-minute': more('errors'),
    'waiting-messages': sum(of('outbox_messages').filter(({ labels }) => labels.state === 'queued')),
    'oldest-waiting': Math.max(0, ...of('outbox_oldest_waiting_minutes').map(({ value }) => value)),
    'devices-not-ready': of('device_condition').filter(({ labels }) => !ready.includes(String(labels.condition)))
      .length,
    'free-disk': sum(of('store_free_bytes')),
    memory: sum(of('process_resident_memory_bytes')),
    'cpu-share': cpu === null ? null : (cpu / (everyMs / 1_000)) * 100,
    'event-loop-lag': sum(of('nodejs_eventloop_lag_seconds')) * 1_000,
  };
}

const nothing: Point = byName(() => null);

function byName<Value>(of: (name: MetricSeries) => Value): Readonly<Record<MetricSeries, Value>> {
  const names = Object.keys(metricSeries) as MetricSeries[];
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<MetricSeries, Value>;
}

function sum(values: readonly MetricValue[]): number {
  return values.reduce((total, { value }) => total + value, 0);
}

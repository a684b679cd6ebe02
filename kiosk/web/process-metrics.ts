import { setImmediate } from 'node:timers/promises';
import { Counter, Gauge, type Registry } from 'prom-client';

/**
 * The process itself, under the names that Prometheus' client libraries give it. Not prom-client's own set: its histogram of the event
 * loop's delays holds 368 kB and wakes a kiosk at rest a hundred times a second, and with its observer of the garbage collector
 * these are 1.3 MB.
 */
export function addProcessMetrics(registry: Registry): void {
  const registers = [registry];
  new Counter({
    name: 'tiepdon_process_cpu_seconds_total',
    help: 'Processor time of the program, user and system.',
    registers,
    collect() {
      const { user, system } = process.cpuUsage();
      this.reset();
      this.inc((user + system) / 1_000_000);
    },
  });
  new Gauge({
    name: 'tiepdon_process_start_time_seconds',
    help: 'When the program started, in seconds since 1970 by the machine.',
    registers,
  }).set(Math.round(performance.timeOrigin / 1_000));
  const memory = (name: string, help: string, of: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(of());
      },
    });
  memory('tiepdon_process_resident_memory_bytes', 'Resident memory of the program.', () => process.memoryUsage.rss());
  memory('tiepdon_nodejs_heap_size_used_bytes', 'Used heap.', () => process.memoryUsage().heapUsed);
  new Gauge({
    name: 'tiepdon_nodejs_eventloop_lag_seconds',
    help: 'How long work waited that was put to the event loop when this was read.',
    registers,
    async collect() {
      const put = performance.now();
      await setImmediate();
      this.set((performance.now() - put) / 1_000);
    },
  });
}

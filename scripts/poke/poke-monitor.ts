import { unreachable } from '#config/agreements/result.ts';
import type { BloodPressureMonitorSettings } from '#config/settings/site-file.ts';
import { openBloodPressureMonitor } from '#drivers/blood-pressure/open-monitor.ts';
import type { BloodPressureMonitor, PressureEvent } from '#drivers/contract/blood-pressure-monitor.ts';
import type { OpenMeasurement } from '#drivers/contract/measuring.ts';
import type { PokeEvent, PokeOutcome } from './poke-event.ts';
import { type PokeAction, type PokedDevice, type PokeWorld, statusAction } from './poked-device.ts';

/** `measure`: one measurement, whose values are in mm[Hg] and 1/min; Ctrl-C lets the air out. */
export function openPokedMonitor(settings: BloodPressureMonitorSettings, world: PokeWorld): PokedDevice {
  const { clock, random, tap, say } = world;
  const monitor = openBloodPressureMonitor(settings, { clock, random, tap });
  monitor.onDiscarded(({ why }) => say({ event: 'discarded', why }));
  return {
    device: monitor,
    actions: [measure(monitor, world), statusAction(monitor, say, { startedBy: monitor.startedBy })],
  };
}

function measure(monitor: BloodPressureMonitor, { say }: PokeWorld): PokeAction {
  return {
    name: 'measure',
    seconds: 240,
    run: (ending) =>
      measureOnce(ending, (listener) =>
        monitor.measure((event) => {
          say(eventFrom(event));
          if (event.type === 'result') listener('done');
          if (event.type === 'failed') listener('refused');
        }),
      ),
  };
}

/** One measurement of whatever kind; it ends by its own last event, which also follows a stop. */
export function measureOnce(
  ending: AbortSignal,
  begin: (ended: (outcome: PokeOutcome) => void) => Pick<OpenMeasurement, 'stop'>,
): Promise<PokeOutcome> {
  return new Promise((resolve) => {
    const measurement = begin(resolve);
    const stop = () => void measurement.stop();
    if (ending.aborted) stop();
    else ending.addEventListener('abort', stop, { once: true });
  });
}

function eventFrom(event: PressureEvent): PokeEvent {
  switch (event.type) {
    case 'waiting-for-device':
      return { event: event.type, leftMs: event.leftMs };
    case 'waiting-for-button':
      return { event: event.type };
    case 'measuring':
      return { event: event.type, cuffMmHg: event.cuffMmHg };
    case 'result':
      return { event: event.type, ...event.reading };
    case 'failed': {
      const { reason, advice, deviceError } = event;
      return { event: event.type, reason, advice, deviceError };
    }
    default:
      return unreachable(event);
  }
}

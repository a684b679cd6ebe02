import type { LogEventId } from '#config/agreements/log-events.ts';
import type { DeviceInVain } from '#kiosk/bridge/console/overview-words.ts';

/** Fewer happen to anybody: a hand that moves, a code of something else. */
const manyInVain = 3;

const vain: Partial<Record<LogEventId, DeviceInVain['what']>> = {
  'card-not-read': 'codes',
  'chip-not-read': 'chips',
  'measurement-failed': 'measurements',
};
/** `device-lost`: somebody has pulled it, or tests it; what was before is over. */
const over: ReadonlySet<LogEventId> = new Set(['card-read', 'chip-read', 'reading-stored', 'device-lost']);
/** Nobody's failure, when a patient goes; and what is said of the device already: that it is gone, or what its scans show. */
const notItself: ReadonlySet<unknown> = new Set(['stopped', 'absent', 'scanner-trouble']);

/** Devices that work and bring nothing, by what the log says of them: hose off the cuff, dirt on the window, a wrong prefix. */
export function createInVain(): {
  note(event: LogEventId, fields: Readonly<Record<string, unknown>>): void;
  now(): readonly DeviceInVain[];
} {
  const counts = new Map<string, DeviceInVain>();
  return {
    note(event, { deviceId, reason }) {
      if (typeof deviceId !== 'string') return;
      if (over.has(event)) counts.delete(deviceId);
      const what = vain[event];
      if (what === undefined || notItself.has(reason)) return;
      counts.set(deviceId, { deviceId, what, times: (counts.get(deviceId)?.times ?? 0) + 1 });
    },
    now: () => [...counts.values()].filter(({ times }) => times >= manyInVain),
  };
}

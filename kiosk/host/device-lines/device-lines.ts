import type { Clock } from '#config/agreements/clock.ts';
import { type LogEventId, logEvents } from '#config/agreements/log-events.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import { tapLine } from '#drivers/transport/tap-line.ts';
import type { DeviceEventName } from '#kiosk/bridge/console/devices-words.ts';
import { createLendableLine, type LendableLine } from './lent-line.ts';
import { createLineEar, type LineEar } from './line-ear.ts';

/** What stands between a driver and its line. */
export interface DeviceTap {
  line(open: OpenTransport): OpenTransport;
  pcsc(spawn: SpawnPcsc): SpawnPcsc;
}

/** One thing that the kiosk's log says of a device: an event and fields of the catalogue, so never personal data. */
export interface DeviceEventLine {
  /** Epoch ms. */
  readonly at: number;
  readonly event: DeviceEventName;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/**
 * The lines of the kiosk's devices, as a technician hears and borrows them. They outlive the kiosk: a changed site file closes the
 * one that runs and opens the next, and what is lent stays lent.
 */
export interface DeviceLines {
  /** For a device that the kiosk opens. */
  tap(settings: DeviceSettings): DeviceTap;
  /** `undefined`: the kiosk never opened such a device. */
  ear(deviceId: string): LineEar | undefined;
  isLent(deviceId: string): boolean;
  /** These devices let go of their lines. Resolves when somebody else can open them; they have them again once the answer is called. */
  lend(deviceIds: readonly string[]): Promise<() => void>;
  /** From the kiosk's log. */
  note(event: LogEventId, fields: Readonly<Record<string, string | number | boolean>>): void;
  /** Newest last. */
  events(deviceId: string): readonly DeviceEventLine[];
}

const mostEvents = 60;

interface Entry {
  readonly driver: DeviceSettings['driver'];
  readonly ear: LineEar;
}

export function createDeviceLines(clock: Pick<Clock, 'now' | 'after' | 'monotonic'>): DeviceLines {
  const entries = new Map<string, Entry>();
  const lendable = new Map<string, LendableLine>();
  const events = new Map<string, readonly DeviceEventLine[]>();

  function lineOf(id: string): LendableLine {
    const line = lendable.get(id) ?? createLendableLine();
    lendable.set(id, line);
    return line;
  }

  function entryOf({ id, driver }: DeviceSettings): Entry {
    const known = entries.get(id);
    if (known?.driver === driver) return known;
    known?.ear.end();
    const entry = { driver, ear: createLineEar(driver, clock) };
    entries.set(id, entry);
    return entry;
  }

  return {
    tap(settings) {
      const { ear } = entryOf(settings);
      const line = lineOf(settings.id);
      return { line: (open) => tapLine(line.tap(open), ear), pcsc: line.tapPcsc };
    },
    ear: (id) => entries.get(id)?.ear,
    isLent: (id) => lendable.get(id)?.isLent() ?? false,
    async lend(ids) {
      const lines = ids.map(lineOf);
      await Promise.all(lines.map((line) => line.lend()));
      return () => {
        for (const line of lines) line.giveBack();
      };
    },
    note(event, fields) {
      const { deviceId, ...rest } = fields;
      if (typeof deviceId !== 'string' || !isOfDevice(event)) return;
      const before = events.get(deviceId) ?? [];
      events.set(deviceId, [...before, { at: clock.now(), event, fields: rest }].slice(-mostEvents));
    },
    events: (id) => events.get(id) ?? [],
  };
}

function isOfDevice(event: LogEventId): event is DeviceEventName {
  const fields: readonly string[] = logEvents[event].fields;
  return fields.includes('deviceId');
}

import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { OpenTransport, Transport } from '#drivers/contract/transport.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import { tapLine } from '#drivers/transport/tap-line.ts';
import type { BenchPurpose, BenchState, TestEnd, TestName, TestWish } from '#kiosk/bridge/console/devices-words.ts';
import type { DeviceLines } from '../../device-lines/device-lines.ts';
import { createLineEar, type LineEar } from '../../device-lines/line-ear.ts';
import { reportData } from '../../device-lines/mask-reports.ts';
import { type AnyDevice, openDevice } from '../../devices.ts';
import { isSamePlace, placeOf } from './draft.ts';
import { lineOnPage } from './line-on-page.ts';
import { beginCardTest } from './tests/card-test.ts';
import type { DeviceTest, HearRaw, TestParts } from './tests/device-test.ts';
import { beginMeasureTest } from './tests/measure-test.ts';
import { beginPrintTest } from './tests/print-test.ts';
import { beginProbeTest, canProbe } from './tests/probe-test.ts';
import { beginScanTest } from './tests/scan-test.ts';
import { beginWalkTest } from './tests/walk-test.ts';

/** Whoever watches the bench looks at it twice a second; a page that is gone must not keep a device from patients. */
export const abandonedAfterMs = 30_000;

export interface BenchWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly randomBytes: RandomBytes;
  readonly timeZone: () => string;
  readonly lines: DeviceLines;
  readonly spawnPcsc?: SpawnPcsc | undefined;
  /** Devices of the kiosk that runs. */
  readonly own: () => readonly DeviceSettings[];
  readonly isServing: () => boolean;
  /** How long a cuff of the kiosk may still work for somebody, in ms. */
  readonly worksForMs: (deviceId: string) => number;
}

/**
 * Where one device at a time lies open: outside of the kiosk, by its real driver, under the eyes of a technician. Devices of the
 * kiosk on the same port are let go of meanwhile, and the kiosk goes on without them.
 */
export interface Bench {
  state(): BenchState | undefined;
  open(
    settings: DeviceSettings,
    purpose: BenchPurpose,
    by: string,
  ): Promise<Result<undefined, { readonly kind: 'busy-with-a-patient' | 'somebody-tests' | 'no-line' }>>;
  test(
    wish: TestWish,
  ): Result<undefined, { readonly kind: 'not-open' | 'another-test-runs' | 'not-ready' | 'not-for-this-device' }>;
  running(): DeviceTest | undefined;
  ear(): LineEar | undefined;
  opened(): Opened | undefined;
  /** Resolves when the port is free. False: nothing was open. */
  close(): Promise<boolean>;
}

export interface Opened {
  readonly settings: DeviceSettings;
  readonly purpose: BenchPurpose;
  readonly by: string;
}

interface Laid extends Opened {
  readonly lends: readonly string[];
  readonly giveBack: () => void;
  readonly ear: LineEar;
  readonly raw: Set<(bytes: Uint8Array) => void>;
  /** What it was last opened on. */
  readonly line: { now?: Transport };
  device: AnyDevice;
  settings: DeviceSettings;
  test: DeviceTest | undefined;
  isTesting: boolean;
  passed: boolean;
  callOffAbandoned: () => void;
}

export function createBench(world: BenchWorld): Bench {
  const { clock, lines } = world;
  let laid: Laid | undefined;
  /** Whoever opens one while the last is still being closed, or opened. */
  let isMoving = false;

  function openReal(settings: DeviceSettings, ear: LineEar, raw: Laid['raw'], line: Laid['line']): AnyDevice {
    const hear = (open: OpenTransport) =>
      keepLine(
        line,
        tapLine(tapLine(open, ear), {
          heard(from, bytes) {
            if (from === 'device')
              for (const listener of raw) listener(settings.driver === 'hid-pos' ? reportData(bytes) : bytes);
          },
        }),
      );
    return openDevice(settings, {
      ...{ clock, random: world.random, randomBytes: world.randomBytes, timeZone: world.timeZone() },
      log: () => {},
      work: { isWorking: () => false, note: () => {} },
      tap: () => ({ line: hear, pcsc: (spawn) => spawn }),
      ...(world.spawnPcsc ? { spawnPcsc: world.spawnPcsc } : {}),
    });
  }

  function keepAwake(on: Laid): void {
    on.callOffAbandoned();
    on.callOffAbandoned = clock.after(abandonedAfterMs, () => void close());
  }

  async function close(): Promise<boolean> {
    if (!laid) return false;
    const on = laid;
    laid = undefined;
    isMoving = true;
    on.callOffAbandoned();
    on.test?.stop();
    await on.test?.letGo?.();
    // A cuff that cannot be stopped may send its record later: nobody's measurement may open on it before (law 11).
    const worksMs = 'freeInMs' in on.device ? on.device.freeInMs() : 0;
    await on.device.close();
    on.ear.end();
    if (worksMs > 0) clock.after(worksMs, on.giveBack);
    else on.giveBack();
    isMoving = false;
    return true;
  }

  return {
    state() {
      if (!laid) return undefined;
      keepAwake(laid);
      const { by, purpose, settings, lends, device, ear, test, passed } = laid;
      return {
        ...{ by, purpose, settings, lends, passed },
        place: placeOf(settings),
        device: {
          id: settings.id,
          kind: settings.kind,
          condition: device.condition(),
          whyAbsent: device.whyAbsent(),
          hints: device.hints(),
        },
        line: lineOnPage(ear),
        tests: testsFor(settings),
        test: test?.state(),
      };
    },
    async open(settings, purpose, by) {
      if (laid || isMoving) return problem({ kind: 'somebody-tests' });
      const replaced = purpose.do === 'add' ? undefined : purpose.id;
      const lends = world.own().flatMap((own) => (own.id === replaced || isSamePlace(own, settings) ? [own.id] : []));
      const isBusy = world.isServing() || lends.some((id) => world.worksForMs(id) > 0);
      if (lends.length > 0 && isBusy) return problem({ kind: 'busy-with-a-patient' });
      isMoving = true;
      const giveBack = await lines.lend(lends);
      const ear = createLineEar(settings.driver, clock);
      const raw: Laid['raw'] = new Set();
      const line: Laid['line'] = {};
      laid = {
        ...{ settings, purpose, by, lends, giveBack, ear, raw, line },
        device: openReal(settings, ear, raw, line),
        ...{ test: undefined, isTesting: false, passed: false, callOffAbandoned: () => {} },
      };
      isMoving = false;
      keepAwake(laid);
      return ok(undefined);
    },
    test(wish) {
      if (!laid) return problem({ kind: 'not-open' });
      const on = laid;
      if (on.isTesting) return problem({ kind: 'another-test-runs' });
      if (!testsFor(on.settings).includes(wish.test)) return problem({ kind: 'not-for-this-device' });
      const condition = on.device.condition();
      if (wish.test !== 'probe-line' && (condition === 'connecting' || condition === 'absent'))
        return problem({ kind: 'not-ready' });
      on.isTesting = true;
      on.test = begin(on, wish, {
        ...{ clock, timeZone: world.timeZone(), randomBytes: world.randomBytes },
        onPass() {
          on.passed = true;
        },
        onEnd(end: TestEnd) {
          on.isTesting = false;
          if (end === 'well') on.passed = true;
        },
      });
      return ok(undefined);
    },
    running: () => laid?.test,
    ear: () => laid?.ear,
    opened: () => laid,
    close,
  };

  function begin(on: Laid, wish: TestWish, parts: TestParts): DeviceTest | undefined {
    const { device, settings } = on;
    if (wish.test === 'probe-line') return canProbe(settings) ? probe(on, settings, parts) : undefined;
    switch (device.kind) {
      case 'ticket-printer':
        return wish.test === 'walk' ? beginWalkTest(device, parts) : beginPrintTest(device, parts);
      case 'barcode-scanner':
        return beginScanTest(device, hearOf(on.raw), parts, settings.driver === 'serial' ? sendOn(on.line) : undefined);
      case 'card-reader':
        return beginCardTest(device, wish.test === 'read-card' ? wish.can : '', parts);
      default:
        return beginMeasureTest(device, parts);
    }
  }

  /** The port has one owner: the device on the bench lets go of it, and is there again afterwards, with what was found. */
  function probe(on: Laid, settings: Parameters<typeof beginProbeTest>[0], parts: TestParts): DeviceTest {
    const released = on.device.close();
    let found: DeviceSettings = settings;
    return beginProbeTest(settings, {
      ...parts,
      async open(tried) {
        await released;
        const raw: Laid['raw'] = new Set();
        const device = openReal(tried, on.ear, raw, on.line);
        return { device, hear: hearOf(raw), close: () => device.close() };
      },
      onFound(tried) {
        found = tried;
      },
      onEnd(end) {
        parts.onEnd(end);
        if (laid !== on) return;
        on.settings = found;
        on.device = openReal(found, on.ear, on.raw, on.line);
      },
    });
  }
}

/** A scanner's driver never writes: what a technician has to say to it goes by its line. */
function keepLine(line: Laid['line'], open: OpenTransport): OpenTransport {
  return async () => {
    const opened = await open();
    if (opened.ok) line.now = opened.value;
    return opened;
  };
}

/** A line that breaks ends the test, so nobody waits for what becomes of these bytes. */
function sendOn(line: Laid['line']): (bytes: Uint8Array) => void {
  return (bytes) => void line.now?.write(bytes);
}

function hearOf(raw: Laid['raw']): HearRaw {
  return (listener) => {
    raw.add(listener);
    return () => void raw.delete(listener);
  };
}

const testsOfKind = {
  'barcode-scanner': ['scan'],
  'ticket-printer': ['print', 'walk'],
  'card-reader': ['read-card'],
  'blood-pressure-monitor': ['measure'],
  'vital-signs': ['measure'],
} as const satisfies Readonly<Record<DeviceSettings['kind'], readonly TestName[]>>;

function testsFor(settings: DeviceSettings): readonly TestName[] {
  return canProbe(settings) ? [...testsOfKind[settings.kind], 'probe-line'] : testsOfKind[settings.kind];
}

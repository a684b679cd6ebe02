import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { SetUpMaker } from '#drivers/contract/barcode-scanner.ts';
import type { Unsubscribe } from '#drivers/contract/device.ts';
import type { TestEnd, TestState } from '#kiosk/bridge/console/devices-words.ts';
import type { AnyDevice } from '../../../devices.ts';

/** A test of the device on the bench. It ends by itself, at the latest when its time is over. */
export interface DeviceTest {
  state(): TestState;
  /** By hand, or since the device is closed. Does nothing once it has ended. */
  stop(): void;
  skip?(): void;
  /** Resolves once a stopped test holds no port of its own. */
  letGo?(): Promise<void>;
  typed?(text: string): void;
  /** False: it takes no commands. */
  setUp?(maker: SetUpMaker): boolean;
}

export interface TestParts {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly randomBytes: RandomBytes;
  /** It went well once, though it goes on. */
  readonly onPass: () => void;
  /** Told once. */
  readonly onEnd: (end: TestEnd) => void;
}

/** Bytes as the device sent them, before any driver; the listener's until it returns. */
export type HearRaw = (listener: (bytes: Uint8Array) => void) => Unsubscribe;

/** The end of a test: the first reason counts, and whatever was listened to is let go of. */
export interface TestEnding {
  ended(): TestEnd | undefined;
  end(how: TestEnd): void;
  /** To be let go of at the end. */
  holds(unsubscribe: Unsubscribe): void;
}

/** A device that goes away ends its test as `lost`, and time as `timed-out`. */
export function createEnding(
  device: AnyDevice,
  { clock, onEnd }: Pick<TestParts, 'clock' | 'onEnd'>,
  withinMs: number,
): TestEnding {
  const held: Unsubscribe[] = [];
  let ended: TestEnd | undefined;
  const ending: TestEnding = {
    ended: () => ended,
    end(how) {
      if (ended) return;
      ended = how;
      for (const unsubscribe of held.splice(0)) unsubscribe();
      onEnd(how);
    },
    holds(unsubscribe) {
      if (ended) unsubscribe();
      else held.push(unsubscribe);
    },
  };
  ending.holds(clock.after(withinMs, () => ending.end('timed-out')));
  ending.holds(device.onCondition((condition) => condition === 'absent' && ending.end('lost')));
  return ending;
}

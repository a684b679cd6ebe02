import type { DeviceSettings, TransportSettings } from '#config/settings/site-file.ts';
import { eightNone, type LineSettings } from '#drivers/discovery/lines-to-try.ts';
import type { LineTry, TestEnd } from '#kiosk/bridge/console/devices-words.ts';
import type { AnyDevice } from '../../../devices.ts';
import { readDraft } from '../draft.ts';
import { readTestScan } from '../test-code.ts';
import type { DeviceTest, HearRaw, TestParts } from './device-test.ts';

export type SerialSettings = DeviceSettings & {
  readonly transport: Extract<TransportSettings, { readonly kind: 'serial' }>;
};

/** The device with other line settings, opened by its real driver, and what comes over its line. */
export interface ProbedDevice {
  readonly device: AnyDevice;
  readonly hear: HearRaw;
  close(): Promise<void>;
}

export interface ProbeParts extends TestParts {
  readonly open: (settings: SerialSettings) => Promise<ProbedDevice>;
  /** Told when one was understood; its port is free by then. */
  readonly onFound: (settings: SerialSettings) => void;
}

/** A device that is asked answers within a second or two; some are asked again only after some seconds. */
const askedWithinMs = 6_000;
/** Somebody has to hold the test code before the scanner. */
const scannedWithinMs = 60_000;
const silentAfterMs = 400;

const bauds = [9_600, 115_200, 19_200, 38_400, 57_600, 4_800, 2_400, 1_200] as const;

/** As devices are found, the likely ones first; what is set now comes before all. */
const lines: readonly LineSettings[] = [
  ...bauds.map((baudRate) => ({ ...eightNone, baudRate })),
  { baudRate: 9_600, dataBits: 8, parity: 'even', stopBits: 1 },
  { baudRate: 2_400, dataBits: 8, parity: 'even', stopBits: 1 },
  { baudRate: 9_600, dataBits: 7, parity: 'even', stopBits: 1 },
];

/** Drivers that hear by themselves whether they understand: they ask the device, or somebody scans a code that is known. */
export function canProbe(settings: DeviceSettings): settings is SerialSettings {
  if (!('transport' in settings) || settings.transport.kind !== 'serial') return false;
  return probed[settings.driver] ?? false;
}

const probed: Readonly<Partial<Record<DeviceSettings['driver'], true>>> = {
  serial: true,
  escpos: true,
  'and-tm2657': true,
  'accuniq-bp500': true,
  'suntech-oem': true,
};

/** One line setting after the other, each for so long as an answer may take, until the device is understood. */
export function beginProbeTest(settings: SerialSettings, parts: ProbeParts): DeviceTest {
  const asked = linesOf(settings);
  let tries: readonly LineTry[] = asked.map((line) => ({ line: wordsOf(line), stands: 'to-come' }));
  let ended: TestEnd | undefined;
  let isStopped = false;
  let stopTry = () => {};

  const mark = (at: number, stands: LineTry['stands']) => {
    tries = tries.map((each, index) => (index === at ? { ...each, stands } : each));
  };
  async function tryAll(): Promise<TestEnd> {
    for (const [at, line] of asked.entries()) {
      if (isStopped) return 'stopped';
      mark(at, 'now');
      const tried = withLine(settings, line);
      const probe = await parts.open(tried);
      const stands = await new Promise<LineTry['stands']>((resolve) => {
        stopTry = () => resolve('to-come');
        if (isStopped) stopTry();
        else listen(settings, probe, parts, resolve);
      });
      await probe.close();
      mark(at, stands);
      if (stands === 'understood') {
        parts.onFound(tried);
        return 'well';
      }
      // Without a port no other speed helps.
      if (stands === 'not-opened') return 'lost';
    }
    return isStopped ? 'stopped' : 'failed';
  }

  const finished = tryAll().then((how) => {
    ended = how;
    parts.onEnd(how);
  });
  return {
    state: () => ({ test: 'probe-line', ended, tries }),
    stop() {
      isStopped = true;
      stopTry();
    },
    letGo: () => finished,
  };
}

function listen(
  { kind }: DeviceSettings,
  { device, hear }: ProbedDevice,
  { clock }: Pick<TestParts, 'clock'>,
  resolve: (stands: LineTry['stands']) => void,
): void {
  let heard: number[] = [];
  let callOffSilence = () => {};
  const over = clock.after(kind === 'barcode-scanner' ? scannedWithinMs : askedWithinMs, () =>
    decide(device.condition() === 'absent' ? 'not-opened' : heard.length > 0 ? 'not-understood' : 'silent'),
  );
  const unhear = hear((bytes) => {
    heard = [...heard, ...bytes].slice(-2_048);
    callOffSilence();
    callOffSilence = clock.after(silentAfterMs, judge);
  });
  const unwatch = device.onCondition((condition) => {
    if (condition === 'absent') decide('not-opened');
  });

  function judge(): void {
    if (kind === 'barcode-scanner') {
      decide(readTestScan(Uint8Array.from(heard)).kind === 'test-code' ? 'understood' : 'not-understood');
      return;
    }
    const condition = device.condition();
    const answers = condition !== 'connecting' && condition !== 'no-answer' && condition !== 'absent';
    if (answers && !device.hints().includes('wrong-line-settings')) decide('understood');
  }

  function decide(stands: LineTry['stands']): void {
    over();
    callOffSilence();
    unhear();
    unwatch();
    heard = [];
    resolve(stands);
  }
}

function linesOf({ transport: { baudRate, dataBits, parity, stopBits } }: SerialSettings): readonly LineSettings[] {
  const set = { baudRate, dataBits, parity, stopBits };
  return [set, ...lines.filter((line) => wordsOf(line) !== wordsOf(set))];
}

function withLine(settings: SerialSettings, line: LineSettings): SerialSettings {
  const read = readDraft({ ...settings, transport: { ...settings.transport, ...line } });
  if (!read.ok || !canProbe(read.value)) throw new Error('Every line to try is one that a site file may have');
  return read.value;
}

/** `9600 8N1`. */
function wordsOf({ baudRate, dataBits, parity, stopBits }: LineSettings): string {
  return `${baudRate} ${dataBits}${parity.charAt(0).toUpperCase()}${stopBits}`;
}

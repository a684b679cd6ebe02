import type { KeyboardScanner } from '#drivers/barcode-scanner/keyboard-scanner.ts';
import { commandForCr, longestSetUpAnswer, readSetUpAnswer } from '#drivers/barcode-scanner/set-up-command.ts';
import type { BarcodeScanner, SetUpMaker } from '#drivers/contract/barcode-scanner.ts';
import type { ScannerSetUp, TestScan } from '#kiosk/bridge/console/devices-words.ts';
import { readTestScan, testCode } from '../test-code.ts';
import { createEnding, type DeviceTest, type HearRaw, type TestParts } from './device-test.ts';

const scanWithinMs = 600_000;
/** As drivers have it: the rest of a code follows within a fraction of a second. */
const silentAfterMs = 300;
const answersWithinMs = 1_000;
const mostScans = 5;
/** What is longer than any code is not gathered. */
const longestScanBytes = 4_096;

/**
 * The code on the page is scanned, again and again, and what the scanner does to it is told. A scanner that takes commands (`send`) can
 * be told meanwhile to end its codes.
 */
export function beginScanTest(
  scanner: BarcodeScanner | KeyboardScanner,
  hear: HearRaw,
  parts: TestParts,
  send?: (bytes: Uint8Array) => void,
): DeviceTest {
  const ending = createEnding(scanner, parts, scanWithinMs);
  const gathered = new Uint8Array(longestScanBytes);
  let length = 0;
  let scans: readonly TestScan[] = [];
  let callOffSilence = () => {};
  let setUp: ScannerSetUp | undefined = send && { stands: 'not-asked' };
  let callOffAnswer = () => {};

  function fellSilent(): void {
    take(readTestScan(gathered.subarray(0, length)));
    forget();
  }

  function take(scan: TestScan): void {
    scans = [scan, ...scans].slice(0, mostScans);
    if (scans.some(isRight)) parts.onPass();
  }

  /** It may have been somebody's card. */
  function forget(): void {
    gathered.fill(0);
    length = 0;
  }

  /** What comes within a second of a command is its answer, and no code. */
  function answered(maker: SetUpMaker): void {
    const stands = readSetUpAnswer(maker, gathered.subarray(0, Math.min(length, longestSetUpAnswer)));
    if (stands) settle({ maker, stands });
  }

  function settle(how: ScannerSetUp): void {
    callOffAnswer();
    setUp = how;
    forget();
  }

  ending.holds(
    hear((bytes) => {
      callOffSilence();
      const room = bytes.subarray(0, longestScanBytes - length);
      gathered.set(room, length);
      length += room.length;
      if (setUp?.stands === 'asked' && setUp.maker) return answered(setUp.maker);
      callOffSilence = parts.clock.after(silentAfterMs, fellSilent);
    }),
  );
  ending.holds(() => {
    callOffSilence();
    callOffAnswer();
    forget();
  });
  return {
    state: () => ({ test: 'scan', ended: ending.ended(), code: testCode, scans, setUp }),
    setUp(maker) {
      if (!send || ending.ended() !== undefined) return false;
      callOffSilence();
      callOffAnswer();
      forget();
      setUp = { maker, stands: 'asked' };
      callOffAnswer = parts.clock.after(answersWithinMs, () => settle({ maker, stands: 'silent' }));
      send(commandForCr(maker));
      return true;
    },
    typed(text) {
      if (ending.ended() === undefined) take(readTestScan(new TextEncoder().encode(text)));
    },
    stop: () => ending.end(scans.some(isRight) ? 'well' : 'stopped'),
  };
}

function isRight(scan: TestScan): boolean {
  return scan.kind === 'test-code' && scan.letters === 'whole';
}

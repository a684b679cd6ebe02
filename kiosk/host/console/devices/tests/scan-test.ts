import type { KeyboardScanner } from '#drivers/barcode-scanner/keyboard-scanner.ts';
import type { BarcodeScanner } from '#drivers/contract/barcode-scanner.ts';
import type { TestScan } from '#kiosk/bridge/console/devices-words.ts';
import { readTestScan, testCode } from '../test-code.ts';
import { createEnding, type DeviceTest, type HearRaw, type TestParts } from './device-test.ts';

const scanWithinMs = 600_000;
/** As drivers have it: the rest of a code follows within a fraction of a second. */
const silentAfterMs = 300;
const mostScans = 5;
/** What is longer than any code is not gathered. */
const longestScanBytes = 4_096;

/** The code on the page is scanned, again and again, and what the scanner does to it is told. */
export function beginScanTest(scanner: BarcodeScanner | KeyboardScanner, hear: HearRaw, parts: TestParts): DeviceTest {
  const ending = createEnding(scanner, parts, scanWithinMs);
  const gathered = new Uint8Array(longestScanBytes);
  let length = 0;
  let scans: readonly TestScan[] = [];
  let callOffSilence = () => {};

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

  ending.holds(
    hear((bytes) => {
      callOffSilence();
      const room = bytes.subarray(0, longestScanBytes - length);
      gathered.set(room, length);
      length += room.length;
      callOffSilence = parts.clock.after(silentAfterMs, fellSilent);
    }),
  );
  ending.holds(() => {
    callOffSilence();
    forget();
  });
  return {
    state: () => ({ test: 'scan', ended: ending.ended(), code: testCode, scans }),
    typed(text) {
      if (ending.ended() === undefined) take(readTestScan(new TextEncoder().encode(text)));
    },
    stop: () => ending.end(scans.some(isRight) ? 'well' : 'stopped'),
  };
}

function isRight(scan: TestScan): boolean {
  return scan.kind === 'test-code' && scan.letters === 'whole';
}

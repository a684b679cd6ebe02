import { expect, test } from 'vitest';
import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { BarcodeScanner, Scan } from '#drivers/contract/barcode-scanner.ts';
import { encodeCccd } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { sampleCccd } from '#drivers/identity-documents/sample-cards.bench.ts';
import type { DeviceEvent } from '#kiosk/flow/events.ts';
import { listenToDevices } from './device-events.ts';

test('the bytes of a scanned card are gone once it is known whose it is', () => {
  let scan = (_: Scan) => {};
  const scanner: BarcodeScanner = {
    id: 'scanner',
    kind: 'barcode-scanner',
    condition: () => 'ready',
    whyAbsent: () => undefined,
    hints: () => [],
    onHint: () => () => {},
    onCondition: () => () => {},
    onScan: (listener) => {
      scan = listener;
      return () => {};
    },
    close: async () => {},
  };
  const heard: DeviceEvent[] = [];
  listenToDevices({
    devices: {
      measuring: [],
      scanners: [scanner],
      keyboardScanner: undefined,
      cardReader: undefined,
      monitor: undefined,
    },
    receive: (event) => heard.push(event),
    onCondition: () => {},
    newSessionId: () => 'S1' as SessionId,
    standingOf: () => 'unknown',
    today: () => '2026-11-21' as BusinessDay,
    log: () => {},
  });
  const bytes = encodeCccd(sampleCccd);
  scan({ kind: 'code', bytes });
  expect(heard).toMatchObject([{ type: 'card-read', identity: { fullName: sampleCccd.fullName } }]);
  expect(bytes.every((byte) => byte === 0)).toBe(true);
});

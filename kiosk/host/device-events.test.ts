import { expect, test } from 'vitest';
import type { BusinessDay, SessionId } from '#config/agreements/ids.ts';
import type { BarcodeScanner, Scan } from '#drivers/contract/barcode-scanner.ts';
import { encodeCccd, encodePassport, type PassportFields } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { sampleCccd } from '#drivers/identity-documents/sample-cards.bench.ts';
import type { DeviceEvent } from '#kiosk/flow/events.ts';
import { listenToDevices } from './device-events.ts';

test('the bytes of a scanned card are gone once it is known whose it is, and of what does not read only the length is told', () => {
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
  const lines: unknown[] = [];
  listenToDevices({
    devices: {
      measuring: [],
      scanners: [scanner],
      keyboardScanner: undefined,
      cardReader: undefined,
    },
    receive: (event) => heard.push(event),
    onCondition: () => {},
    newSessionId: () => 'S1' as SessionId,
    standingOf: () => 'unknown',
    today: () => '2026-11-21' as BusinessDay,
    patientCode: { prefix: 'BN', digits: 8 },
    log: (event, fields) => lines.push([event, fields]),
  });
  const bytes = encodeCccd(sampleCccd);
  scan({ kind: 'code', bytes });
  expect(heard).toMatchObject([{ type: 'card-read', identity: { fullName: sampleCccd.fullName } }]);
  expect(bytes.every((byte) => byte === 0)).toBe(true);

  // A code of a phone's own (VNeID), a patient card, and a passport.
  for (const code of ['eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwIn0.AAAA', 'BN00012345', encodePassport(passport)]) {
    scan({ kind: 'code', bytes: typeof code === 'string' ? new TextEncoder().encode(code) : code });
  }
  expect(heard.slice(1)).toMatchObject([
    { type: 'card-not-read', why: 'foreign' },
    { type: 'card-read', identity: { source: 'patient-card', document: { number: 'BN00012345' } } },
    {
      type: 'card-read',
      identity: { source: 'passport-mrz', birth: { precision: 'day', date: '1964-08-12' }, fullName: 'MUSTER ERIKA' },
    },
  ]);
  expect(lines).toEqual([
    ['card-read', { deviceId: 'scanner', source: 'qr-cccd' }],
    ['card-not-read', { deviceId: 'scanner', reason: 'foreign', length: 41 }],
    ['card-read', { deviceId: 'scanner', source: 'patient-card' }],
    ['card-read', { deviceId: 'scanner', source: 'passport-mrz' }],
  ]);
});

const passport: PassportFields = {
  number: 'C01X0001',
  issuer: 'UTO',
  nationality: 'UTO',
  surname: 'MUSTER',
  givenNames: 'ERIKA',
  birth: '640812',
  sex: 'F',
  expiry: '311031',
};

import assert from 'node:assert/strict';
import { test } from 'vitest';
import { encodeAppointment } from '#drivers/identity-documents/encode-cards.simulator.ts';
import { readDocument } from '#drivers/identity-documents/read-document.ts';
import { maskScanned } from './mask-identity.ts';

test('of an appointment slip the technician sees that it was read, and not whose it could be', () => {
  const read = readDocument(encodeAppointment('27005', 'LK-2026.118804'));
  assert.ok(read.ok);
  assert.deepEqual(maskScanned(read.value), {
    source: 'qr-appointment',
    document: { kind: 'appointment', facilityCode: '27005', appointmentId: '•'.repeat(14) },
    masked: true,
  });
});

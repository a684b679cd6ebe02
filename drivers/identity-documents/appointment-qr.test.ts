import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeAppointment } from './encode-cards.simulator.ts';
import { readDocument } from './read-document.ts';
import { read } from './sample-cards.bench.ts';

const allowed = 'ABCXYZabcxyz0189._-';
const appointmentId = fc.string({ unit: fc.constantFrom(...allowed), minLength: 1, maxLength: 64 });
const facilityCode = fc.string({ unit: fc.constantFrom(...'AZ09'), minLength: 1, maxLength: 20 });

test('any appointment comes out as the hospital printed it, case and all', () => {
  fc.assert(
    fc.property(facilityCode, appointmentId, (facility, id) => {
      expect(readDocument(encodeAppointment(facility, id))).toEqual({
        ok: true,
        value: {
          source: 'qr-appointment',
          document: { kind: 'appointment', facilityCode: facility, appointmentId: id },
        },
      });
    }),
  );
});

test('one character that has no place in an appointment makes it some other code', () => {
  fc.assert(
    fc.property(appointmentId, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }), (id, character) => {
      fc.pre(!allowed.includes(character) && !/[\w.\s|\p{C}-]/u.test(character));
      expect(read(encodeAppointment('27005', `${id.slice(0, 30)}${character}${id.slice(30, 60)}`))).toBe('foreign');
    }),
  );
});

test('a later version, no appointment, one that is too long, and a ticket are other codes', () => {
  const codes = [
    'TIEPDON-HEN:2:27005:A1',
    'TIEPDON-HEN:1:27005:',
    `TIEPDON-HEN:1:27005:${'a'.repeat(65)}`,
    'TIEPDON-HEN:1::A1',
    'tiepdon-hen:1:27005:A1',
    'TIEPDON-HEN:1:27005:A1|A2',
    'TIEPDON:1:27005:20261121:UA012:00000000000000000001',
  ];
  expect(codes.map(read)).toEqual(codes.map(() => 'foreign'));
});

test('the hospital may print its own code in small letters', () => {
  expect(readDocument(encodeAppointment('bv01', 'a'))).toMatchObject({
    value: { document: { facilityCode: 'BV01' } },
  });
});

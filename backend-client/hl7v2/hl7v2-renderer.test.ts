import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { ControlId } from '#config/agreements/ids.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, nobody, syntheticSite, visitOfAnh } from '../contract/synthetic-people.ts';
import type { StoredVisit } from '../contract/visit.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';
import { parseMessage, valueAt } from './parse.ts';

const endpoint = hl7v2Endpoint.parse({
  id: 'his',
  protocol: 'hl7v2-mllp',
  host: '127.0.0.1',
  port: 2575,
  sendingApplication: 'TIEPDON',
  receivingApplication: 'HIS',
  receivingFacility: '01001',
  ackTimeoutMs: 10_000,
  deduplicates: true,
  simulated: false,
});

const controlId = 'C0NTR0L1D00000000001' as ControlId;

function render(
  patient: Patient,
  changed: { visit?: Partial<StoredVisit>; profile?: 'demo' | 'production'; timeZone?: string } = {},
) {
  const { visit: visitChange, ...siteChange } = changed;
  const renderer = createHl7v2Renderer({ endpoint, site: { ...syntheticSite, ...siteChange } });
  const facts = {
    patient,
    purpose: 'examination',
    contact: undefined,
    insuranceCheck: undefined,
    appointment: undefined,
  } as const;
  return renderer.render({ kind: 'registration', visit: { ...visitOfAnh, ...visitChange }, ...facts }, controlId);
}

function linesOf(bytes: Uint8Array): string[] {
  return new TextDecoder().decode(bytes).split('\r');
}

function parsed(bytes: Uint8Array) {
  const message = parseMessage(bytes);
  assert.ok(message.ok);
  return message.value;
}

test('an anh patient with priority is registered with everything the cards said', () => {
  assert.deepEqual(linesOf(render(anh)), [
    'MSH|^~\\&|TIEPDON|27005|HIS|01001|20261122081205+0700||ADT^A04^ADT_A01|C0NTR0L1D00000000001|P|2.5.1|||||VNM|UNICODE UTF-8',
    'EVN|A04|20261122081205+0700|||||27005',
    'PID|1||001148000001^^^CCCD^NI^^20210525~012345678^^^CMND^NI~DN4010199999999^^^BHXH^SB^^20260101^20261231||Nguyễn^Ánh^Thị Ngọc^^^^L^^^^F||19480815|F|||Số 1, Đường Thử Nghiệm, Bắc Ninh^^^^^VNM^P|||||||||||||||||||||QR_CCCD',
    'PD1|||^^^^^BHXH^FI^^^01001',
    'PV1|1|O|^P.101^^27005|||||||K01|||||||||V1S1T000000000000001^^^TIEPDON^VN|||||||||||||||||||||||||20261122081205+0700||||||UA003^^^TIEPDON^^^20261122|V',
    'PV2|||EXAMINATION^Khám bệnh^L||||AGE75~CHECK||||||||||||||||Khám Nội||P',
    'IN1|1|BHYT^Bảo hiểm y tế^L|BHXH|Bảo hiểm xã hội Việt Nam||||||||20260101|20261231|||Nguyễn^Ánh^Thị Ngọc^^^^L^^^^F|SEL^Self^HL70063|19480815|||||||||||||||||4|DN4010199999999|||||||F',
    '',
  ]);
});

test('a visit without papers has a temporary identifier and claims to know nothing', () => {
  assert.deepEqual(linesOf(render(nobody, { visit: { priority: undefined }, profile: 'demo' })), [
    'MSH|^~\\&|TIEPDON|27005|HIS|01001|20261122081205+0700||ADT^A04^ADT_A01|C0NTR0L1D00000000001|T|2.5.1|||||VNM|UNICODE UTF-8',
    'EVN|A04|20261122081205+0700|||||27005',
    'PID|1||V1S1T000000000000001^^^TIEPDON^VN||^^^^^^U|||U||||||||||||||||||||||||NONE',
    'PV1|1|O|^P.101^^27005|||||||K01|||||||||V1S1T000000000000001^^^TIEPDON^VN|||||||||||||||||||||||||20261122081205+0700||||||UA003^^^TIEPDON^^^20261122|V',
    'PV2|||EXAMINATION^Khám bệnh^L||||||||||||||||||||Khám Nội',
    '',
  ]);
});

test('a name from one card and an address from another: the address is called what its own card says of it', () => {
  const kindOf = (patient: Patient) => valueAt(parsed(render(patient)), { segment: 'PID', field: 11, component: 7 });
  const line = { address: 'Số 1, Đường Thử Nghiệm, Bắc Ninh' };
  // An insurance card names a home, a citizen card the permanent residence.
  assert.equal(kindOf({ ...anh, ...line, source: 'qr-cccd', addressSource: 'qr-bhyt' }), 'H');
  assert.equal(kindOf({ ...anh, ...line, source: 'qr-bhyt', addressSource: 'qr-cccd' }), 'P');
  assert.equal(kindOf({ ...anh, ...line, source: 'qr-cccd', addressSource: undefined }), 'P');
});

test('a name keeps its order: family, middle, given', () => {
  const names = ['Trần B', 'Lê  Văn\tTám ', 'Y', 'Tôn Nữ Thị Ngọc Hoa', 'nguye\u0302\u0303n a'];
  assert.deepEqual(
    names.map((fullName) => parsed(render({ ...anh, fullName })).segments[2]?.fields[5]?.[0]?.map(([part]) => part)),
    [
      ['Trần', 'B', '', '', '', '', 'L', '', '', '', 'F'],
      ['Lê', 'Tám', 'Văn', '', '', '', 'L', '', '', '', 'F'],
      ['Y', '', '', '', '', '', 'L', '', '', '', 'F'],
      ['Tôn', 'Hoa', 'Nữ Thị Ngọc', '', '', '', 'L', '', '', '', 'F'],
      ['nguyễn', 'a', '', '', '', '', 'L', '', '', '', 'F'],
    ],
  );
});

test('a birth date is as precise as the card', () => {
  const births = [{ precision: 'year', year: 1950 }, { precision: 'month', month: '1950-03' }, undefined] as const;
  assert.deepEqual(
    births.map((birth) => valueAt(parsed(render({ ...anh, birth })), { segment: 'PID', field: 7 })),
    ['1950', '195003', ''],
  );
});

test('what the chip of the card proved stands behind where the identity was read, and changes nothing else', () => {
  const without = parsed(render(anh)).segments;
  const told = (['genuine', 'not-verified', 'does-not-match'] as const).map((chip) => {
    const message = parsed(render({ ...anh, chip }));
    const reliability = message.segments[2]?.fields[32];
    const others = message.segments.map(({ name, fields }) => [name, name === 'PID' ? fields.slice(0, 32) : fields]);
    assert.deepEqual(
      others,
      without.map(({ name, fields }) => [name, name === 'PID' ? fields.slice(0, 32) : fields]),
    );
    return reliability?.map(([value]) => value?.[0]);
  });
  assert.deepEqual(without[2]?.fields[32], [[['QR_CCCD']]]);
  assert.deepEqual(told, [
    ['QR_CCCD', 'CHIP_GENUINE'],
    ['QR_CCCD', 'CHIP_NOT_VERIFIED'],
    ['QR_CCCD', 'CHIP_DOES_NOT_MATCH'],
  ]);
});

test('a kiosk west of Greenwich writes its own offset', () => {
  const message = parsed(render(anh, { timeZone: 'America/St_Johns' }));
  assert.equal(valueAt(message, { segment: 'MSH', field: 7 }), '20261121214205-0330');
});

test('no name, address or number changes the number of segments or fields, nor does a chip', () => {
  const shapeOf = (bytes: Uint8Array) =>
    parsed(bytes).segments.map(({ name, fields }) => [name, fields.length, fields.map((field) => field.length)]);
  const chips = [undefined, 'genuine', 'not-verified', 'does-not-match'] as const;
  const shapes = new Map(chips.map((chip) => [chip, shapeOf(render({ ...anh, chip }))]));
  const segmentsAndFields = (shape: ReturnType<typeof shapeOf>) => shape.map(([name, fields]) => [name, fields]);
  for (const shape of shapes.values())
    assert.deepEqual(segmentsAndFields(shape), segmentsAndFields(shapes.get(undefined) ?? []));
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc
      .array(fc.constantFrom('|', '^', '&', '~', '\\', '\r', '\n', '\u000b', '\u001c', '\u2029', 'PID|', 'Ánh', ' '), {
        maxLength: 60,
      })
      .map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(hostile, hostile, hostile, hostile, fc.constantFrom(...chips), (...anything) => {
      const [fullName, address, number, cardNumber, chip] = anything;
      const citizen = { number, oldNumber: '012345678', issuedOn: undefined };
      const insurance = { ...anh.insurance, number: cardNumber } as Patient['insurance'];
      const bytes = render({ ...anh, fullName, address, citizen, insurance, chip });
      assert.deepEqual(shapeOf(bytes), shapes.get(chip));
      assert.ok(!bytes.some((byte) => byte < 0x20 && byte !== 0x0d), 'no control byte but the segment ends');
    }),
  );
});

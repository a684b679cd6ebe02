import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import type { Identity } from '../../contract/identity.ts';
import { bytesFromHex } from './bytes.ts';
import { buildDg1, buildDg2, buildDg13, zoneOf } from './chip-files.simulator.ts';
import { faceFromDg2 } from './face-image.ts';
import { identityFromChip } from './identity-from-chip.ts';
import { sampleDetails, sampleFace, sampleZone } from './sample-chips.simulator.ts';
import { writeTlv } from './tlv.ts';
import { readDg13 } from './vietnamese-details.ts';

const damaged = { ok: false, problem: { kind: 'damaged' } };
const sampleDg1 = buildDg1(sampleZone);
const utf8 = (text: string) => new TextEncoder().encode(text);
const field = (id: number, text: string) =>
  writeTlv(0x30, writeTlv(0x02, Uint8Array.of(id)), writeTlv(0x0c, utf8(text)));

const nguyenVanA: Identity = {
  source: 'chip',
  fullName: 'Nguyễn Văn A',
  birth: { precision: 'day', date: '1990-08-15' },
  sex: 'male',
  address: 'Số 1, Đại Cồ Việt, Hai Bà Trưng, Hà Nội',
  document: { kind: 'citizen-card', number: '001090000001', oldNumber: '012345678', issuedOn: '2021-05-25' },
  warnings: [],
};

test('zone and Vietnamese details together say who somebody is', () => {
  assert.deepEqual(identityFromChip(sampleDg1, buildDg13(sampleDetails)), { ok: true, value: nguyenVanA });
});

test('without the details the name is the one of the zone, and the century that of the 12-digit number', () => {
  assert.deepEqual(identityFromChip(sampleDg1, undefined), {
    ok: true,
    value: {
      ...nguyenVanA,
      fullName: 'NGUYEN VAN A',
      address: undefined,
      document: { kind: 'citizen-card', number: '001090000001', oldNumber: undefined, issuedOn: undefined },
    },
  });
});

test('a birth whose century nobody knows is left out', () => {
  const zone = {
    documentNumber: '090000001',
    citizenNumber: '001090000001',
    sex: 'M',
    expiry: '300815',
    name: 'A',
  } as const;
  const identity = identityFromChip(buildDg1(zoneOf({ ...zone, birth: '240815' })), undefined);
  assert.equal(identity.ok && identity.value.birth, undefined);
});

test('of the details only what a registration needs is kept: no ethnicity, religion, marks, origin or relatives', () => {
  const secrets = new Map([
    [6, 'Ê Đê'],
    [7, 'Phật giáo'],
    [8, 'Quê Quán'],
    [10, 'Nốt ruồi'],
    [13, 'Cha Mẹ'],
    [14, 'Vợ'],
    [16, '0123456789ABCDEF'],
    [99, 'Lạ'],
  ]);
  const details = readDg13(buildDg13(new Map([...sampleDetails, ...secrets])));
  const kept = JSON.stringify(details);
  assert.deepEqual(
    [...secrets.values()].filter((secret) => kept.includes(secret)),
    [],
  );
});

test.each([
  ['no wrapper', (fields: Uint8Array) => writeTlv(0x6d, fields)],
  ['one sequence', (fields: Uint8Array) => writeTlv(0x6d, writeTlv(0x30, fields))],
  ['a sequence and a set', (fields: Uint8Array) => writeTlv(0x6d, writeTlv(0x30, writeTlv(0x31, fields)))],
  [
    'a number before them',
    (fields: Uint8Array) => writeTlv(0x6d, writeTlv(0x30, writeTlv(0x30, fields), writeTlv(0x02, Uint8Array.of(1)))),
  ],
  ['a context tag', (fields: Uint8Array) => writeTlv(0x6d, writeTlv(0xa0, writeTlv(0x30, fields)))],
])('details are found in a wrapper of %s', (_, wrap) => {
  const fields = Buffer.concat([field(1, '001090000001'), field(2, 'Nguyễn Văn A')]);
  const identity = identityFromChip(sampleDg1, wrap(Uint8Array.from(fields)));
  assert.equal(identity.ok && identity.value.fullName, 'Nguyễn Văn A');
});

test("a relative's name, nested with any id, is never taken for the holder's", () => {
  const parents = writeTlv(0x30, writeTlv(0x02, Uint8Array.of(13)), writeTlv(0x30, field(2, 'Nguyễn Văn Cha')));
  const identity = identityFromChip(sampleDg1, writeTlv(0x6d, writeTlv(0x30, parents, field(2, 'Nguyễn Văn A'))));
  assert.equal(identity.ok && identity.value.fullName, 'Nguyễn Văn A');
});

test('of two fields with one id the first counts', () => {
  const twice = writeTlv(0x6d, writeTlv(0x30, field(2, 'Nguyễn Văn A'), field(2, 'Trần Thị B')));
  const identity = identityFromChip(sampleDg1, twice);
  assert.equal(identity.ok && identity.value.fullName, 'Nguyễn Văn A');
});

test.each([
  [
    'with a version before its fields',
    writeTlv(0x6d, writeTlv(0x30, writeTlv(0x02, Uint8Array.of(0)), writeTlv(0x31, field(2, 'B')))),
  ],
  ['without any field', writeTlv(0x6d, writeTlv(0x30, writeTlv(0x80, utf8('x'))))],
  ['under another tag', writeTlv(0x6e, writeTlv(0x30, field(2, 'B')))],
  ['cut off', buildDg13(sampleDetails).subarray(0, 40)],
])('details of a layout that nobody knows, %s, leave the person of the zone', (_, dg13) => {
  assert.deepEqual(identityFromChip(sampleDg1, dg13), identityFromChip(sampleDg1, undefined));
});

test('a card of another country is not Vietnamese, though it has twelve digits in the same place', () => {
  assert.deepEqual(identityFromChip(buildDg1(sampleZone.replace('IDVNM', 'IDLAO')), undefined), {
    ok: false,
    problem: { kind: 'not-supported' },
  });
});

test('details of somebody else are damage', () => {
  assert.deepEqual(identityFromChip(sampleDg1, buildDg13(new Map([...sampleDetails, [1, '079185000002']]))), damaged);
});

test('a card without a 12-digit number is not Vietnamese', () => {
  const zone = zoneOf({
    documentNumber: 'L898902C',
    citizenNumber: '',
    birth: '690806',
    sex: 'F',
    expiry: '940623',
    name: 'ERIKSSON',
  });
  assert.deepEqual(identityFromChip(buildDg1(zone), undefined), { ok: false, problem: { kind: 'not-supported' } });
});

test.each([
  ['a name with control characters', 2, 'Nguyễn\u0007\u001b@Văn'],
  ['a name that is turned around on screens', 2, 'Nguyễn \u202eVăn A'],
  ['a name without end', 2, 'A'.repeat(10_000)],
  ['a name of digits', 2, '0123456789'],
])('%s is not kept', (_, id, text) => {
  const identity = identityFromChip(sampleDg1, buildDg13(new Map([...sampleDetails, [id, text]])));
  assert.deepEqual(identity.ok && [identity.value.fullName, identity.value.warnings], [undefined, ['text-damaged']]);
});

test('noise, truncated and endlessly nested details never throw and never name anybody else', () => {
  const whole = buildDg13(sampleDetails);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (noise, at, mask) => {
        for (const dg13 of [noise, writeTlv(0x6d, noise), whole.subarray(0, at)]) readDg13(dg13);
        const changed = whole.map((byte, index) => (index === at ? byte ^ mask : byte));
        const identity = identityFromChip(sampleDg1, changed);
        if (identity.ok) assert.equal(identity.value.document.number, '001090000001');
      },
    ),
    { numRuns: 300 },
  );
  let nested: Uint8Array = field(1, '001090000001');
  for (let depth = 0; depth < 5000; depth++) nested = writeTlv(0x30, nested);
  assert.deepEqual(readDg13(writeTlv(0x6d, nested)), damaged);
});

test('the face is taken out of its wrapping as it is', () => {
  assert.deepEqual(faceFromDg2(buildDg2(sampleFace)), { ok: true, value: sampleFace });
  const jpeg2000 = bytesFromHex('0000000C6A5020200D0A870A00');
  assert.deepEqual(faceFromDg2(buildDg2(jpeg2000)), { ok: true, value: jpeg2000 });
});

test('what is no picture, or not of the known format, is not taken for a face', () => {
  assert.deepEqual(faceFromDg2(buildDg2(utf8('<script>alert(1)</script>'))), damaged);
  const other = writeTlv(0x75, writeTlv(0x7f61, writeTlv(0x7f60, writeTlv(0x5f2e, utf8('IIR\x010\0')))));
  assert.deepEqual(faceFromDg2(other), { ok: false, problem: { kind: 'not-supported' } });
});

test('noise and lying lengths in the place of DG2 never throw', () => {
  const whole = buildDg2(sampleFace.subarray(0, 100));
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      (noise, at, mask) => {
        faceFromDg2(noise);
        faceFromDg2(whole.subarray(0, at));
        const face = faceFromDg2(whole.map((byte, index) => (index === at ? byte ^ mask : byte)));
        if (face.ok) assert.ok(face.value.length <= whole.length);
      },
    ),
    { numRuns: 300 },
  );
});

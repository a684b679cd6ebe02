import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { checkDigit, readTd1 } from '../../identity-documents/mrz.ts';
import { buildDg1, zoneOf } from './chip-files.simulator.ts';
import { readDg1 } from './data-groups.ts';
import { sampleZone } from './sample-chips.simulator.ts';
import { writeTlv } from './tlv.ts';

const damaged = { ok: false, problem: { kind: 'damaged' } };

test("check digits are those of ICAO's examples", () => {
  const fields = ['L898902C<', '690806', '940623', 'D23145890734', '340712', '950712', 'T22000129', '640812', '101031'];
  assert.deepEqual(fields.map(checkDigit), ['3', '1', '6', '9', '7', '2', '3', '5', '8']);
});

test('the zone of a Vietnamese card reads', () => {
  assert.deepEqual(readDg1(buildDg1(sampleZone)), {
    ok: true,
    value: {
      documentCode: 'ID',
      issuer: 'VNM',
      documentNumber: '090000001',
      optionalData: '001090000001',
      birth: '900815',
      sex: 'male',
      expiry: '300815',
      nationality: 'VNM',
      name: 'NGUYEN VAN A',
    },
  });
});

test('every zone that is written reads back, with short and long document numbers', () => {
  const letters = (alphabet: string, from: number, to: number) =>
    fc.array(fc.constantFrom(...alphabet), { minLength: from, maxLength: to }).map((all) => all.join(''));
  const number = fc.oneof(letters('ABCXYZ0123456789', 1, 9), letters('ABCXYZ0123456789', 10, 12));
  const digits = (length: number) => letters('0123456789', length, length);
  const names = fc.array(letters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1, 6), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      number,
      digits(6),
      digits(6),
      fc.constantFrom('M', 'F', '<'),
      names,
      (documentNumber, birth, expiry, sex, names) => {
        const citizenNumber = documentNumber.length > 9 ? '' : '001090000001';
        const zone = zoneOf({ documentNumber, citizenNumber, birth, sex, expiry, name: names.join('<') });
        assert.deepEqual(readTd1(zone), {
          documentCode: 'ID',
          issuer: 'VNM',
          documentNumber,
          optionalData: citizenNumber,
          birth,
          sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : 'unknown',
          expiry,
          nationality: 'VNM',
          name: names.join(' ').slice(0, 30),
        });
      },
    ),
  );
});

test('a digit that changed in number, birth or expiry is noticed', () => {
  const guarded = [...Array(10).keys()]
    .map((at) => at + 5)
    .concat([30, 31, 32, 33, 34, 35, 36, 38, 39, 40, 41, 42, 43, 44]);
  for (const at of guarded) {
    const digit = sampleZone[at] === '9' ? '0' : String(Number(sampleZone[at]) + 1);
    assert.equal(readTd1(sampleZone.slice(0, at) + digit + sampleZone.slice(at + 1)), undefined, `character ${at}`);
  }
});

test('a digit that changed in a long document number is noticed', () => {
  const zone = zoneOf({
    documentNumber: 'D23145890734',
    citizenNumber: '',
    birth: '340712',
    sex: 'M',
    expiry: '950712',
    name: 'A',
  });
  assert.ok(readTd1(zone));
  for (const at of [5, 13, 15, 16, 17, 18]) {
    const digit = zone[at] === '9' ? '0' : '9';
    assert.equal(readTd1(zone.slice(0, at) + digit + zone.slice(at + 1)), undefined, `character ${at}`);
  }
});

test('the end of the first line may hold a digit of unknown meaning', () => {
  assert.ok(readTd1(`${sampleZone.slice(0, 29)}8${sampleZone.slice(30)}`));
});

test('noise in the place of DG1 never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
      for (const file of [noise, writeTlv(0x61, noise), writeTlv(0x61, writeTlv(0x5f1f, noise))]) {
        assert.equal(readDg1(file).ok, false);
      }
    }),
  );
  assert.deepEqual(readDg1(writeTlv(0x61, writeTlv(0x5f1f, new Uint8Array(60_000)))), damaged);
});

test("a passport's zone is not an identity card's", () => {
  const passport = writeTlv(0x61, writeTlv(0x5f1f, new Uint8Array(88).fill(0x3c)));
  assert.deepEqual(readDg1(passport), { ok: false, problem: { kind: 'not-supported' } });
});

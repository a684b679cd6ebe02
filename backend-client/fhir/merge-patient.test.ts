import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anh } from '../contract/synthetic-people.ts';
import { endpointSettings, site, visitFacts } from './evidence/synthetic-facts.ts';
import { isSomebodyElses, mergePatient } from './merge-patient.ts';
import { patientResource } from './patient.ts';
import { isObject, type JsonObject, objectsAt } from './read-json.ts';
import { identifierSystems } from './systems.ts';
import { writtenBy } from './three-way.ts';

const systems = identifierSystems(endpointSettings(), site);
const asWritten = (patient: typeof anh): JsonObject =>
  JSON.parse(JSON.stringify(patientResource(visitFacts(patient), systems)));
const card = asWritten(anh);
const name = (use: string | undefined, text: string) => ({ ...(use === undefined ? {} : { use }), text });

test.each([
  ['in capitals', [name('official', 'NGUYỄN THỊ  NGỌC ÁNH')]],
  ['in parts', [{ use: 'usual', family: 'Nguyễn', given: ['Thị', 'Ngọc', 'Ánh'] }]],
  ['in decomposed letters', [name(undefined, 'Nguyễn Thị Ngọc Ánh'.normalize('NFD'))]],
])('a name that the hospital has already stays as it is written there: %s', (_how, names) => {
  assert.deepEqual(mergePatient({ name: names }, card).name, names);
});

const namesOf = (merged: JsonObject) => objectsAt(merged, 'name').map(({ use, text }) => [use, text]);

test('another name of the hospital’s stays as it is behind the card’s; one that we wrote becomes an old one', () => {
  const record = { name: [name('official', 'Nguyễn Thị Anh'), name('nickname', 'Út')] };
  assert.deepEqual(namesOf(mergePatient(record, card)), [
    ['official', 'Nguyễn Thị Ngọc Ánh'],
    ['official', 'Nguyễn Thị Anh'],
    ['nickname', 'Út'],
  ]);
  assert.deepEqual(namesOf(mergePatient(record, card, writtenBy({ name: record.name.slice(0, 1) }))), [
    ['official', 'Nguyễn Thị Ngọc Ánh'],
    ['old', 'Nguyễn Thị Anh'],
    ['nickname', 'Út'],
  ]);
});

test('a record that is more exact than the card keeps its day of birth, and what extends it', () => {
  const record = { birthDate: '1948-08-15', _birthDate: { extension: [{ url: 'urn:hour', valueTime: '06:00:00' }] } };
  const yearOnly = asWritten({ ...anh, birth: { precision: 'year', year: 1948 } });
  const { birthDate, _birthDate } = mergePatient(record, yearOnly);
  assert.deepEqual({ birthDate, _birthDate }, record);
  const ours = { ...record, birthDate: '1949-01-01' };
  const other = mergePatient(ours, card, writtenBy(ours));
  assert.deepEqual([other.birthDate, other._birthDate], ['1948-08-15', undefined]);
});

test('where the hospital says another birth date or sex, it stays, and what the card says stands beside it', () => {
  const record = { birthDate: '1949-01-01', gender: 'male', extension: [{ url: 'urn:hospital', valueString: 'x' }] };
  const merged = mergePatient(record, card);
  assert.deepEqual([merged.birthDate, merged.gender], ['1949-01-01', 'male']);
  assert.deepEqual(merged.extension, [
    ...record.extension,
    {
      url: 'urn:tiep-don:extension:card-says',
      extension: [
        { url: 'birthDate', valueDate: '1948-08-15' },
        { url: 'gender', valueCode: 'female' },
      ],
    },
  ]);
  const mended = mergePatient({ ...merged, birthDate: '1948-08-15', gender: 'female' }, card);
  assert.deepEqual(mended.extension, record.extension, 'once the hospital agrees nothing is left to say');
});

test('a card that does not say the sex takes none away', () => {
  assert.equal(mergePatient({ gender: 'other' }, asWritten({ ...anh, sex: 'unknown' })).gender, 'other');
});

test('an address of the hospital’s stays as it is behind the card’s; one that we wrote becomes an old one', () => {
  const ofHospital = { use: 'home', line: ['Số 9'], city: 'Hà Nội' };
  const line = { use: 'home', text: 'Số 1, Đại Cồ Vi', country: 'VN' };
  const record = { address: [line, ofHospital] };
  const ofCard = objectsAt(card, 'address');
  assert.deepEqual(mergePatient(record, card).address, [...ofCard, line, ofHospital]);
  assert.deepEqual(mergePatient(record, card, writtenBy({ address: [line] })).address, [
    ...ofCard,
    { ...line, use: 'old' },
    ofHospital,
  ]);
});

test('generated words about the patient go, words that somebody wrote stay', () => {
  const text = (status: string) => mergePatient({ text: { status, div: '<div/>' } }, card).text;
  assert.deepEqual([text('generated'), text('additional')], [undefined, { status: 'additional', div: '<div/>' }]);
});

test('a phone number is there once, however it is written', () => {
  const contact = { phone: '0912000567', patientCode: undefined, phoneConfirmed: true };
  const withPhone = JSON.parse(JSON.stringify(patientResource(visitFacts(anh, { contact }), systems)));
  const record = { telecom: [{ system: 'phone', value: '0912 000.567', use: 'mobile' }] };
  assert.deepEqual(mergePatient(record, withPhone).telecom, record.telecom);
});

test('a record found by the insurance card is somebody else’s when its citizen number differs, not when it has none', () => {
  const { citizenNumber, insuranceNumber } = systems;
  const record = (...identifier: readonly object[]) => ({ identifier });
  const found = { system: insuranceNumber, value: 'DN4010199999999' };
  assert.deepEqual(
    [
      isSomebodyElses(record(found), card),
      isSomebodyElses(record(found, { system: citizenNumber, value: '001148000777' }), card),
      isSomebodyElses(record(found, { system: citizenNumber, value: '001148000777', use: 'old' }), card),
      isSomebodyElses(record({ system: citizenNumber, value: '001148000001' }, { ...found, value: 'HT3' }), card),
    ],
    [false, true, false, false],
  );
});

/** Whatever a server may send: wrong types in every place that is read. */
const anything = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant([]), fc.constant({}));
const item = fc.oneof(
  anything,
  fc.record({
    use: fc.constantFrom('official', 'old', 'home', 'usual'),
    text: fc.constantFrom('Án', 'Nguyễn Thị Ngọc Ánh'),
  }),
  fc.record({ system: fc.constantFrom('a', systems.citizenNumber), value: fc.constantFrom('1', '001148000001', 7) }),
);
const list = fc.oneof(anything, fc.array(item, { maxLength: 4 }));
const record = fc.record(
  {
    id: fc.constant('1'),
    name: list,
    identifier: list,
    telecom: list,
    address: list,
    gender: anything,
    birthDate: fc.oneof(anything, fc.constantFrom('1948', '1948-08-15', '1950')),
    meta: fc.oneof(anything, fc.record({ versionId: fc.string(), security: list })),
    text: anything,
    photo: list,
  },
  { requiredKeys: [] },
);

test('merging twice is merging once, and what the card says nothing about stays, whatever the server sent', () => {
  const marked = { ...card, meta: { security: [{ system: 's', code: 'HTEST' }] } };
  fc.assert(
    fc.property(record, fc.constantFrom(card, marked), (sent, onCard) => {
      const once = mergePatient(sent, onCard);
      expect(mergePatient(once, onCard)).toEqual(once);
      expect([once.id, once.photo]).toEqual([sent.id, sent.photo]);
      for (const key of ['identifier', 'telecom'] as const) {
        const before = Array.isArray(sent[key]) ? sent[key] : [];
        expect(once[key] ?? []).toEqual(expect.arrayContaining(before));
      }
      for (const key of ['name', 'address'] as const) {
        const texts = (Array.isArray(sent[key]) ? sent[key] : []).filter(isObject).map(({ text }) => text);
        expect(objectsAt(once, key).map(({ text }) => text)).toEqual(expect.arrayContaining(texts));
      }
    }),
  );
});

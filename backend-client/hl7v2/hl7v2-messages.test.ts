import assert from 'node:assert/strict';
import fc from 'fast-check';
import { test } from 'vitest';
import { fieldsInUse } from '#config/settings/hl7-placement.ts';
import type { Fact, VisitFacts } from '../contract/fact.ts';
import { anh, syntheticSite } from '../contract/synthetic-people.ts';
import type { CharacterSet } from './character-set.ts';
import { createHl7v2Renderer } from './hl7v2-renderer.ts';
import { parseMessage, valueAt } from './parse.ts';
import {
  answered,
  arrival,
  cancellation,
  controlId,
  correction,
  endpointWith,
  reading,
  readingByTicket,
  registration,
  render,
  serviceChange,
} from './sample-facts.ts';

const facts = [registration, correction, arrival, reading, readingByTicket] as const;
const allFacts = [...facts, answered];
const characterSets = ['UNICODE UTF-8', '8859/1', 'ASCII'] as const;

function parsed(bytes: Uint8Array, characterSet: CharacterSet = 'UNICODE UTF-8') {
  const message = parseMessage(bytes, characterSet);
  assert.ok(message.ok);
  return message.value;
}

/** `PV1-50.1` of a message. */
function valueIn(bytes: Uint8Array, where: string, characterSet?: CharacterSet): string {
  const [, segment = '', field = '', component = '1'] = /^(\w{3})-(\d+)(?:\.(\d+))?$/.exec(where) ?? [];
  return valueAt(parsed(bytes, characterSet), { segment, field: Number(field), component: Number(component) });
}

test('an endpoint is told what it is there for', () => {
  const takes = (capabilities: readonly string[], serviceChange = 'a08') =>
    createHl7v2Renderer({ endpoint: endpointWith({ capabilities, serviceChange }), site: syntheticSite }).takes;
  assert.deepEqual(
    [takes(['registrations']), takes(['readings']), takes(['arrivals']), takes(['patient-look-up'])],
    [['registration', 'correction', 'service-change', 'given-up'], ['reading'], ['arrival'], []],
  );
  assert.deepEqual(takes(['registrations'], 'a11-a04'), [
    'registration',
    'correction',
    'cancellation',
    'service-change',
    'given-up',
  ]);
});

test('a number that is given up is an A11 of the visit as it stands, whatever a change of service is', () => {
  const givenUp = { ...registration, kind: 'given-up', givenUpAt: cancellation.cancelledAt } as const;
  const bytes = render(givenUp);
  assert.deepEqual(
    ['MSH-9.2', 'EVN-1', 'PV1-19', 'PV1-50'].map((where) => valueIn(bytes, where)),
    ['A11', 'A11', 'V1S1T000000000000001', 'UA003'],
  );
  assert.equal(valueIn(bytes, 'EVN-6'), valueIn(render(cancellation), 'EVN-6'));
});

test('every message of a visit carries the same visit id and ticket number, and each its own event', () => {
  const of = (where: string) => facts.map((fact) => valueIn(render(fact), where));
  assert.deepEqual(of('PV1-19'), Array(5).fill('V1S1T000000000000001'));
  assert.deepEqual(of('PV1-50'), Array(5).fill('UA003'));
  assert.deepEqual(of('MSH-9.2'), ['A04', 'A08', 'S14', 'R01', 'R01']);
  assert.deepEqual(of('MSH-9.3'), ['ADT_A01', 'ADT_A01', 'SIU_S12', 'ORU_R01', 'ORU_R01']);
});

test('a change of service is told as one correction, or by taking the visit back and registering it anew', () => {
  const places = ['MSH-9.2', 'MSH-9.3', 'EVN-1', 'EVN-6', 'PV1-19', 'PV1-10', 'PV1-3.2', 'PV1-44', 'PV1-50', 'PV2-23'];
  const said = (bytes: Uint8Array) => places.map((where) => valueIn(bytes, where)).join(' ');
  const now = '20261122081405+0700 V1S1T000000000000001 K30 P.205 20261122081205+0700 UB007 Khám Mắt';
  const before = '20261122081405+0700 V1S1T000000000000001 K01 P.101 20261122081205+0700 UA003 Khám Nội';
  assert.deepEqual(
    [
      said(render(serviceChange)),
      said(render(cancellation, { serviceChange: 'a11-a04' })),
      said(render(serviceChange, { serviceChange: 'a11-a04' })),
    ],
    [`A08 ADT_A01 A08 ${now}`, `A11 ADT_A09 A11 ${before}`, `A04 ADT_A01 A04 ${now}`],
  );
});

test('a kiosk that only measures claims to know the ticket, and nobody', () => {
  const bytes = render(readingByTicket);
  assert.deepEqual(parsed(bytes).segments[1]?.fields, [
    [[['PID']]],
    [[['1']]],
    [[['']]],
    [[['V1S1T000000000000001'], [''], [''], ['TIEPDON'], ['VN']]],
    [[['']]],
    [[[''], [''], [''], [''], [''], [''], ['U']]],
  ]);
  assert.equal(valueIn(bytes, 'PV1-44'), '');
});

test('only a phone number that the patient has confirmed goes back', () => {
  const withPhone = (phoneConfirmed: boolean | undefined) =>
    render({ ...registration, contact: { phone: '0912000001', patientCode: 'BN0001', phoneConfirmed } });
  assert.deepEqual(
    [true, false, undefined].map((confirmed) => valueIn(withPhone(confirmed), 'PID-13.12')),
    ['0912000001', '', ''],
  );
});

test('an insurance check without an answer says so, and claims nothing else', () => {
  const check = {
    resultCode: '',
    path: 'not-verified',
    validFrom: undefined,
    validTo: undefined,
    newCardNumber: undefined,
    facilityCode: undefined,
    transactionId: undefined,
    checkedAt: registration.visit.storedAt,
  } as const;
  const bytes = render({ ...registration, insuranceCheck: check });
  assert.deepEqual(
    ['IN1-12', 'IN1-14', 'IN1-25', 'IN1-26', 'IN1-29', 'IN1-45', 'PV1-20'].map((where) => valueIn(bytes, where)),
    ['20260101', '', 'N', '', '20261122081205+0700', '', 'NOT-VERIFIED'],
  );
});

test('a check by the citizen number alone is told without a card', () => {
  const bytes = render({ ...registration, patient: { ...anh, insurance: undefined } });
  assert.deepEqual(
    ['IN1-2', 'IN1-36', 'IN1-45', 'IN1-49'].map((where) => valueIn(bytes, where)),
    ['BHYT', '', '003', 'DN4010199999998'],
  );
});

test('facts stand where the site file wants them, several in one field by component', () => {
  const placement = {
    ticketNumber: 'PV1-5.1',
    visitId: 'PID-18',
    identitySource: 'PV2-13',
    priority: 'PV1-22',
    priorityGround: 'PV1-15.2',
    serviceCode: 'PV1-3.1',
    room: 'PD1-4.3',
  };
  const bytes = render({ ...registration, appointment: undefined }, { placement });
  assert.deepEqual(
    ['PV1-5', 'PID-18.1', 'PID-18.5', 'PV2-13', 'PV1-22', 'PV1-15.2', 'PV1-3.1', 'PV1-3.4', 'PD1-4.3'].map((where) =>
      valueIn(bytes, where),
    ),
    ['UA003', 'V1S1T000000000000001', 'VN', 'QR_CCCD', 'P', 'AGE75-CHECK', 'K01', '27005', 'P.101'],
  );
  assert.deepEqual(
    ['PV1-19', 'PV1-50', 'PID-32', 'PV2-25'].map((where) => valueIn(bytes, where)),
    ['', '', '', ''],
  );
});

test('what the insurance gateway answered stands where a receiver with a short IN1-45 wants it', () => {
  const placement = { insuranceResult: 'PV1-15.3' };
  const bytes = render({ ...registration, patient: { ...anh, insurance: undefined } }, { placement });
  assert.deepEqual(
    ['PV1-15.3', 'IN1-45', 'IN1-25'].map((where) => valueIn(bytes, where)),
    ['003', '', 'Y'],
  );
});

test('a chip that shares its field with others stands in one component with where the identity was read', () => {
  const chip = { ...registration, patient: { ...anh, chip: 'not-verified' } } as const;
  assert.equal(
    valueIn(render(chip, { placement: { identitySource: 'PV2-13.2' } }), 'PV2-13.2'),
    'QR_CCCD-CHIP_NOT_VERIFIED',
  );
});

test('assigning authorities are those of the site, universal ids included', () => {
  const assigningAuthorities = {
    citizenNumber: 'BCA&2.16.704.1&ISO',
    oldCitizenNumber: 'CU',
    insuranceNumber: 'VSS',
    patientCode: 'BVBM',
    visit: 'KIOSK&urn:kiosk&URI',
  };
  const bytes = render(registration, { assigningAuthorities });
  const person = parsed(bytes).segments[2];
  assert.deepEqual(
    person?.fields[3]?.map((identifier) => identifier[3]),
    [['BCA', '2.16.704.1', 'ISO'], ['CU'], ['VSS'], ['BVBM']],
  );
  assert.match(Buffer.from(bytes).toString(), /V1S1T000000000000001\^\^\^KIOSK&urn:kiosk&URI\^VN/);
  assert.match(
    Buffer.from(render(reading, { assigningAuthorities })).toString(),
    /ORC\|RE\|\|READ1NG0000000000001\^KIOSK\^urn:kiosk\^URI/,
  );
});

test('a hospital without UTF-8 gets names without the marks it cannot write', () => {
  const fact = { ...registration, patient: { ...anh, fullName: 'Đặng Hồ Thị Ý ễ₫' } };
  const name = (characterSet: CharacterSet) => {
    const bytes = render(fact, { characterSet });
    const parts = [1, 3, 2].map((component) => valueIn(bytes, `PID-5.${component}`, characterSet));
    return [parts.join(' '), valueIn(bytes, 'MSH-18', characterSet)];
  };
  assert.deepEqual(characterSets.map(name), [
    ['Đặng Hồ Thị Ý ễ₫', 'UNICODE UTF-8'],
    ['Dang Ho Thi Ý e?', '8859/1'],
    ['Dang Ho Thi Y e?', 'ASCII'],
  ]);
  assert.ok(render(fact, { characterSet: 'ASCII' }).every((byte) => byte < 0x7f));
});

test('segments stand in the order of ADT_A01, and only a registration and its corrections carry answers', () => {
  const namesOf = (fact: Fact) => [...new Set(parsed(render(fact)).segments.map(({ name }) => name))].join(' ');
  const { answers } = answered;
  assert.equal(namesOf(answered), 'MSH EVN PID PD1 NK1 PV1 PV2 OBX IN1');
  assert.equal(namesOf({ ...correction, answers }), 'MSH EVN PID PD1 NK1 PV1 PV2 OBX IN1');
  assert.equal(namesOf({ ...arrival, answers }), namesOf(arrival));
  assert.equal(namesOf({ ...cancellation, answers }), namesOf(cancellation));
});

test('a word that only a later version knows is told as it is, and a companion without a name is one', () => {
  const answers = {
    companion: { relation: 'neighbour' as 'other', fullName: undefined, citizenNumber: undefined },
    particulars: { ethnicity: '99', occupation: 'astronaut' },
    screening: { signs: [], isolate: false },
  };
  const bytes = render({ ...registration, answers });
  assert.deepEqual(
    ['NK1-2.7', 'NK1-3', 'NK1-3.5', 'NK1-33', 'PID-22', 'PID-22.2'].map((where) => valueIn(bytes, where)),
    ['U', 'OTH', 'neighbour', '', '99', '99'],
  );
  const said = parsed(bytes).segments.filter(({ name }) => name === 'OBX');
  assert.deepEqual(
    said.map(({ fields }) => [3, 5].map((field) => fields[field]?.[0]?.[0]?.[0])),
    [
      ['OCCUPATION', 'astronaut'],
      ['SCREENING-SIGNS', 'none'],
      ['SCREENING-ISOLATE', 'N'],
    ],
  );
});

test('S12 books where a hospital knows no S14, and the status is theirs', () => {
  const bytes = render(arrival, { arrivalEvent: 'S12', arrivalStatus: 'CHECKEDIN' });
  assert.deepEqual(
    ['MSH-9.2', 'RGS-2', 'AIS-2', 'SCH-25'].map((where) => valueIn(bytes, where)),
    ['S12', 'A', 'A', 'CHECKEDIN'],
  );
});

test('with enhanced acknowledgement both are asked for', () => {
  const asked = (acknowledgement: string) =>
    ['MSH-15', 'MSH-16'].map((where) => valueIn(render(registration, { acknowledgement }), where));
  assert.deepEqual(
    [asked('original'), asked('enhanced')],
    [
      ['', ''],
      ['AL', 'AL'],
    ],
  );
});

test('no name, address, number or phone changes the number of segments, fields or repetitions of any message', () => {
  const shapeOf = (bytes: Uint8Array, characterSet: CharacterSet) =>
    parsed(bytes, characterSet).segments.map(({ name, fields }) => [name, fields.map((field) => field.length)]);
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc
      .array(
        fc.constantFrom(
          '|',
          '^',
          '&',
          '~',
          '\\',
          '\r',
          '\n',
          '\u000b',
          '\u001c',
          '\u2029',
          '｜',
          '\\F\\',
          'PID|',
          'ễ',
          'Đ',
          ' ',
        ),
        { maxLength: 40 },
      )
      .map((parts) => parts.join('')),
  );
  const texts = fc.record({
    fullName: hostile,
    address: hostile.map((text) => `x${text}`),
    number: hostile,
    card: hostile,
    phone: hostile,
    patientCode: hostile,
    appointmentId: hostile,
    deviceModel: hostile,
  });
  const changed = (fact: Fact, text: typeof texts extends fc.Arbitrary<infer Text> ? Text : never): Fact => {
    const { fullName, address, number, card, phone, patientCode, appointmentId } = text;
    const change = <Facts extends VisitFacts>(before: Facts): Facts => ({
      ...before,
      patient: {
        ...anh,
        fullName,
        address,
        citizen: { number, oldNumber: number, issuedOn: undefined },
        insurance: { ...anh.insurance, number: card },
      },
      contact: { phone, patientCode, phoneConfirmed: true },
      ...(before.answers && {
        answers: {
          ...before.answers,
          companion: { relation: 'child', fullName, citizenNumber: number },
          particulars: { address, phone, ethnicity: phone },
          consents: before.answers.consents?.map((consent) => ({ ...consent, purpose: patientCode })),
        },
      }),
      appointment: { ...arrival.appointment, appointmentId },
    });
    if (fact.kind === 'survey') return fact;
    if (fact.kind !== 'reading') return change(fact);
    const known = fact.facts && change(fact.facts);
    return { ...fact, facts: known, reading: { ...fact.reading, deviceModel: text.deviceModel } };
  };
  const plain = Object.fromEntries(
    ['fullName', 'address', 'number', 'card', 'phone', 'patientCode', 'appointmentId', 'deviceModel'].map((key) => [
      key,
      'x',
    ]),
  ) as Parameters<typeof changed>[1];
  for (const characterSet of characterSets) {
    for (const fact of allFacts) {
      const renderer = createHl7v2Renderer({ endpoint: endpointWith({ characterSet }), site: syntheticSite });
      const expected = shapeOf(renderer.render(changed(fact, plain), controlId), characterSet);
      fc.assert(
        fc.property(texts, (text) => {
          const bytes = renderer.render(changed(fact, text), controlId);
          assert.deepEqual(shapeOf(bytes, characterSet), expected);
          assert.ok(!bytes.some((byte) => byte < 0x20 && byte !== 0x0d), 'no control byte but the segment ends');
        }),
        { numRuns: 32 },
      );
    }
  }
});

test('the site file knows every field that the messages write themselves', () => {
  const written = new Set<string>();
  for (const fact of allFacts) {
    for (const { name, fields } of parsed(render(fact)).segments) {
      if (!['PID', 'PD1', 'PV1', 'PV2', 'IN1'].includes(name)) continue;
      for (const [number, field] of fields.entries()) {
        if (number > 0 && field.flat(2).some((part) => part !== '')) written.add(`${name}-${number}`);
      }
    }
  }
  for (const where of Object.values(endpointWith().placement)) if (!where.includes('.')) written.delete(where);
  assert.deepEqual([...written].toSorted(), fieldsInUse.map((field) => field.replace(/\..*/, '')).toSorted());
});

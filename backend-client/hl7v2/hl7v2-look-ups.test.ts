import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { afterEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { Patient } from '../contract/patient.ts';
import { anh, erika, syntheticSite, typedPapers } from '../contract/synthetic-people.ts';
import { createHl7v2LookUps } from './hl7v2-look-ups.ts';
import { knownPatientFrom } from './messages/patient-response.ts';
import { createMllpBench } from './mllp.bench.ts';
import { mllpFrame } from './mllp-framing.ts';
import { parseMessage } from './parse.ts';
import { endpointWith, registration } from './sample-facts.ts';

const bench = createMllpBench();
afterEach(bench.closeAll);

/** A response in the words of a test: its status and the people in it, as raw segments. */
function response(controlId: string, status: string, people: readonly string[], code = 'AA') {
  const segments = [
    'MSH|^~\\&|HIS|27005|TIEPDON|27005|20261122081200||RSP^K22^RSP_K21|9|P|2.5.1',
    `MSA|${code}|${controlId}`,
    `QAK|${controlId}|${status}`,
    `QPD|IHE PDQ Query|${controlId}`,
    ...people,
  ];
  return mllpFrame(Buffer.from(segments.map((segment) => `${segment}\r`).join('')));
}

const known = 'PID|1||BN0001^^^HIS^PI~001148000001^^^CCCD^NI||Nguyễn^Ánh||19480815|F|||||0912.000.001^PRN^CP';
const knownPatient = {
  ok: true,
  value: {
    patientCode: 'BN0001',
    contact: { phone: '0912000001', patientCode: 'BN0001', phoneConfirmed: undefined },
    particulars: { phone: '0912000001' },
  },
};
const nobodyKnown = { ok: true, value: undefined };
const failed = (kind: string) => ({ ok: false, problem: { kind } });

function lookUpsAt(port: number) {
  const clock = createHandCrankedClock(registration.visit.storedAt);
  const lookUps = createHl7v2LookUps({
    endpoint: endpointWith({ port: 1, lookUpPort: port }),
    site: syntheticSite,
    clock,
    deadlineMs: 3_000,
  });
  assert.ok(lookUps.ok);
  bench.closeLater(lookUps.value.close);
  return { lookUps: lookUps.value, clock };
}

/** Asks a hospital that answers every question with these people. */
async function foundAmong(people: readonly string[], status = 'OK', who: Patient = anh) {
  const { port } = await bench.hospital((line, id) => line.write(response(id, status, people)));
  return lookUpsAt(port).lookUps.findPatient(who);
}

test('somebody known comes back with code and phone number', async () => {
  assert.deepEqual(await foundAmong([known]), knownPatient);
});

test('somebody is asked for by their patient code, their passport and their old card; whoever typed no name is told by the record', async () => {
  const { port, frames } = await bench.hospital((line, id) => line.write(response(id, 'NF', [])));
  const { passport } = erika;
  assert.deepEqual(await lookUpsAt(port).lookUps.findPatient({ ...typedPapers, passport }), nobodyKnown);
  assert.deepEqual(
    frames.map((frame) => /@PID.*/.exec(frame.split('\r')[1] ?? '')?.[0]),
    [
      '@PID.3.1^BN00012345~@PID.3.4.1^HIS~@PID.3.5^PI',
      '@PID.3.1^C01X0001~@PID.3.4.1^PASSPORT~@PID.3.5^PPN',
      '@PID.3.1^012345678~@PID.3.4.1^CMND~@PID.3.5^NI',
    ],
  );
  const typed = { ...typedPapers, patientCode: 'BN0001' };
  assert.deepEqual(await foundAmong([known], 'OK', typed), {
    ok: true,
    value: { ...knownPatient.value, fullName: 'Nguyễn Ánh' },
  });
});

test('the question is QBP^Q22 by the 12 digits, then by the insurance card, then nobody is known', async () => {
  const { port, frames } = await bench.hospital((line, id) => line.write(response(id, 'NF', [])));
  assert.deepEqual(await lookUpsAt(port).lookUps.findPatient(anh), nobodyKnown);
  assert.deepEqual(
    frames.map((frame) => frame.split('\r').map((segment) => segment.replace(/\|[0-9A-Z]{20}/, '|ID'))),
    [
      [
        'MSH|^~\\&|TIEPDON|27005|HIS|27005|20261122081205+0700||QBP^Q22^QBP_Q21|ID|P|2.5.1|||||VNM|UNICODE UTF-8',
        'QPD|IHE PDQ Query|ID|@PID.3.1^001148000001~@PID.3.4.1^CCCD~@PID.3.5^NI',
        'RCP|I|2^RD',
        '',
      ],
      [
        'MSH|^~\\&|TIEPDON|27005|HIS|27005|20261122081205+0700||QBP^Q22^QBP_Q21|ID|P|2.5.1|||||VNM|UNICODE UTF-8',
        'QPD|IHE PDQ Query|ID|@PID.3.1^DN4010199999999~@PID.3.4.1^BHXH~@PID.3.5^SB',
        'RCP|I|2^RD',
        '',
      ],
    ],
  );
});

test('what the hospital has on record is offered: where somebody lives now, and their people', async () => {
  const home = 'Số 1, Làng Cũ^^^^^VNM^P~Số 9^Phố Tạm Trú^Hà Nội^^^VNM^C';
  const person = `PID|1||BN0001^^^HIS^PI~001148000001^^^CCCD^NI||Nguyễn^Ánh||19480815|F|||${home}|||||||||||02^Tày^L`;
  const found = await foundAmong([person]);
  assert.deepEqual(found.ok && found.value?.particulars, {
    ethnicity: '02',
    address: 'Số 9, Phố Tạm Trú, Hà Nội',
  });
  const permanent = await foundAmong([person.replace('^C|', '^L|').replace('02^', 'KINH^')]);
  assert.equal(permanent.ok && permanent.value?.particulars, undefined);
});

test('two different people are ambiguous, the same one twice is not', async () => {
  const other = known.replace('BN0001', 'BN0002');
  assert.deepEqual(
    [await foundAmong([known, other]), await foundAmong([known, known])],
    [failed('ambiguous'), knownPatient],
  );
  assert.deepEqual(await foundAmong([known, 'DSC|1|I']), failed('ambiguous'), 'and there are more');
});

test('a cut 12-digit number is nobody: the hospital means somebody else', async () => {
  assert.deepEqual(
    [
      await foundAmong([known.replace('001148000001', '00114800000')]),
      await foundAmong([known.replace('001148000001', '1148000001')]),
    ],
    [failed('not-understood'), failed('not-understood')],
  );
});

test.for([
  ['a twin with another tone', known.replace('Nguyễn^Ánh', 'Nguyễn^Ảnh^Thị Ngọc')],
  ['the brother', known.replace('|F|', '|M|')],
  ['who was born in another year', known.replace('19480815', '19490815')],
] as const)('an answer about somebody else is not believed: %s', async ([, person]) => {
  assert.deepEqual(await foundAmong([person]), failed('other-person'));
  assert.deepEqual(await foundAmong([person.replace('BN0001', 'BN0002'), known]), knownPatient);
});

test.for([
  ['turned round', 'Ánh^Nguyễn^Thị Ngọc'],
  ['in one piece, without marks', 'NGUYEN THI NGOC ANH'],
  ['with letters lost on the way', 'Nguy?n Th? Ng?c ?nh'],
  ['with a tone in its old place', 'NGUYỄN^ÁNH^THỊ NGỌC'],
] as const)('hospitals write a name in many ways: %s', async ([, name]) => {
  assert.deepEqual(await foundAmong([known.replace('Nguyễn^Ánh', name)]), knownPatient);
  assert.deepEqual(await foundAmong([known.replace('Nguyễn^Ánh', name).replace('19480815', '19480101')]), knownPatient);
});

test('a hospital that gives only its own code must know the birth date', async () => {
  const only = 'PID|1||BN0001^^^HIS^PI||Nguyễn^Ánh||19480815|F|||||^PRN^CP^^84^^912000001';
  const born = { ...anh, birth: { precision: 'year', year: 1948 } } as const;
  assert.deepEqual(
    [
      await foundAmong([only], 'OK', born),
      await foundAmong([only.replace('1948', '1949')], 'OK', born),
      await foundAmong([only], 'OK', { ...anh, birth: undefined }),
    ],
    [
      {
        ok: true,
        value: {
          ...knownPatient.value,
          contact: { ...knownPatient.value.contact, phone: '912000001' },
          particulars: { phone: '912000001' },
        },
      },
      failed('other-person'),
      failed('not-understood'),
    ],
  );
});

test('what is no phone number does not come back as one', async () => {
  const phones = ['', 'xin hỏi con trai', '123', '+84 912 000 001', '^NET^Internet^a@example.org', '0912000001234567'];
  const found = [];
  for (const phone of phones) found.push(await foundAmong([known.replace('0912.000.001^PRN^CP', phone)]));
  assert.deepEqual(
    found.map((answer) => answer.ok && answer.value?.contact?.phone),
    [undefined, undefined, undefined, '+84912000001', undefined, undefined],
  );
});

test.for([
  ['AE', 'refused'],
  ['AR', 'refused'],
  ['CR', 'refused'],
  ['??', 'not-understood'],
] as const)('%s to a question: %s', async ([code, kind]) => {
  const { port } = await bench.hospital((line, id) => line.write(response(id, '', [], code)));
  assert.deepEqual(await lookUpsAt(port).lookUps.findPatient(anh), failed(kind));
});

test.for([
  ['garbage', (line: Socket) => line.end('HTTP/1.1 400 Bad Request\r\n\r\n'), 'not-understood'],
  ['a line that breaks', (line: Socket) => line.destroy(), 'no-answer'],
  ['an answer to somebody else', (line: Socket) => line.end(response('X1', 'OK', [known])), 'no-answer'],
] as const)('%s: not verified, at once', async ([, answer, kind]) => {
  const { port } = await bench.hospital((line) => answer(line));
  assert.deepEqual(await lookUpsAt(port).lookUps.findPatient(anh), failed(kind));
});

test('nobody listens: not verified, at once', async () => {
  const { port, server } = await bench.hospital(() => {});
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(await lookUpsAt(port).lookUps.findPatient(anh), failed('not-connected'));
});

test('a silent hospital costs the deadline, and its late answer never meets the next patient', async () => {
  const { port, lines, frameHeard } = await bench.hospital((line, id, heard) => {
    if (heard === 1) return;
    lines[0]?.write(response(id, 'OK', [known.replaceAll('BN0001', 'WRONG')]));
    line.write(response(id, 'OK', [known]));
  });
  const { lookUps, clock } = lookUpsAt(port);
  const first = lookUps.findPatient(anh);
  await frameHeard();
  clock.advance(3_000);
  assert.deepEqual(await first, failed('no-answer'));
  assert.deepEqual(await lookUps.findPatient(anh), knownPatient);
  assert.equal(lines.length, 2);
});

test('whatever a hospital answers, the look-up ends with an answer of its own', () => {
  const { assigningAuthorities } = endpointWith();
  const question = {
    sought: { number: '001148000001', authority: 'CCCD', type: 'NI' },
    person: anh,
  } as const;
  const field = fc.oneof(
    fc.constantFrom('AA', 'OK', 'NF', 'BN0001^^^HIS^PI', '001148000001^^^CCCD^NI', '19480815', '~^&', ''),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  const segment = fc
    .tuple(fc.constantFrom('MSA', 'QAK', 'PID', 'DSC', 'ERR'), fc.array(field, { maxLength: 14 }))
    .map(([name, fields]) => [name, ...fields].join('|'));
  fc.assert(
    fc.property(fc.array(segment, { maxLength: 12 }), (segments) => {
      const parsed = parseMessage(Buffer.from(['MSH|^~\\&|HIS', ...segments].join('\r')));
      assert.ok(parsed.ok);
      const found = knownPatientFrom(parsed.value, question, assigningAuthorities);
      if (!found.ok || !found.value) return;
      assert.match(found.value.patientCode, /^[!-~]{1,64}$/);
      assert.match(found.value.contact?.phone ?? '00000000', /^\+?\d{8,15}$/);
    }),
  );
});

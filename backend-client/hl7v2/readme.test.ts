import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { anh, erika, syntheticSite } from '../contract/synthetic-people.ts';
import { heartbeatMessage } from './messages/heartbeat.ts';
import { patientQuery } from './messages/patient-query.ts';
import { knownPatientFrom } from './messages/patient-response.ts';
import { parseMessage } from './parse.ts';
import {
  answered,
  arrival,
  cancellation,
  controlId,
  correction,
  endpointWith,
  mean,
  reading,
  readingByTicket,
  registration,
  render,
  serviceChange,
} from './sample-facts.ts';

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');

const rendering = { endpoint: endpointWith(), site: syntheticSite, controlId };
const askedAt = registration.visit.storedAt - 35_000;
const sought = { number: '001148000001', authority: 'CCCD', type: 'NI' };

/** What the kiosk really sends; the README must show the same. */
const examples = {
  registration: render(registration),
  answered: render(answered),
  correction: render(correction),
  'service-change': render(serviceChange),
  cancellation: render(cancellation),
  reading: render(reading),
  mean: render(mean),
  'reading-by-ticket': render(readingByTicket),
  arrival: render(arrival),
  question: patientQuery(rendering, sought, askedAt),
  heartbeat: heartbeatMessage(rendering, askedAt),
};

/** The text of a fenced block, its lines ended by CR as on the wire. */
function shown(name: string): string {
  const [, text = ''] = new RegExp(`^\`\`\`hl7 ${name}\n([^\`]*)\`\`\`$`, 'm').exec(readme) ?? [];
  return text.replaceAll('\n', '\r');
}

/** `PID-3` of every field that a message fills. The delimiters are no fields of ours. */
function filledFields(bytes: Uint8Array): readonly string[] {
  const message = parseMessage(bytes);
  assert.ok(message.ok);
  return message.value.segments.flatMap(({ name, fields }) =>
    [...fields.entries()]
      .filter(([number, field]) => number > (name === 'MSH' ? 2 : 0) && field.flat(2).some((part) => part !== ''))
      .map(([number]) => `${name}-${number}`),
  );
}

test.for(Object.entries(examples))('the README shows the %s that is sent', ([name, bytes]) => {
  assert.equal(shown(name), Buffer.from(bytes).toString());
});

test('every field that is sent has its row, and no row is about a field that never is', () => {
  const enhanced = render(registration, { acknowledgement: 'enhanced' });
  const foreign = render({ ...registration, patient: erika });
  const sent = new Set([...Object.values(examples), enhanced, foreign].flatMap(filledFields));
  const rows = readme.matchAll(/^\| ((?:[A-Z][A-Z0-9]{2}-\d+(?:, )?)+) \|/gm);
  const described = new Set([...rows].flatMap(([, cell = '']) => cell.split(', ')));
  assert.deepEqual([...described].toSorted(), [...sent].toSorted());
});

test('every code of a reading and of an answer has its row', () => {
  const codes = [...new Set([...filledCodes(examples.reading), ...filledCodes(examples.mean)])];
  const answers = filledCodes(examples.answered);
  for (const code of [...codes, ...answers]) assert.match(readme, new RegExp(`^\\| .*\`${code}\`.* \\|`, 'm'), code);
  assert.deepEqual([codes.length, new Set(answers).size], [31, 14]);
});

test('the answer that the README asks for is understood', () => {
  const message = parseMessage(Buffer.from(shown('answer')));
  assert.ok(message.ok);
  const { assigningAuthorities } = rendering.endpoint;
  assert.deepEqual(knownPatientFrom(message.value, { sought, person: anh }, assigningAuthorities), {
    ok: true,
    value: {
      patientCode: 'BN0001',
      contact: { phone: '0912000001', patientCode: 'BN0001', phoneConfirmed: undefined },
      particulars: { ethnicity: '02', address: 'Số 9, Phố Tạm Trú, Hà Nội', phone: '0912000001' },
    },
  });
});

function filledCodes(bytes: Uint8Array): readonly string[] {
  const message = parseMessage(bytes);
  assert.ok(message.ok);
  return message.value.segments
    .filter(({ name }) => name === 'OBX')
    .map(({ fields }) => fields[3]?.[0]?.[0]?.[0] ?? '');
}

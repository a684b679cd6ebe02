import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { afterEach, test } from 'vitest';
import { factsOfSitting } from '../contract/synthetic-readings.ts';
import { accepted, createMllpBench } from './mllp.bench.ts';
import { answered, arrival, controlId, correction, reading, registration, render } from './sample-facts.ts';

/** A receiver of other authors, nodehl7 2.0.0. Its ES modules do not load in Node, and its types are of those. */
interface NodeHl7 {
  new (options: { readonly mapping: boolean }): { parse(text: string, id: string): Promise<NodeHl7Message> };
  readonly MLLPServer: new (
    handle: (message: Buffer, reply: (answer: string) => void) => void,
  ) => {
    listen(port: number, host: string, listening: () => void): void;
    address(): AddressInfo;
    close(): void;
  };
}
interface NodeHl7Message {
  readonly segments: readonly { readonly typeofSegment: string; readonly parts: readonly unknown[] }[];
}
const NodeHl7 = createRequire(import.meta.url)('nodehl7') as NodeHl7;

const bench = createMllpBench();
afterEach(bench.closeAll);

const parser = new NodeHl7({ mapping: false });

/** Its answer is an AA as its manual writes one; what it has heard comes as it has parsed it. */
async function nodeHospital() {
  const heard: Promise<NodeHl7Message>[] = [];
  const server = new NodeHl7.MLLPServer((message, reply) => {
    const text = message.toString('utf8');
    heard.push(parser.parse(text, 'test'));
    reply(`MSH|^~\\&|HIS||TIEPDON||20261122||ACK|1|P|2.5.1\rMSA|AA|${text.split('|')[9]}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  bench.closeLater(() => server.close());
  return { port: server.address().port, heard };
}

test('nodehl7 takes every kind of message over one line, and finds in them what was sent', async () => {
  const { port, heard } = await nodeHospital();
  const { endpoint } = bench.endpointAt(port);
  const facts = [registration, correction, arrival, reading];
  for (const fact of facts) {
    const sent = { messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes: render(fact) };
    assert.deepEqual(await endpoint.send(sent), accepted);
  }
  const messages = await Promise.all(heard);
  const parts = (segment: string, field: number) =>
    messages.map(({ segments }) => segments.find((each) => each.typeofSegment === segment)?.parts[field - 1]);
  assert.deepEqual(
    parts('MSH', 8),
    ['ADT A04 ADT_A01', 'ADT A08 ADT_A01', 'SIU S14 SIU_S12', 'ORU R01 ORU_R01'].map((type) => type.split(' ')),
  );
  assert.deepEqual(parts('PID', 5), Array(4).fill(['Nguyễn', 'Ánh', 'Thị Ngọc', '', '', '', 'L', '', '', '', 'F']));
  assert.deepEqual(parts('PV1', 19), Array(4).fill(['V1S1T000000000000001', '', '', 'TIEPDON', 'VN']));
  assert.deepEqual(parts('PV1', 50), Array(4).fill(['UA003', '', '', 'TIEPDON', '', '', '20261122']));
  const observed = messages[3]?.segments.filter(({ typeofSegment }) => typeofSegment === 'OBX') ?? [];
  assert.deepEqual(
    observed.slice(0, 4).map(({ parts: [, type, code, , value, unit] }) => [type, code, value, unit]),
    [
      ['NM', ['8480-6', 'Systolic blood pressure', 'LN', '150021', 'MDC_PRESS_BLD_NONINV_SYS', 'MDC'], '127', mmHg],
      ['NM', ['8462-4', 'Diastolic blood pressure', 'LN', '150022', 'MDC_PRESS_BLD_NONINV_DIA', 'MDC'], '76', mmHg],
      ['NM', ['8478-0', 'Mean blood pressure', 'LN', '150023', 'MDC_PRESS_BLD_NONINV_MEAN', 'MDC'], '97', mmHg],
      ['NM', ['8867-4', 'Heart rate', 'LN', '149546', 'MDC_PULS_RATE_NON_INV', 'MDC'], '78', ['/min', '/min', 'UCUM']],
    ],
  );
});

const mmHg = ['mm[Hg]', 'mm[Hg]', 'UCUM', '266016', 'MDC_DIM_MMHG', 'MDC'];

test('nodehl7 finds a sitting of three with its mean, and how each reading was taken', async () => {
  const { port, heard } = await nodeHospital();
  const { endpoint } = bench.endpointAt(port);
  for (const fact of factsOfSitting(registration)) {
    const sent = { messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes: render(fact) };
    assert.deepEqual(await endpoint.send(sent), accepted);
  }
  const messages = (await Promise.all(heard)).map(({ segments }) => {
    const observed = segments.filter(({ typeofSegment }) => typeofSegment === 'OBX');
    const order = segments.find(({ typeofSegment }) => typeofSegment === 'OBR');
    const said = (code: string) =>
      observed.flatMap(({ parts: [, , of, , value] }) => (first(of) === code ? [first(value)] : []));
    return { panel: first(order?.parts[3]), said };
  });
  assert.deepEqual(
    messages.map(({ panel }) => panel),
    ['85354-9', '85354-9', '85354-9', '96607-7'],
  );
  const everywhere = {
    PROTOCOL: 'esh',
    'DEVICE-SERIAL': '5140700123',
    '41904-4': '368208006',
    VALIDATION: 'validated',
  };
  for (const { said } of messages)
    for (const [code, value] of Object.entries(everywhere)) assert.deepEqual(said(code), [value]);
  assert.deepEqual(
    messages.map(({ said }) => ['READING-NUMBER', '8480-6', 'MOVED'].flatMap(said)),
    [['1', '148', 'Y'], ['2', '136', 'N'], ['3', '132', 'N'], ['3']],
  );
  const mean = ['96608-5', '96609-3', '103205-1', 'MEAN-RULE', 'MEAN-OF', 'MEAN-OF-ID', 'SPREAD-SYSTOLIC'];
  assert.deepEqual(
    mean.map((code) => messages[3]?.said(code)),
    [['134'], ['84'], ['73'], ['esh'], ['2', '3'], ['READ1NG0000000000012', 'READ1NG0000000000013'], ['4']],
  );
});

function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

test('nodehl7 finds the companion, where the patient lives now, and every answer', async () => {
  const { port, heard } = await nodeHospital();
  const { endpoint } = bench.endpointAt(port);
  const sent = { messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes: render(answered) };
  assert.deepEqual(await endpoint.send(sent), accepted);
  const [message] = await Promise.all(heard);
  const segments = (name: string) => message?.segments.filter(({ typeofSegment }) => typeofSegment === name) ?? [];
  assert.deepEqual(segments('NK1')[0]?.parts[2], ['CHD', 'Child', 'HL70063', '', 'Con của người bệnh']);
  assert.match(JSON.stringify(segments('PID')[0]?.parts[10]), /Số 9, Phố Tạm Trú, Hà Nội/);
  assert.deepEqual(
    segments('OBX')
      .map(({ parts }) => (Array.isArray(parts[2]) ? parts[2][0] : parts[2]))
      .slice(0, 5),
    ['OCCUPATION', 'SCREENING-SIGNS', 'SCREENING-SIGNS', 'SCREENING-TEMPERATURE', 'SCREENING-ISOLATE'],
  );
});

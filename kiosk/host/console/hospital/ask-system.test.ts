import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, test } from 'vitest';
import { syntheticSite as sender } from '#backend-client/contract/synthetic-people.ts';
import { createPassingMemory } from '#backend-client/contract/system-memory.ts';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { openHospitalSystem } from '#backend-client/hospital-systems.ts';
import { machineClock as clock } from '#config/agreements/machine-clock.ts';
import { hospitalProtocols } from '#config/settings/hospital-settings.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { TestQuestion } from '#kiosk/bridge/console/hospital-words.ts';
import { askSystem } from './ask-system.ts';
import { recordConversation } from './record-conversation.ts';

/** A technician's questions to a simulated hospital, over real sockets. */

let simulator: HisSimulator;
const environment = { SECRET: simulatedSecret };

beforeEach(async () => {
  simulator = await startHisSimulator({ mllpPort: 0, webPort: 0, httpPort: 0 });
});
afterEach(() => simulator.close());

function site() {
  const { mllpPort: port, fhirUrl: baseUrl, webhookUrl: url } = simulator;
  const capabilities = ['registrations', 'patient-look-up'];
  return siteFile.parse({
    ...syntheticSite,
    hospital: [
      { id: 'hl7v2-mllp', protocol: 'hl7v2-mllp', host: '127.0.0.1', port, capabilities, simulated: true },
      { id: 'fhir-r4', protocol: 'fhir-r4', baseUrl, capabilities, simulated: true },
      { id: 'webhook', protocol: 'webhook', url, secretVariable: 'SECRET', capabilities, simulated: true },
      { id: 'dead', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: 9, simulated: true },
      { id: 'only-asked', protocol: 'fhir-r4', baseUrl, capabilities: ['patient-look-up'], simulated: true },
      { id: 'only-told', protocol: 'webhook', url, secretVariable: 'SECRET', simulated: true },
      { id: 'no-secret', protocol: 'webhook', url, secretVariable: 'NOT_SET', simulated: true },
    ],
  });
}

const ask = (endpointId: string, question: TestQuestion) =>
  askSystem({ endpointId, question }, { site: site(), clock, randomBytes, environment });

test.each(hospitalProtocols)('over %s somebody answers, and question and answer are shown', async (protocol) => {
  const asked = await ask(protocol, 'harmless');
  assert.ok(asked.ok);
  assert.equal(asked.value.reason, undefined);
  assert.deepEqual(
    asked.value.lines.map(({ way }) => way),
    ['out', 'in'],
  );
  assert.doesNotMatch(JSON.stringify(asked.value), new RegExp(simulatedSecret));
});

test('what goes out says that it is a test', async () => {
  const asked = await ask('hl7v2-mllp', 'harmless');
  assert.match((asked.ok && asked.value.lines[0]?.text) || '', /^MSH.*\|NMD\^N02\^NMD_N02\|[^|]+\|T\|2\.5\.1/);
});

test.each(hospitalProtocols)('over %s a made-up person is looked up, and nobody is found', async (protocol) => {
  const asked = await ask(protocol, 'patient');
  assert.ok(asked.ok);
  assert.deepEqual([asked.value.reason, asked.value.found], [undefined, 'nobody']);
  assert.match(asked.value.lines[0]?.text ?? '', /001099000098/);
});

const marks = {
  'hl7v2-mllp': /^MSH.*\|ADT\^A04\^ADT_A01\|[^|]+\|T\|2\.5\.1/,
  'fhir-r4': /"HTEST"/,
  webhook: /"test":\s*true/,
} satisfies Record<(typeof hospitalProtocols)[number], RegExp>;

test.each(hospitalProtocols)(
  'over %s a made-up registration arrives, marked as a test, and is found after it',
  async (protocol) => {
    const told = await ask(protocol, 'registration');
    assert.ok(told.ok);
    assert.deepEqual([told.value.reason, told.value.found], [undefined, undefined]);
    const sent = told.value.lines.filter(({ way }) => way === 'out').map(({ text }) => text);
    assert.match(sent.join('\n'), marks[protocol]);
    assert.match(sent.join('\n'), /001099000098/);
    const arrived = simulator.arrivals();
    assert.equal(arrived.length, 1);
    assert.match(JSON.stringify(arrived), /THU998/);
    const asked = await ask(protocol, 'patient');
    assert.equal(asked.ok && asked.value.found, 'somebody');
  },
);

test('a registration that the hospital refuses says why', async () => {
  simulator.setMode({ kind: 'refuse-ar' });
  const told = await ask('hl7v2-mllp', 'registration');
  assert.match((told.ok && told.value.reason) || '', /^hospital-/);
});

test('a system that is not there says so in one of the words that the console knows', async () => {
  const asked = await ask('dead', 'harmless');
  assert.deepEqual(asked.ok && [asked.value.reason, asked.value.lines], ['not-connected', []]);
});

test('what cannot be asked is a problem with a name', async () => {
  const kinds = await Promise.all(
    [
      ask('nobody', 'harmless'),
      ask('only-told', 'patient'),
      ask('only-asked', 'registration'),
      ask('no-secret', 'harmless'),
    ].map(async (each) => {
      const asked = await each;
      return asked.ok ? 'asked' : asked.problem.kind;
    }),
  );
  assert.deepEqual(kinds, ['unknown-system', 'not-offered', 'not-offered', 'secret']);
});

test('what is told of patients meanwhile, to the same address, is not in the conversation', async () => {
  const [settings] = site().hospital;
  assert.ok(settings);
  const opened = openHospitalSystem(settings, {
    ...{ site: sender, lookUpDeadlineMs: 3_000, clock, randomBytes, environment, log: () => {} },
    memory: createPassingMemory(),
  });
  assert.ok(opened.ok);
  const { askHarmless, endpoint } = opened.value;
  let isOver = false;
  const others = (async () => {
    let count = 0;
    for (; !isOver && count < 200; count++) await askHarmless();
    return count;
  })();
  const asked = await ask('hl7v2-mllp', 'harmless');
  isOver = true;
  assert.ok((await others) > 0);
  await endpoint.close();
  assert.equal(asked.ok && asked.value.lines.length, 2);
});

test('a conversation without end is recorded to a bound', async () => {
  const [settings] = site().hospital;
  assert.ok(settings);
  const { notes } = await recordConversation(async () => {
    const opened = openHospitalSystem(settings, {
      ...{ site: sender, lookUpDeadlineMs: 3_000, clock, randomBytes, environment, log: () => {} },
      memory: createPassingMemory(),
    });
    assert.ok(opened.ok);
    for (let turn = 0; turn < 30; turn++) await opened.value.askHarmless();
    await opened.value.endpoint.close();
  });
  assert.equal(notes.length, 40);
});

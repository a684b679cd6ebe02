import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, test } from 'vitest';
import type { Clock } from '#config/agreements/clock.ts';
import type { BusinessDay, ControlId, VisitId } from '#config/agreements/ids.ts';
import { hl7v2Endpoint } from '#config/settings/hospital-settings.ts';
import type { Patient } from '../../contract/patient.ts';
import { anh, syntheticSite } from '../../contract/synthetic-people.ts';
import type { StoredVisit } from '../../contract/visit.ts';
import { createHl7v2Renderer } from '../../hl7v2/hl7v2-renderer.ts';
import { createMllpEndpoint } from '../../hl7v2/mllp-endpoint.ts';
import { createMllpFraming, mllpFrame } from '../../hl7v2/mllp-framing.ts';
import { startHisSimulator } from './his-simulator.ts';
import type { HisMode } from './words.ts';

const openThings: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
});

function handCrankedClock() {
  const waiting = new Set<{ at: number; call: () => void }>();
  let now = Date.UTC(2026, 10, 22, 1, 12, 5);
  let onWait: (() => void) | undefined;
  const clock: Clock = {
    now: () => now,
    monotonic: () => now,
    after(ms, call) {
      const entry = { at: now + ms, call };
      waiting.add(entry);
      onWait?.();
      return () => waiting.delete(entry);
    },
  };
  const advance = (ms: number) => {
    now += ms;
    for (const entry of [...waiting].filter(({ at }) => at <= now)) {
      waiting.delete(entry);
      entry.call();
    }
  };
  const somebodyWaits = () => new Promise<void>((resolve) => (onWait = resolve));
  return { clock, advance, somebodyWaits };
}

const patient: Patient = {
  ...anh,
  fullName: 'Lê Thị <b> Ánh',
  insurance: anh.insurance && { ...anh.insurance, fiveYearsOn: undefined },
  chip: 'not-verified',
};

/** A simulated hospital and a kiosk's real endpoint beside it. */
async function hospitalAndKiosk({ keepArrivals = 500 } = {}) {
  const { clock, advance, somebodyWaits } = handCrankedClock();
  const kioskClock = handCrankedClock();
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0, keepArrivals, clock });
  const settings = hl7v2Endpoint.parse({
    id: 'his',
    protocol: 'hl7v2-mllp',
    host: '127.0.0.1',
    port: simulator.mllpPort,
    sendingApplication: 'TIEPDON',
    receivingApplication: 'HIS',
    ackTimeoutMs: 10_000,
    deduplicates: true,
    simulated: true,
  });
  const endpoint = createMllpEndpoint({ ...settings, clock: kioskClock.clock });
  openThings.push(simulator.close, endpoint.close);
  const renderer = createHl7v2Renderer({
    endpoint: settings,
    site: { ...syntheticSite, profile: 'demo' },
  });
  const day = '2026-11-22' as BusinessDay;

  async function send(id: string) {
    const visit: StoredVisit = {
      visitId: `V${id}` as VisitId,
      day,
      number: { series: 'UA', sequence: 3, text: 'UA003' },
      service: { code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, room: '101' },
      priority: { ground: 'age-75', certain: false },
      storedAt: clock.now(),
      paper: 'pending',
      replaces: undefined,
    };
    const controlId = id as ControlId;
    const bytes = renderer.render(
      {
        kind: 'registration',
        visit,
        patient,
        purpose: 'examination',
        contact: undefined,
        insuranceCheck: undefined,
        appointment: undefined,
      },
      controlId,
    );
    const delivery = await endpoint.send({ messageId: 1, endpointId: 'his', controlId, attempts: 1, bytes });
    return delivery.ok ? delivery.value : delivery.problem.reason;
  }
  /** Sends into silence: the kiosk's patience ends when the hospital has the message. */
  async function sendUnanswered(id: string) {
    const sent = send(id);
    await simulator.until((arrivals) => arrivals.at(-1)?.answer === 'none');
    kioskClock.advance(10_000);
    return sent;
  }
  return { simulator, send, sendUnanswered, advance, somebodyWaits };
}

test('a registration is shown as the hospital understands it', async () => {
  const { simulator, send } = await hospitalAndKiosk();
  assert.equal(await send('C1'), 'accepted');
  const [arrival] = simulator.arrivals();
  const { raw, ...shown } = arrival ?? { raw: '' };
  assert.deepEqual(shown, {
    number: 1,
    protocol: 'mllp',
    kind: 'registration',
    says: '',
    receivedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
    lastReceivedAt: Date.UTC(2026, 10, 22, 1, 12, 5),
    receivedTimes: 1,
    answer: 'AA',
    facts: {
      controlId: 'C1',
      event: 'ADT^A04',
      test: true,
      sendingFacility: '27005',
      ticket: 'UA003',
      businessDay: '20261122',
      visitId: 'VC1',
      patientName: 'Lê Thị <b> Ánh',
      birth: '19480815',
      sex: 'F',
      address: anh.address,
      citizenNumber: '001148000001',
      oldCitizenNumber: '012345678',
      passportNumber: '',
      insuranceNumber: 'DN4010199999999',
      insuranceFrom: '20260101',
      insuranceTo: '20261231',
      patientCode: '',
      phone: '',
      serviceCode: 'K01',
      serviceName: 'Khám Nội',
      room: '101',
      priority: true,
      priorityGround: 'AGE75',
      priorityToCheck: true,
      identitySource: 'QR_CCCD',
      purpose: 'examination',
      answers: {},
      quality: {},
      chipVerdict: 'CHIP_NOT_VERIFIED',
    },
  });
  assert.deepEqual(
    raw.split('\n').map((line) => line.slice(0, 3)),
    ['MSH', 'EVN', 'PID', 'PD1', 'PV1', 'PV2', 'IN1'],
  );
});

test('each switch fails in its own way, and every message is kept', async () => {
  const { simulator, send, sendUnanswered } = await hospitalAndKiosk();
  const outcomes: string[] = [];
  for (const kind of ['refuse-ae', 'refuse-ar', 'drop-connection', 'answer'] as const) {
    simulator.setMode({ kind });
    outcomes.push(await send(kind));
  }
  simulator.setMode({ kind: 'stop-answering' });
  outcomes.push(await sendUnanswered('silent'));
  assert.deepEqual(outcomes, ['hl7-content-refused', 'hospital-reject-ar', 'line-broke', 'accepted', 'no-answer']);
  assert.deepEqual(
    simulator.arrivals().map(({ answer }) => answer),
    ['AE', 'AR', 'none', 'AA', 'none'],
  );
});

test('a slow hospital answers after its time', async () => {
  const { simulator, send, advance, somebodyWaits } = await hospitalAndKiosk();
  simulator.setMode({ kind: 'slow', seconds: 5 });
  const waits = somebodyWaits();
  const sent = send('C1');
  await waits;
  advance(4_999);
  assert.equal(simulator.arrivals()[0]?.answer, 'waiting');
  advance(1);
  assert.equal(await sent, 'accepted');
});

test('a message that comes again is recognised; what was accepted stays accepted, what was not is judged anew', async () => {
  const { simulator, send } = await hospitalAndKiosk();
  const outcomes: string[] = [];
  const steps: readonly (readonly [
    HisMode['kind'] & ('answer' | 'refuse-ae' | 'refuse-ar' | 'drop-connection'),
    string,
  ])[] = [
    ['drop-connection', 'A'],
    ['answer', 'A'],
    ['refuse-ae', 'A'],
    ['drop-connection', 'A'],
    ['refuse-ar', 'B'],
    ['answer', 'B'],
    ['refuse-ae', 'C'],
    ['answer', 'C'],
  ];
  for (const [kind, id] of steps) {
    simulator.setMode({ kind });
    outcomes.push(await send(id));
  }
  assert.deepEqual(outcomes, [
    'line-broke',
    'accepted',
    'accepted',
    'line-broke',
    'hospital-reject-ar',
    'accepted',
    'hl7-content-refused',
    'hl7-content-refused',
  ]);
  assert.deepEqual(
    simulator.arrivals().map(({ facts, receivedTimes, answer }) => [facts.controlId, receivedTimes, answer]),
    [
      ['A', 4, 'AA'],
      ['B', 2, 'AA'],
      ['C', 2, 'AE'],
    ],
  );
  assert.equal(simulator.state().repeated, 5);
});

test('a repeated message gets the very same acknowledgement', async () => {
  const { simulator } = await hospitalAndKiosk();
  const line = connect({ host: '127.0.0.1', port: simulator.mllpPort });
  openThings.push(() => line.destroy());
  const message = mllpFrame(new TextEncoder().encode('MSH|^~\\&|A|B|C|D|20261122||ADT^A04|X1|P|2.5.1\r'));
  line.write(Buffer.concat([Buffer.from('noise'), message, message]));
  const framing = createMllpFraming();
  const answers: string[] = [];
  for await (const chunk of line) {
    answers.push(...framing.push(chunk).frames.map((frame) => new TextDecoder().decode(frame)));
    if (answers.length === 2) break;
  }
  const expected =
    'MSH|^~\\&|C|D|A|B|20261122081205+0700||ACK^A04^ACK|HIS00000001|P|2.5.1||||||UNICODE UTF-8\rMSA|AA|X1\r';
  assert.deepEqual(answers, [expected, expected]);
});

test('only the last arrivals are remembered', async () => {
  const { simulator, send } = await hospitalAndKiosk({ keepArrivals: 2 });
  for (const id of ['A', 'B', 'C', 'A']) await send(id);
  assert.deepEqual(
    simulator.arrivals().map(({ number, facts, receivedTimes }) => [number, facts.controlId, receivedTimes]),
    [
      [3, 'C', 1],
      [4, 'A', 1],
    ],
  );
});

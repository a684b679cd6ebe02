import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'vitest';
import { alertEnd } from '#backend-client/webhook/question-words.ts';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type ConsoleBench, openConsoleBench } from './bench/console-bench.ts';
import { type KioskBench, openKioskBench } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';
import { ticketOf } from './bench/patient.ts';

/** A whole kiosk and a hospital that answers questions, on real sockets. */

let bench: KioskBench;
let console: ConsoleBench;
let receiver: ScriptedReceiver;

afterEach(async () => {
  await console.close();
  await bench.close();
  await receiver.close();
});

interface Knowledge {
  readonly patient?: object;
  readonly appointments?: readonly object[];
  readonly insurance?: object;
  readonly comes?: () => string | undefined;
  /** Answers no question at all. */
  readonly silent?: boolean | (() => boolean);
  /** Answers each fact with this status. */
  readonly factStatus?: () => number;
}

async function open({ patient, appointments, insurance, comes, silent, factStatus }: Knowledge): Promise<void> {
  receiver = await openScriptedReceiver(({ method, path, body }) => {
    if (path.includes('/alerts')) {
      return method === 'GET' ? { body: { acknowledgedBy: comes?.() ?? null } } : { status: 204, body: '' };
    }
    if (!path.endsWith('/look-ups')) return { status: factStatus?.() ?? 200 };
    if (typeof silent === 'function' ? silent() : silent) return 'nothing';
    switch (JSON.parse(body).kind) {
      case 'find-patient':
        return { body: patient ?? { result: 'unknown' } };
      case 'find-appointments':
        return { body: { appointments: appointments ?? [] } };
      case 'check-insurance':
        return insurance ? { body: insurance } : { status: 404 };
      default:
        return { status: 404 };
    }
  });
  bench = await openKioskBench(['check-in'], undefined, {
    endpoints: [
      {
        id: 'rest',
        protocol: 'webhook',
        url: receiver.url,
        secretVariable: 'WEBHOOK_SECRET',
        simulated: true,
        capabilities: [
          'registrations',
          'arrivals',
          'patient-look-up',
          'appointment-look-up',
          'insurance-check',
          'alerts',
        ],
      },
    ],
    environment: { WEBHOOK_SECRET: testSecret },
  });
  console = await openConsoleBench({ clock: machineClock, rooms: () => bench.kiosk().rooms });
}

/** Resolves with the documents of this kind that the hospital got, as soon as there is one. */
async function told(kind: string): Promise<readonly Record<string, never>[]> {
  for (;;) {
    const documents = receiver.heard.flatMap(({ path, body }) => (path === '/tiep-don' ? [JSON.parse(body)] : []));
    const found = documents.filter((document) => document.kind === kind);
    if (found.length > 0) return found;
    await receiver.nextRequest();
  }
}

describe('a hospital that knows the patient', () => {
  test('confirms the phone number, offers the appointment, and hears both back with the registration', async () => {
    const appointment = { appointmentId: 'H-7', kind: 'follow-up-slip', serviceHisCode: 'K01' };
    await open({
      patient: { result: 'found', patientCode: 'BN000123', phone: '0912 000 567' },
      appointments: [appointment],
    });
    await bench.scan('old-person');
    await bench.shown(screen('confirm-identity'));
    await bench.page().tap('confirm-identity', {});
    const contact = await bench.shown(screen('confirm-contact'));
    assert.deepEqual(contact.screen, { show: 'confirm-contact', phone: '••• ••• 567' });
    assert.doesNotMatch(JSON.stringify(contact), /0912|BN000123/);
    await bench.page().tap('answer', { answer: { isRight: true } });
    await bench.shown(screen('choose-appointment'));
    await bench.page().tap('answer', { answer: { appointmentId: 'H-7' } });
    await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
    const [registration] = await told('registration');
    const [arrival] = await told('arrival');
    assert.deepEqual(registration?.contact, { phone: '0912000567', phoneConfirmed: true, patientCode: 'BN000123' });
    assert.equal((arrival?.appointment as { appointmentId: string } | undefined)?.appointmentId, 'H-7');
  });

  test('says that the insurance has to be looked at: the number is given, and the desk is named', async () => {
    await open({ insurance: { maKetQua: '110' } });
    await bench.scan('old-person');
    await bench.shown(screen('confirm-identity'));
    await bench.page().tap('confirm-identity', {});
    await bench.shown(screen('choose-service'));
    await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
    const ticket = await bench.shown((snapshot) => ticketOf(snapshot) !== undefined);
    assert.equal(ticket.screen.show === 'go-to-desk' && ticket.screen.why, 'insurance-to-check');
    const [registration] = await told('registration');
    assert.match(JSON.stringify(registration?.insurance), /"110"/);
  });
});

test("a hospital that answers about the patient's twin shows nobody's phone and appointment, and the technician is told", async () => {
  const twin = { fullName: 'Nguyễn Thị Vị Dụ', sex: 'female' };
  await open({
    patient: { result: 'found', patientCode: 'BN000124', phone: '0912 000 567', person: twin },
    appointments: [{ appointmentId: 'H-7', kind: 'follow-up-slip', serviceHisCode: 'K01' }],
    insurance: { maKetQua: '000', hoTen: twin.fullName },
  });
  await bench.scan('old-person');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  const [registration] = await told('registration');
  assert.deepEqual(
    [registration?.contact, registration?.insurance, registration?.appointment],
    [undefined, undefined, undefined],
  );
  const endpoints = bench
    .kiosk()
    .rooms.upkeep.state()
    .endpoints.map(({ id, namedAnother }) => [id, namedAnother]);
  assert.deepEqual(endpoints, [
    ['his', 0],
    ['rest', 2],
  ]);
});

test('a hospital that answers no question costs three seconds at most, and nobody a number', async () => {
  await open({ silent: true });
  await bench.scan('old-person');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed');
  const [registration] = await told('registration');
  assert.equal(registration?.contact, undefined);
}, 20_000);

test('who scans again when the hospital is back: number, appointment and phone belong together, and the hospital hears it once', async () => {
  let silent = true;
  await open({
    silent: () => silent,
    patient: { result: 'found', patientCode: 'BN000123', phone: '0912 000 567' },
    appointments: [{ appointmentId: 'H-7', kind: 'follow-up-slip', serviceHisCode: 'K01' }],
    insurance: { maKetQua: '000' },
  });
  await bench.scan('old-person');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const number = ticketOf(await bench.shown((snapshot) => ticketOf(snapshot)?.paper === 'printed'))?.number;
  await bench.page().tap('finish', {});
  await bench.shown(screen('attract'));

  silent = false;
  await bench.scan('old-person');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('confirm-contact'));
  await bench.page().tap('answer', { answer: { isRight: true } });
  await bench.shown(screen('choose-appointment'));
  await bench.page().tap('answer', { answer: { appointmentId: 'H-7' } });
  const again = await bench.shown((snapshot) => ticketOf(snapshot) !== undefined);
  const [arrival] = await told('arrival');
  const corrections = await told('correction');
  assert.equal(ticketOf(again)?.number, number);
  assert.equal(corrections.length, 1);
  const [correction] = corrections;
  assert.deepEqual(correction?.contact, { phone: '0912000567', phoneConfirmed: true, patientCode: 'BN000123' });
  assert.match(JSON.stringify(correction?.insurance), /"000"/);
  assert.equal((arrival?.appointment as { appointmentId: string } | undefined)?.appointmentId, 'H-7');
}, 15_000);

describe('a call for help', () => {
  test('says on the screen who is coming', async () => {
    let comes: string | undefined;
    await open({ comes: () => comes });
    await bench.page().tap('call-for-help', {});
    const calling = await bench.shown(({ overlay }) => overlay?.show === 'help' && overlay.call !== undefined);
    assert.deepEqual(calling.overlay?.show === 'help' && calling.overlay.call, {
      is: 'calling',
      whose: 'own',
      emergency: false,
      canCallOff: true,
    });
    comes = 'Điều dưỡng Thử';
    const coming = await bench.shown(
      ({ overlay }) => overlay?.show === 'help' && overlay.call !== undefined && overlay.call.is === 'coming',
    );
    assert.deepEqual(coming.overlay?.show === 'help' && coming.overlay.call, {
      is: 'coming',
      whose: 'own',
      emergency: false,
      by: 'Điều dưỡng Thử',
    });
  });

  test('is on the console, where somebody says that they are coming', async () => {
    await open({});
    const technician = await console.person('Trần Thị Thử');
    await bench.page().tap('call-for-help', {});
    const state = await technician.until(({ alerts }) => alerts.length > 0);
    const [alert] = state.alerts;
    assert.equal(alert?.kind, 'help-wanted');
    assert.equal(await technician.act({ do: 'acknowledge-alert', alertId: alert?.alertId }), 204);
    const coming = await bench.shown(({ overlay }) => overlay?.show === 'help' && overlay.call?.is === 'coming');
    assert.match(JSON.stringify(coming.overlay), /Trần Thị Thử/);
    const end = await endOfCall();
    assert.deepEqual([end.ended, end.endedBy, end.acknowledgedBy], ['answered', 'person', 'Trần Thị Thử']);
  });

  test('that the patient calls off is over at the hospital, too', async () => {
    await open({});
    await bench.page().tap('call-for-help', {});
    await bench.shown(({ overlay }) => overlay?.show === 'help' && overlay.call?.is === 'calling');
    await bench.page().tap('call-off-help', {});
    const end = await endOfCall();
    assert.deepEqual([end.ended, end.endedBy, end.acknowledgedBy], ['called-off', 'caller', undefined]);
  });

  /** What the hospital was told about the end of the call. */
  async function endOfCall() {
    for (;;) {
      const told = receiver.heard.find(({ path }) => path.endsWith('/end'));
      if (told) return alertEnd.parse(JSON.parse(told.body));
      await receiver.nextRequest();
    }
  }
});

test('a refused registration is on the console with who must act, and goes out again when told so', async () => {
  let status = 422;
  await open({ factStatus: () => status });
  const technician = await console.owner();
  await bench.scan('old-person');
  await bench.shown(screen('confirm-identity'));
  await bench.page().tap('confirm-identity', {});
  await bench.shown(screen('choose-service'));
  await bench.page().tap('answer', { answer: { serviceCode: 'noi' } });
  const number = ticketOf(await bench.shown((snapshot) => ticketOf(snapshot) !== undefined))?.number;
  const { letters } = await technician.until((state) => state.letters.length > 0);
  const [letter] = letters;
  assert.deepEqual(
    [letter?.endpointId, letter?.fact, letter?.ticketNumber, letter?.state, letter?.reason, letter?.whoActs],
    ['rest', 'registration', number, 'refused', 'http-content-refused', 'his'],
  );
  assert.doesNotMatch(JSON.stringify(letters), /Ví Dụ|Mẫu/);
  status = 200;
  assert.equal(await technician.act({ do: 'send-again', messageId: letter?.messageId }), 204);
  await technician.until((state) => state.letters.length === 0);
  const sent = await told('registration');
  assert.equal(new Set(sent.map(({ controlId }) => controlId)).size, 1);
});

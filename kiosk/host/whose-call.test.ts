import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { alertEnd, type WebhookAlertEnd } from '#backend-client/webhook/question-words.ts';
import {
  openScriptedReceiver,
  type ScriptedReceiver,
  testSecret,
} from '#backend-client/webhook/scripted-receiver.bench.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { CallOnScreen, OpenCall, Snapshot } from '#kiosk/bridge/words.ts';
import { type ConsoleBench, openConsoleBench } from './bench/console-bench.ts';
import type { ConsoleDriver } from './bench/console-driver.ts';
import { type KioskBench, openKioskBench, scanOf } from './bench/kiosk-bench.simulator.ts';
import { screen } from './bench/page-driver.ts';

/** One patient after the other calls for a person: a whole kiosk, and a hospital that is called over a real socket. */

let bench: KioskBench;
let receiver: ScriptedReceiver;
let console: ConsoleBench;
let technician: ConsoleDriver;

beforeEach(async () => {
  receiver = await openScriptedReceiver(({ method }) =>
    method === 'GET' ? { body: { acknowledgedBy: null } } : { status: 204, body: '' },
  );
  const [url, secretVariable] = [receiver.url, 'WEBHOOK_SECRET'];
  const hospital = { id: 'rest', protocol: 'webhook', url, secretVariable, simulated: true, capabilities: ['alerts'] };
  bench = await openKioskBench(['check-in'], undefined, {
    endpoints: [hospital],
    environment: { WEBHOOK_SECRET: testSecret },
  });
  console = await openConsoleBench({ clock: machineClock, rooms: () => bench.kiosk().rooms });
  technician = await console.owner();
});

afterEach(async () => {
  await console.close();
  await bench.close();
  await receiver.close();
});

const callOn = ({ overlay }: Snapshot): CallOnScreen | undefined =>
  overlay?.show === 'help' ? overlay.call : undefined;
const atRest = (call: OpenCall) => (snapshot: Snapshot) =>
  snapshot.overlay === undefined && snapshot.screen.show === 'attract' && snapshot.screen.openCall === call;

async function callForHelp(): Promise<void> {
  await bench.page().tap('call-for-help', {});
  await bench.shown((snapshot) => callOn(snapshot)?.whose === 'own');
}

async function callEmergency(): Promise<void> {
  await callForHelp();
  await bench.page().tap('call-emergency', {});
  await bench.shown((snapshot) => callOn(snapshot)?.emergency === true);
}

async function arrive(card: string): Promise<void> {
  await bench.scanners[0].act({ do: 'send-bytes', base64: Buffer.from(scanOf(card)).toString('base64') });
  await bench.shown(screen('confirm-identity'));
}

async function leave(): Promise<void> {
  await bench.page().tap('close-help', {});
  await bench.shown(({ overlay }) => overlay === undefined);
  await bench.page().tap('start-over', {});
  await bench.shown(screen('attract'));
}

const openKinds = async () =>
  (await technician.now()).alerts
    .filter(({ state }) => state === 'raised' || state === 'delivered')
    .map(({ kind }) => kind)
    .toSorted();

/** How the call of this kind ended, as the hospital has heard it. */
async function endOf(kind: string): Promise<WebhookAlertEnd> {
  for (;;) {
    const posted = receiver.heard.filter(({ method }) => method === 'POST');
    const call = posted.map(({ body }) => JSON.parse(body)).find((document) => document.kind === kind);
    const told = posted.find(({ path }) => path.endsWith(`/${call?.alertId}/end`));
    if (told) return alertEnd.parse(JSON.parse(told.body));
    await receiver.nextRequest();
  }
}

test('the next in the queue who needs nobody leaves the emergency open, until a named person has answered it', async () => {
  await arrive('old-person');
  await callEmergency();
  await leave();
  await bench.shown(atRest('emergency'));

  await arrive('new-card');
  await callForHelp();
  await bench.page().tap('call-off-help', {});
  await bench.shown(({ overlay }) => overlay === undefined);
  await technician.until(({ alerts }) =>
    alerts.some(({ kind, state }) => kind === 'emergency' && state === 'delivered'),
  );
  await bench.page().tap('start-over', {});
  await bench.shown(atRest('emergency'));

  const emergency = (await technician.now()).alerts.find(({ kind }) => kind === 'emergency');
  const answer = { do: 'acknowledge-alert', alertId: emergency?.alertId };
  // Whose name is written down is not for the page to say.
  assert.equal(await technician.act({ ...answer, by: 'BS. Trần Thị Thử' }), 400);
  assert.ok((await openKinds()).includes('emergency'));
  const doctor = await console.person('BS. Trần Thị Thử');
  assert.equal(await doctor.act(answer), 204);
  const end = await endOf('emergency');
  assert.deepEqual([end.ended, end.endedBy, end.acknowledgedBy], ['answered', 'person', 'BS. Trần Thị Thử']);
}, 30_000);

test('help that somebody else waits for stays open when the next patient calls, too, and then needs nobody', async () => {
  await arrive('old-person');
  await callForHelp();
  await leave();
  await bench.shown(atRest('help'));
  await arrive('new-card');
  await callForHelp();
  await bench.page().tap('call-off-help', {});
  await bench.shown(({ overlay }) => overlay === undefined);
  await bench.page().tap('start-over', {});
  await bench.shown(atRest('help'));
  assert.deepEqual(await openKinds(), ['help-wanted']);
}, 30_000);

test('strangers who open, close and translate the help sheet at rest end nobody’s call', async () => {
  await callEmergency();
  await bench.page().tap('close-help', {});
  await bench.shown(atRest('emergency'));
  for (const language of ['en', 'vi'] as const) {
    await callForHelp();
    await bench.page().tap('choose-language', { language });
    await bench.shown((snapshot) => snapshot.language === language);
    await bench.page().tap('call-off-help', {});
    await bench.shown(({ overlay }) => overlay === undefined);
    await callForHelp();
    await bench.page().tap('close-help', {});
    await bench.shown(({ overlay }) => overlay === undefined);
  }
  await bench.shown(atRest('emergency'));
  assert.deepEqual(await openKinds(), ['emergency', 'help-wanted']);
}, 30_000);

test('who has raised help to an emergency is not offered to take it back, and a stale tap takes nothing back', async () => {
  await arrive('old-person');
  await callEmergency();
  const sheet = callOn(await bench.shown((snapshot) => callOn(snapshot)?.emergency === true));
  assert.deepEqual(sheet, { is: 'calling', whose: 'own', emergency: true, canCallOff: false });
  await bench.page().tap('call-off-help', {});
  await bench.page().tap('start-over', {});
  assert.ok((await openKinds()).includes('emergency'));
}, 30_000);

test('a call is open after a restart of the host, and nobody who stands there then can call it off', async () => {
  await arrive('old-person');
  await callForHelp();
  await bench.restart();
  await bench.shown(atRest('help'));
  await callForHelp();
  await bench.page().tap('call-off-help', {});
  await bench.shown(atRest('help'));
  assert.deepEqual(await openKinds(), ['help-wanted']);
  const [help] = (await technician.now()).alerts;
  const person = await console.person('Lê Văn Thử');
  assert.equal(await person.act({ do: 'acknowledge-alert', alertId: help?.alertId }), 204);
  const end = await endOf('help-wanted');
  assert.deepEqual([end.endedBy, end.acknowledgedBy], ['person', 'Lê Văn Thử']);
}, 30_000);

test('a patient who needs nobody any more ends their own call, and the hospital hears who ended it', async () => {
  await arrive('old-person');
  await callForHelp();
  await bench.page().tap('call-off-help', {});
  const end = await endOf('help-wanted');
  assert.deepEqual([end.ended, end.endedBy, end.acknowledgedBy], ['called-off', 'caller', undefined]);
  await bench.page().tap('start-over', {});
  await bench.shown(atRest('none'));
}, 30_000);

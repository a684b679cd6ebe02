import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { test } from 'vitest';
import type { CallerId, SessionId } from '#config/agreements/ids.ts';
import { problem } from '#config/agreements/result.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import { syntheticSite } from '../contract/synthetic-people.ts';
import { createStoreBench } from '../store/store.bench.ts';
import type { Store } from '../store/store.ts';
import { createWebhookAlertChannel } from '../webhook/alert-channel.ts';
import { openWebhookClient } from '../webhook/client.ts';
import { openScriptedReceiver, testSecret } from '../webhook/scripted-receiver.bench.ts';
import { Alerts, escalateAfterMs, mostHelpEscalations, walkMs } from './alerts.ts';
import { lookEveryMs } from './attend-call.ts';

/** Whose call it is, on a real store, and to a hospital over a real socket. */

const people = ['S1', 'S2', 'S3'] as SessionId[];

/** A kiosk that can be restarted, and the hospital that it calls. */
async function openKiosk() {
  const bench = createStoreBench();
  const { clock } = bench;
  const comes = new Map<string, string>();
  const receiver = await openScriptedReceiver(({ method, path }) => {
    if (method !== 'GET') return { status: 204, body: '' };
    return { body: { acknowledgedBy: comes.get(path.split('/').at(-1) ?? '') ?? null } };
  }, clock.now);
  const settings = webhookEndpoint.parse({
    id: 'rest',
    protocol: 'webhook',
    url: receiver.url,
    secretVariable: 'WEBHOOK_SECRET',
    capabilities: ['alerts'],
  });
  const client = openWebhookClient({ settings, clock, environment: { WEBHOOK_SECRET: testSecret } });
  assert.ok(client.ok);
  const channel = createWebhookAlertChannel({ settings, site: syntheticSite, client: client.value, clock });
  const disk = { isFull: false };
  let store: Store;
  let alerts: Alerts;
  const start = () => {
    store = bench.open();
    alerts = new Alerts({
      store: {
        list: store.alerts.list,
        change: (work) => (disk.isFull ? problem({ kind: 'disk-full' }) : store.alerts.change(work)),
      },
      channels: [channel],
      kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
      clock,
      randomBytes,
      log: () => {},
      onChange: () => {},
    });
    alerts.start();
  };
  const stop = () => {
    alerts.stop();
    store.close();
  };
  start();
  const ends = () =>
    receiver.heard.filter(({ path }) => path.endsWith('/end')).map(({ body }) => JSON.parse(body) as Ended);
  return {
    clock,
    disk,
    alerts: () => alerts,
    open: (kind: 'help-wanted' | 'emergency') =>
      alerts.list().find((call) => call.kind === kind && call.isOpen)?.alertId,
    /** A name that the hospital answers with from now on. */
    answers: (alertId: string, by: string) => void comes.set(alertId, by),
    ends,
    async endOf(alertId: string): Promise<Ended> {
      for (;;) {
        const end = ends().find((each) => each.alertId === alertId);
        if (end) return end;
        await receiver.nextRequest();
      }
    },
    nextRequest: receiver.nextRequest,
    restart() {
      stop();
      start();
    },
    async close() {
      stop();
      await client.value.close();
      await receiver.close();
      bench.remove();
    },
  };
}

interface Ended {
  readonly alertId: string;
  readonly ended: string;
  readonly endedBy: string;
  readonly acknowledgedBy?: string;
}

type Kiosk = Awaited<ReturnType<typeof openKiosk>>;

/** Everybody whose call for help must still be open; `unknown`: whoever had called before a restart. */
type Waiting = Set<CallerId | 'unknown'>;

type Deed = (kiosk: Kiosk, waiting: Waiting, who: SessionId) => void;

/** What may happen at a kiosk. Nobody here gives a name for an emergency. */
const deeds = {
  'calls-for-help': ({ alerts }, waiting, who) => {
    alerts().raise('help-wanted', who);
    const own = alerts()
      .list()
      .filter(({ callers }) => callers.has(who));
    if (own.some(({ kind, isOpen }) => kind === 'help-wanted' && isOpen)) waiting.add(who);
    else assert.ok(own.some(({ kind, isOpen, onTheWay }) => onTheWay || (kind === 'emergency' && isOpen)));
  },
  'calls-an-emergency': ({ alerts }, _waiting, who) => alerts().raise('emergency', who),
  'needs-no-help': ({ alerts }, waiting, who) => {
    waiting.delete(who);
    alerts().callOff(who);
  },
  'a-moment-passes': ({ clock }) => clock.advance(lookEveryMs),
  'time-passes': ({ clock }) => clock.advance(walkMs),
  'somebody-sets-the-clock': ({ clock }) => clock.leap(-escalateAfterMs),
  'the-host-restarts': ({ restart }, waiting) => {
    const hadCalled = waiting.size > 0;
    waiting.clear();
    if (hadCalled) waiting.add('unknown');
    restart();
  },
  'a-system-stood': ({ alerts }) => {
    alerts().raiseOwn('hospital-standing');
    alerts().closeOwn('hospital-standing');
  },
  'a-person-comes-for-help': ({ alerts, open }, waiting) => {
    const help = open('help-wanted');
    if (help) assert.ok(alerts().acknowledge(help, 'Lê Văn Thử'));
    waiting.clear();
  },
  'nobody-gives-a-name': ({ alerts }) => {
    for (const { alertId } of alerts().list()) assert.ok(!alerts().acknowledge(alertId, '  '));
  },
} satisfies Record<string, Deed>;

/** Help is called for and called off most often, as in a lobby; emergencies are rare, since none ends meanwhile. */
const often = ['calls-for-help', 'calls-for-help', 'needs-no-help', 'needs-no-help'] as const;
const everyDeed = [...often, ...(Object.keys(deeds) as (keyof typeof deeds)[])];
const whatHappens = fc.array(fc.record({ deed: fc.constantFrom(...everyDeed), who: fc.constantFrom(...people) }), {
  maxLength: 30,
  size: 'max',
});

test('whatever strangers do, an emergency is open until a named person ends it, and help while somebody waits for it', async () => {
  const kiosk = await openKiosk();
  await fc.assert(
    fc.asyncProperty(whatHappens, fc.constantFrom(...people), whatHappens, async (before, patient, after) => {
      const waiting: Waiting = new Set();
      const live = (these: typeof before) => {
        for (const { deed, who } of these) {
          const happens: Deed = deeds[deed];
          happens(kiosk, waiting, who);
          assert.equal(kiosk.open('help-wanted') !== undefined, waiting.size > 0, `${deed} ${who}`);
        }
      };
      live(before);
      kiosk.alerts().raise('emergency', patient);
      const emergency = kiosk.open('emergency');
      assert.ok(emergency);
      live(after);
      assert.equal(kiosk.open('emergency'), emergency, 'nobody has given a name');
      assert.ok(!kiosk.ends().some(({ alertId }) => alertId === emergency));
      assert.ok(kiosk.alerts().acknowledge(emergency, 'BS. Trần Thị Thử'));
      assert.equal(kiosk.open('emergency'), undefined);
      const { ended, endedBy, acknowledgedBy } = await kiosk.endOf(emergency);
      assert.deepEqual([ended, endedBy, acknowledgedBy], ['answered', 'person', 'BS. Trần Thị Thử']);
      deeds['a-person-comes-for-help'](kiosk, waiting);
      deeds['time-passes'](kiosk);
    }),
    { numRuns: 25 },
  );
  await kiosk.close();
}, 60_000);

test('an emergency that the hospital answers by name over its own system is over, and so is the help of the same patient', async () => {
  const kiosk = await openKiosk();
  const [patient = assert.fail()] = people;
  kiosk.alerts().raise('help-wanted', patient);
  kiosk.alerts().raise('emergency', patient);
  const [help, emergency] = [kiosk.open('help-wanted'), kiosk.open('emergency')];
  assert.ok(help && emergency);
  kiosk.answers(emergency, 'ĐD. Lê Văn Thử');
  while (kiosk.open('emergency')) {
    await kiosk.nextRequest();
    kiosk.clock.advance(lookEveryMs);
  }
  const { endedBy, acknowledgedBy } = await kiosk.endOf(help);
  assert.deepEqual([endedBy, acknowledgedBy], ['person', 'ĐD. Lê Văn Thử']);
  assert.ok(!kiosk.ends().some(({ alertId }) => alertId === emergency), 'whoever gave the name is not told');
  await kiosk.close();
}, 20_000);

test('help that somebody else waits for, too, is not answered with the emergency of one of them', async () => {
  const kiosk = await openKiosk();
  const [patient = assert.fail(), other = assert.fail()] = people;
  kiosk.alerts().raise('help-wanted', other);
  kiosk.alerts().raise('help-wanted', patient);
  kiosk.alerts().raise('emergency', patient);
  kiosk.alerts().acknowledge(kiosk.open('emergency') ?? assert.fail(), 'ĐD. Lê Văn Thử');
  assert.ok(kiosk.open('help-wanted'));
  await kiosk.close();
});

test('the next patient waits a whole day for help, although the one before them had called since yesterday', async () => {
  const kiosk = await openKiosk();
  const [patient = assert.fail(), other = assert.fail()] = people;
  const minutes = (count: number) => kiosk.clock.advance(count * escalateAfterMs);
  // Three thousand minutes are written faster to no disk.
  kiosk.disk.isFull = true;
  kiosk.alerts().raise('help-wanted', patient);
  minutes(mostHelpEscalations - 1);
  kiosk.alerts().raise('help-wanted', other);
  minutes(mostHelpEscalations - 1);
  assert.ok(kiosk.open('help-wanted'));
  minutes(2);
  assert.equal(kiosk.open('help-wanted'), undefined);
  await kiosk.close();
});

test('a call that the disk did not take is on it a minute later, and open after a restart', async () => {
  const kiosk = await openKiosk();
  const [patient = assert.fail()] = people;
  kiosk.disk.isFull = true;
  kiosk.alerts().raise('emergency', patient);
  kiosk.disk.isFull = false;
  kiosk.clock.advance(escalateAfterMs);
  kiosk.restart();
  assert.ok(kiosk.open('emergency'));
  await kiosk.close();
});

import { randomBytes } from 'node:crypto';
import { Alerts } from '#backend-client/alerts/alerts.ts';
import type { AlertChannel, CallAtKiosk } from '#backend-client/contract/alert.ts';
import { syntheticSite } from '#backend-client/contract/synthetic-people.ts';
import { createHospitalLookUps } from '#backend-client/look-ups/hospital-look-ups.ts';
import { citizen, createStoreBench, request, storedVisit } from '#backend-client/store/store.bench.ts';
import type { Store } from '#backend-client/store/store.ts';
import { createWebhookAlertChannel } from '#backend-client/webhook/alert-channel.ts';
import { openWebhookClient } from '#backend-client/webhook/client.ts';
import { openScriptedReceiver, testSecret } from '#backend-client/webhook/scripted-receiver.bench.ts';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createCallerId, createSessionId } from '#config/agreements/ids.ts';
import { ok, problem } from '#config/agreements/result.ts';
import { webhookEndpoint } from '#config/settings/hospital-settings.ts';
import type { RingLevel } from '#kiosk/bridge/words.ts';
import type { FlowSettings } from '#kiosk/facts/flow-settings.ts';
import type { FlowEvent } from '#kiosk/flow/events.ts';
import type { FlowState } from '#kiosk/flow/state.ts';
import { binhCitizen, measuringSettings, protocol, reading } from '#kiosk/flow/synthetic.ts';
import { ringOf } from '#kiosk/host/call-on-screen.ts';
import { createEffects } from '#kiosk/host/effects/create-effects.ts';
import { followCrisis } from '#kiosk/host/follow-crisis.ts';
import { createLobby, type Lobby } from '#kiosk/host/lobby/lobby.ts';
import { createMeasuringDevices } from '#kiosk/host/measuring-devices.ts';
import { createSessionRunner, type SessionRunner } from '#kiosk/host/session-runner.ts';

/** Of this kiosk's lobby. */
export const rightPin = '141421';
const stepMs = 3_000;

const settings: FlowSettings = {
  ...measuringSettings,
  callsForHelp: true,
  measuring: { ...protocol, restSeconds: 0, gapSeconds: 15, questions: false },
};

/** The host's own parts of a kiosk around a real store and a real alert channel over HTTP, with a hand on the clock. */
export interface KioskInCrisis {
  readonly clock: HandCrankedClock;
  state(): FlowState;
  ring(): RingLevel | undefined;
  /** The call for this number, newest first. */
  callOf(number: string): CallAtKiosk | undefined;
  /** Somebody new is measured twice in danger; their number. */
  measureInDanger(): Promise<string>;
  /** Three seconds at a time, with everything that the channel says meanwhile. */
  pass(ms: number): Promise<void>;
  happens(event: FlowEvent): void;
  /** A card of somebody else's. */
  nextPatient(): void;
  /** The gesture in the corner, the pad's PIN, and a name. False: it did not come so far. */
  answerHere(givenPin: string, name: string): Promise<boolean>;
  answerInConsole(number: string, name: string): boolean;
  /** What the hospital answers with when it is asked about the call; a name without a letter is none. */
  hospitalSays(number: string, name: string): void;
  setChannel(is: 'up' | 'down' | 'refusing'): void;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export async function openKioskInCrisis(): Promise<KioskInCrisis> {
  const bench = createStoreBench();
  const { clock } = bench;
  const says = new Map<string, string>();
  let channelIs: 'up' | 'down' | 'refusing' = 'up';
  const receiver = await openScriptedReceiver(({ method, path }, line) => {
    if (channelIs === 'down') {
      line.destroy();
      return 'nothing';
    }
    if (channelIs === 'refusing') return { status: 503, body: '' };
    if (method !== 'GET') return { status: 204, body: '' };
    return { body: { acknowledgedBy: says.get(path.split('/').at(-1) ?? '') ?? null } };
  }, clock.now);
  const endpoint = webhookEndpoint.parse({
    ...{ id: 'ward', protocol: 'webhook', url: receiver.url, secretVariable: 'WEBHOOK_SECRET' },
    capabilities: ['alerts'],
  });
  const client = openWebhookClient({ settings: endpoint, clock, environment: { WEBHOOK_SECRET: testSecret } });
  if (!client.ok) throw new Error(client.problem.kind);
  const talks = new Set<Promise<unknown>>();
  const channel = watched(
    createWebhookAlertChannel({ settings: endpoint, site: syntheticSite, client: client.value, clock }),
    talks,
  );
  let people = 0;
  let running = open();
  running.crisis.start();

  function open() {
    const store: Store = bench.open();
    const alerts = new Alerts({
      store: store.alerts,
      channels: [channel],
      kiosk: { id: 'kiosk-1', place: 'Sảnh A' },
      clock,
      randomBytes,
      log: () => {},
      onChange: () => crisis.callsChanged(),
    });
    const runner = createSessionRunner({ settings, clock, effects: effectsOf(store, alerts), onState: () => {} });
    const crisis = followCrisis({
      alerts,
      runner,
      newSessionId: () => createSessionId(randomBytes),
      today: store.time.today,
    });
    const lobby = lobbyOf(runner, crisis);
    alerts.start();
    return { store, alerts, runner, crisis, lobby };
  }

  function effectsOf(store: Store, alerts: Alerts) {
    const effects = createEffects({
      store,
      printer: undefined,
      measuringDevices: createMeasuringDevices([], [], []),
      thermometers: [],
      cardReader: undefined,
      asksPressures: false,
      drawTicket: () => {
        throw new Error('there is no printer');
      },
      drawReading: () => {
        throw new Error('there is no printer');
      },
      clock,
      log: () => {},
      lookUps: createHospitalLookUps({ systems: [], deadlineMs: 1_000, clock, log: () => {} }),
      deadlineMs: 1_000,
      alerts,
      isClosedByStaff: () => false,
      wakeOutbox: () => {},
      keepBusy: () => {},
    });
    return {
      /** The cuff of this kiosk finds everybody in danger. */
      run(effect, report) {
        if (effect.do === 'start-measuring') {
          const { sessionId, attempt, deviceId } = effect;
          const high = { kind: 'blood-pressure', ...reading, systolic: 192, diastolic: 114 } as const;
          report({ type: 'reading-taken', sessionId, attempt, deviceId, reading: high });
          return;
        }
        if (effect.do === 'store-reading') {
          report({ type: 'reading-stored', sessionId: effect.sessionId });
          return;
        }
        effects.run(effect, report);
      },
    } satisfies typeof effects;
  }

  function lobbyOf(runner: SessionRunner, crisis: ReturnType<typeof followCrisis>): Lobby {
    return createLobby({
      door: {
        hasPin: () => true,
        tryPin: async (given) => (given === rightPin ? ok(undefined) : problem({ kind: 'wrong', locks: [] })),
        note: () => true,
        restart() {},
      },
      byStaff: { standing: () => undefined, begin: () => ok(undefined), end: () => ok(undefined) },
      crisis,
      clock,
      receive(event) {
        runner.receive(event);
        const state = runner.state();
        return state.at === 'with-staff' || (state.at === 'in-crisis' && state.isStaffThere)
          ? 'with-staff'
          : 'elsewhere';
      },
      onChange: () => {},
      testPrint: undefined,
      hasScanner: false,
      log: () => {},
    });
  }

  const callOf = (number: string) =>
    running.alerts.list().find(({ kind, ticketNumber }) => kind === 'crisis-reading' && ticketNumber === number);

  /** What is being said at the moment is said to its end. */
  async function settled(): Promise<void> {
    for (let turns = 0; turns < 3; turns += 1) {
      while (talks.size > 0) await Promise.all(talks);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      clock.advance(stepMs);
      await settled();
    }
  }

  return {
    clock,
    state: () => running.runner.state(),
    ring: () => ringOf(running.alerts.list()),
    callOf,
    async measureInDanger() {
      people += 1;
      const { store, runner } = running;
      const visit = storedVisit(store, request(citizen(people)));
      const today = store.time.today();
      const number = visit.number.text;
      const ticket = { facilityCode: settings.facilityCode, day: today, number, visitId: visit.visitId };
      const sessionId = createSessionId(randomBytes);
      runner.receive({ type: 'ticket-read', ticket, standing: 'ours', sessionId, today });
      runner.receive({ type: 'measuring-begun' });
      await pass(15_000);
      return number;
    },
    pass,
    happens: (event) => running.runner.receive(event),
    nextPatient: () =>
      running.runner.receive({
        type: 'card-read',
        identity: binhCitizen,
        sessionId: createSessionId(randomBytes),
        today: running.store.time.today(),
      }),
    async answerHere(givenPin, name) {
      const { lobby } = running;
      const context = { session: 'none', screen: 'crisis' } as const;
      if (!lobby.take({ id: 1, command: 'open-lobby', input: context })) return false;
      lobby.take({ id: 2, command: 'lobby-pin', input: { ...context, pin: givenPin } });
      await settled();
      if (lobby.screen().show !== 'lobby-crisis') {
        lobby.take({ id: 3, command: 'close-lobby', input: context });
        return false;
      }
      lobby.take({ id: 4, command: 'end-crisis', input: { ...context, name } });
      const isLeft = lobby.screen().show === 'lobby-crisis';
      if (isLeft) lobby.take({ id: 5, command: 'close-lobby', input: context });
      return !isLeft;
    },
    answerInConsole(number, name) {
      const call = callOf(number);
      return call !== undefined && running.alerts.acknowledge(call.alertId, name);
    },
    hospitalSays: (number, name) => void says.set(callOf(number)?.alertId ?? '', name),
    setChannel: (is) => {
      channelIs = is;
    },
    async restart() {
      await settled();
      stop();
      running = open();
      running.crisis.start();
    },
    async close() {
      await settled();
      stop();
      await client.value.close();
      await receiver.close();
      bench.remove();
    },
  };

  function stop(): void {
    running.runner.stop();
    running.lobby.stop();
    running.alerts.stop();
    running.store.close();
  }
}

/** For a caller at rest, as the page says it. */
export const helpCalled = (type: 'help-called' | 'emergency-called'): FlowEvent => ({
  type,
  caller: createCallerId(randomBytes),
});

/** The same channel; `talks` has what is being said through it. */
function watched(channel: AlertChannel, talks: Set<Promise<unknown>>): AlertChannel {
  const kept = <Answer>(talk: Promise<Answer>): Promise<Answer> => {
    talks.add(talk);
    return talk.finally(() => talks.delete(talk));
  };
  return {
    endpointId: channel.endpointId,
    deliver: (alert) => kept(channel.deliver(alert)),
    acknowledgement: (alertId) => kept(channel.acknowledgement(alertId)),
    end: (over) => kept(channel.end(over)),
  };
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenToWires } from '#backend-client/connection/wire-notes.ts';
import type { HospitalSystem } from '#backend-client/contract/hospital-system.ts';
import type { Patient } from '#backend-client/contract/patient.ts';
import { createPassingMemory } from '#backend-client/contract/system-memory.ts';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import { type HisSimulator, startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import type { Arrival, HisMode, HttpMode } from '#backend-client/hospital-kit/simulator/words.ts';
import { openHospitalSystems } from '#backend-client/hospital-systems.ts';
import { createOutbox } from '#backend-client/outbox/outbox.ts';
import { openStore, type Store } from '#backend-client/store/store.ts';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { createSessionId } from '#config/agreements/ids.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { priorityPrefixOf, type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { UpkeepAct, UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';
import { openUpkeep } from '#kiosk/host/console/kiosk/upkeep.ts';
import { healthFrom } from '#kiosk/host/health.ts';

export type Protocol = 'mllp' | 'fhir' | 'webhook';
export type Mode = HisMode | HttpMode;

/**
 * From a stored visit to the console and the hospital's memory: a store file, the outbox, one endpoint and the
 * simulated hospital on real sockets. Only time is in the test's hand: a fault costs no waiting, and what the kiosk does after ten
 * minutes happens at once.
 */
export interface FaultBench {
  readonly clock: HandCrankedClock;
  readonly simulator: HisSimulator;
  readonly site: SiteFile;
  readonly systems: readonly HospitalSystem[];
  readonly environment: Readonly<Record<string, string>>;
  readonly store: Store;
  readonly log: (event: LogEventId, fields: Readonly<Record<string, unknown>>) => void;
  wakeOutbox(): void;
  /** Over the simulator's own page, as a person would. */
  setFault(mode: Mode, once?: boolean): Promise<void>;
  /** The next line with one of these words that nobody has been given yet. */
  logged(...events: readonly LogEventId[]): Promise<LogLine>;
  /** Lines that somebody wrote and nobody asked for. */
  unread(): readonly LogLine[];
  /** What the console shows now. */
  page(): Promise<UpkeepState>;
  /** The status of the answer: 204, or 409 when the decision comes too late. */
  decide(act: UpkeepAct): Promise<number>;
  /** Stores a registration and wakes the outbox. */
  register(patient: Patient): StoredVisit;
  /** Registrations that the hospital was sent, refused ones included. */
  registrations(): readonly Arrival[];
  close(): Promise<void>;
}

export interface LogLine {
  readonly event: LogEventId;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** A Saturday, 08:00 in Vietnam. */
const morning = Date.UTC(2026, 10, 21, 1);
export const timeoutMs = 10_000;

export async function openFaultBench(protocol: Protocol, changes: object = {}): Promise<FaultBench> {
  const clock = createHandCrankedClock(morning);
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-faults-'));
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0, clock });
  const site = siteFile.parse({
    ...syntheticSite,
    kiosk: { ...syntheticSite.kiosk, dataDir },
    hospital: [{ id: 'his', simulated: true, ...addressOf(protocol, simulator), ...changes }],
  });
  const { log, logged, unread } = createLines();
  const environment = { SECRET: simulatedSecret };
  const created = await openHospitalSystems(site, {
    clock,
    randomBytes,
    environment,
    log,
    memoryOf: createPassingMemory,
  });
  assert.ok(created.ok);
  const systems = created.value;
  const endpoints = systems.map(({ endpoint }) => endpoint);
  const opened = openStore({
    path: join(dataDir, 'store.sqlite'),
    masterKey: new Uint8Array(32).fill(7),
    facility: {
      timeZone: site.site.timeZone,
      services: site.services.map((service) => ({ ...service, priorityPrefix: priorityPrefixOf(service) })),
    },
    renderers: systems.map(({ renderer }) => renderer),
    endpoints,
    clock,
    randomBytes,
  });
  assert.ok(opened.ok);
  const store = opened.value;
  const outbox = createOutbox({ store, endpoints, clock, random: () => 0.5, log });
  const checks: Promise<unknown>[] = [];
  const upkeep = openUpkeep({
    site: () => site,
    clock,
    log,
    store,
    outbox,
    alerts: { list: () => [], acknowledge: () => false },
    // Waited for, so that no fault meets the question that a kiosk asks at its start.
    namedAnother: () => 0,
    endpoints: endpoints.map((endpoint) => ({
      ...endpoint,
      check: async () => {
        const checked = endpoint.check?.() ?? Promise.resolve({ ok: true, value: 'as-expected' } as const);
        checks.push(checked);
        return checked;
      },
    })),
    health: () =>
      healthFrom({
        tickets: 'verified',
        version: '0.0.0',
        siteStanding: { runs: 'as-written' },
        outOfService: false,
        closedByStaff: false,
        devices: [],
        messages: store.messageCounts(),
        storage: { freeBytes: 5e9, condition: 'ok' },
        store: store.condition(),
        time: store.time.status(),
        window: { page: 'connected', silentSeconds: 0, isLost: false, restarts: 0 },
        expired: store.expiredCount(),
        systems: [],
      }),
  });
  await Promise.all(checks);
  outbox.start();

  return {
    clock,
    simulator,
    site,
    systems,
    environment,
    store,
    log,
    wakeOutbox: outbox.wake,
    async setFault(mode, once = false) {
      const path = protocol === 'mllp' ? 'api/mode' : `api/mode/${protocol}`;
      const body = JSON.stringify({ ...mode, once });
      assert.equal((await fetch(`${simulator.url}${path}`, { method: 'POST', body })).status, 204);
    },
    logged,
    unread,
    page: async () => upkeep.state(),
    decide: async (act) => (upkeep.act(act, 'Trần Thử') ? 204 : 409),
    register(patient) {
      const sessionId = createSessionId(randomBytes);
      const stored = store.storeVisit({
        sessionId,
        patient,
        serviceCode: 'noi',
        purpose: 'examination',
        priority: undefined,
      });
      assert.ok(stored.ok);
      outbox.wake();
      return stored.value.visit;
    },
    registrations: () => simulator.arrivals().filter(({ kind }) => kind === 'registration'),
    async close() {
      await Promise.all(endpoints.map((endpoint) => endpoint.close()));
      await outbox.stop();
      await simulator.close();
      store.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Resolves with the next frames or answers that come from the hospital. */
export function nextAnswer(count = 1): Promise<void> {
  let left = count;
  return new Promise((resolve) => {
    const stop = listenToWires(({ way }) => {
      if (way === 'out') return;
      left -= 1;
      if (left > 0) return;
      stop();
      resolve();
    });
  });
}

function addressOf(protocol: Protocol, { mllpPort, fhirUrl, webhookUrl }: HisSimulator): object {
  const facts = ['registrations', 'readings', 'arrivals', 'patient-look-up'];
  switch (protocol) {
    case 'mllp':
      return {
        protocol: 'hl7v2-mllp',
        host: '127.0.0.1',
        port: mllpPort,
        capabilities: facts,
        ackTimeoutMs: timeoutMs,
      };
    case 'fhir':
      return { protocol: 'fhir-r4', baseUrl: fhirUrl, capabilities: [...facts, 'appointment-look-up'], timeoutMs };
    case 'webhook':
      return {
        protocol: 'webhook',
        url: webhookUrl,
        secretVariable: 'SECRET',
        capabilities: [...facts, 'appointment-look-up', 'insurance-check'],
        timeoutMs,
      };
  }
}

/** The log as a test reads it: line by line, waiting for the ones to come. */
function createLines() {
  const unread: LogLine[] = [];
  const waiting = new Set<() => void>();
  return {
    log(event: LogEventId, fields: LogLine['fields']): void {
      unread.push({ event, fields });
      for (const look of [...waiting]) look();
    },
    logged: (...events: readonly LogEventId[]) =>
      new Promise<LogLine>((resolve) => {
        const look = () => {
          const at = unread.findIndex(({ event }) => events.includes(event));
          const [line] = at === -1 ? [] : unread.splice(at, 1);
          if (!line) return;
          waiting.delete(look);
          resolve(line);
        };
        waiting.add(look);
        look();
      }),
    unread: () => unread,
  };
}

import { once } from 'node:events';
import type { Server } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { localTimeAt } from '#config/agreements/local-time.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { createArrivals } from './arrivals.ts';
import { createSimulatedFhir } from './fhir-server.ts';
import { createHttpPeer } from './http-peer.ts';
import { createMllpReceiver } from './mllp-receiver.ts';
import { createPeople, type People } from './people.ts';
import { createWebServer } from './web-server.ts';
import type { Arrival, HisMode, HisState, HttpMode, ReceivedAlert } from './words.ts';

/**
 * A hospital on a laptop: speaks HL7 over MLLP, FHIR R4 and the webhook, answers look-ups, takes alerts, shows everything on a
 * web page, and fails on command.
 *
 * For developers, demonstrations and tests. It keeps everything in memory and listens on this machine only.
 */
export interface HisSimulator {
  readonly mllpPort: number;
  readonly webPort: number;
  /** `http://127.0.0.1:7089/fhir` */
  readonly fhirUrl: string;
  /** `http://127.0.0.1:7089/tiep-don` */
  readonly webhookUrl: string;
  /** `http://127.0.0.1:7086/` */
  readonly url: string;
  /** Oldest first. */
  arrivals(): readonly Arrival[];
  /** Resolves as soon as the arrivals are as wished; looks now and after each change. */
  until(met: (arrivals: readonly Arrival[]) => boolean): Promise<void>;
  state(): HisState;
  /** What MLLP does; with `once`, with one message. */
  setMode(mode: HisMode, once?: boolean): void;
  setHttpMode(protocol: 'fhir' | 'webhook', mode: HttpMode, once?: boolean): void;
  alerts(): readonly ReceivedAlert[];
  acknowledge(alertId: string, by: string): boolean;
  close(): Promise<void>;
}

export interface HisSimulatorSettings {
  /** 0 takes any free port, here and below. */
  readonly mllpPort: number;
  readonly webPort: number;
  /** FHIR and webhook. Without it: any free port. */
  readonly httpPort?: number;
  /** How many arrivals are remembered; older ones are forgotten, with their control ids. */
  readonly keepArrivals?: number;
  readonly clock?: Clock;
}

/** A registration over FHIR is Patient, Encounter, Coverage and Provenance; a reading two Observations and a Provenance. */
const mostResourcesOfArrival = 8;

/** Rejects with the system's error (`EADDRINUSE` …) when a port cannot be taken; then nothing is left listening. */
export async function startHisSimulator(settings: HisSimulatorSettings): Promise<HisSimulator> {
  const { keepArrivals = 500, clock = machineClock } = settings;
  const waiting = new Set<() => void>();
  const arrivals = createArrivals(keepArrivals, (arrival) => {
    web.tell({ kind: 'arrival', arrival });
    for (const look of waiting) look();
  });
  const known = createPeople(localTimeAt(clock.now(), 'Asia/Ho_Chi_Minh').year, (person) => fhir.forget(person));
  const keepResources = keepArrivals * mostResourcesOfArrival;
  const fhir = createSimulatedFhir({ people: known, now: clock.now, keepResources });
  const people: People = {
    ...known,
    register(facts) {
      const person = known.register(facts);
      if (person) fhir.show(person);
      return person;
    },
  };
  const changed = () => web.tell({ kind: 'state', state: state() });
  const receiver = createMllpReceiver({ arrivals, people, clock, changed });
  const peer = createHttpPeer({
    arrivals,
    people,
    fhir,
    clock,
    changed,
    alerted: (alert) => web.tell({ kind: 'alert', alert }),
  });
  const web = createWebServer({
    state,
    arrivals: arrivals.list,
    alerts: peer.webhook.alerts,
    people: people.list,
    acknowledge: peer.webhook.acknowledge,
    setMode: receiver.setMode,
    setHttpMode: peer.setMode,
    clear: arrivals.clear,
  });

  function state(): HisState {
    const { received, repeated, notUnderstood } = arrivals.counts();
    return {
      ...receiver.state(),
      received: received.mllp + received.fhir + received.webhook,
      repeated,
      notUnderstood,
      mllpPort: portOf(receiver.server),
      httpPort: portOf(peer.server),
      fhir: { ...peer.state('fhir'), received: received.fhir },
      webhook: { ...peer.state('webhook'), received: received.webhook },
    };
  }

  function until(met: (arrivals: readonly Arrival[]) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (!met(arrivals.list())) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  }

  async function close(): Promise<void> {
    await Promise.all([receiver.close(), peer.close(), web.close()]);
  }

  try {
    await listen(receiver.server, settings.mllpPort);
    await listen(peer.server, settings.httpPort ?? 0);
    await listen(web.server, settings.webPort);
  } catch (reason) {
    await close();
    throw reason;
  }
  const webPort = portOf(web.server);
  return {
    mllpPort: portOf(receiver.server),
    webPort,
    fhirUrl: `http://127.0.0.1:${portOf(peer.server)}/fhir`,
    webhookUrl: `http://127.0.0.1:${portOf(peer.server)}/tiep-don`,
    url: `http://127.0.0.1:${webPort}/`,
    arrivals: arrivals.list,
    until,
    state,
    setMode: receiver.setMode,
    setHttpMode: peer.setMode,
    alerts: peer.webhook.alerts,
    acknowledge: peer.webhook.acknowledge,
    close,
  };
}

async function listen(server: Server, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

import { setTimeout as pass } from 'node:timers/promises';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { LateAct } from './account.ts';
import type { Hospital } from './hospital.ts';
import type { HubProcess } from './hub-process.ts';
import { comeTo } from './late-acts.ts';

export const faultNames = ['database stopped hard', 'deciding hub killed', 'deciding hub stopped'] as const;
export type FaultName = (typeof faultNames)[number];

/** What goes wrong in the hospital, one after the other; lines are cut beside it. */
export interface Faults {
  /** Until a hub decides again, and the other one stands by. */
  play(fault: FaultName): Promise<void>;
  /** Ms without a hub that decided, of each. */
  readonly lasted: Readonly<Record<FaultName, readonly number[]>>;
  readonly late: readonly LateAct[];
  /** Nobody came back, or too late. */
  readonly troubles: readonly string[];
}

/** Of two hubs, until the other one decides. A hub that is alone is there again when it has started. */
const longestMs = {
  'database stopped hard': 10_000,
  'deciding hub killed': 5_000,
  'deciding hub stopped': 15_000,
} as const satisfies Record<FaultName, number>;
/** One look of the load balancer. */
const lookMs = 1_000;
const mostMs = 60_000;

export function createFaults(hospital: Hospital, random: () => number): Faults {
  const { hubs, lines, cluster, spareKey } = hospital;
  const lasted: Record<FaultName, number[]> = {
    'database stopped hard': [],
    'deciding hub killed': [],
    'deciding hub stopped': [],
  };
  const late: LateAct[] = [];
  const troubles: string[] = [];
  const somewhat = (from: number, to: number) => pass(from + random() * (to - from));

  const plays: Readonly<Record<FaultName, () => Promise<void>>> = {
    async 'database stopped hard'() {
      await cluster?.stopHard();
      await somewhat(100, 1_500);
      // Until the lines have seen it, too.
      while (lines.deciding() !== undefined) await pass(20);
      await cluster?.start();
      await another('database stopped hard', performance.now(), () => true);
    },
    async 'deciding hub killed'() {
      const hub = await theOne();
      const since = performance.now();
      await hub.end('SIGKILL');
      while (lines.deciding() === hub.host) await pass(20);
      if (hubs.length === 1) await hub.start();
      await another('deciding hub killed', since, (host) => hubs.length === 1 || host !== hub.host);
      if (hubs.length === 1) return;
      await somewhat(100, 2_000);
      await hub.start();
    },
    async 'deciding hub stopped'() {
      const hub = await theOne();
      const visitors = await comeTo(hub, spareKey, businessDayAt(Date.now(), 'Asia/Ho_Chi_Minh'));
      const since = performance.now();
      hub.signal('SIGSTOP');
      const asked = visitors.ask();
      await another('deciding hub stopped', since, (host) => host !== hub.host);
      await somewhat(0, 1_500);
      hub.signal('SIGCONT');
      late.push(...(await asked));
    },
  };

  return {
    lasted,
    late,
    troubles,
    async play(fault) {
      await everybodyThere();
      await plays[fault]();
      await everybodyThere();
    },
  };

  /** One decides, every other one stands by. */
  async function everybodyThere(): Promise<void> {
    for (let waited = 0; ; waited += 100) {
      const standing = await Promise.all(hubs.map(standingOf));
      const rest = standing.filter((each) => each !== 'deciding');
      if (rest.length === hubs.length - 1 && rest.every((each) => each === 'second')) return;
      if (waited > mostMs) throw new Error(`A minute after a fault the hubs are ${standing.join(' and ')}`);
      await pass(100);
    }
  }

  async function another(fault: FaultName, since: number, isAnother: (host: string) => boolean): Promise<void> {
    for (;;) {
      const host = lines.deciding();
      const waited = performance.now() - since;
      if (host !== undefined && isAnother(host)) {
        lasted[fault].push(waited);
        const isLate = hubs.length > 1 && waited > longestMs[fault] + lookMs;
        if (isLate) troubles.push(`${fault}: nobody decided for ${Math.round(waited)} ms`);
        return;
      }
      if (waited > mostMs) throw new Error(`${fault}: nobody decides`);
      await pass(20);
    }
  }

  /** The lines see a little later than the hub itself that it decides. */
  async function theOne(): Promise<HubProcess> {
    for (;;) {
      const hub = hubs.find(({ host }) => host === lines.deciding());
      if (hub) return hub;
      await pass(20);
    }
  }
}

/** `gone`: it does not answer. */
async function standingOf({ url }: HubProcess): Promise<string> {
  const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined);
  const said = (await answer?.json().catch(() => undefined)) as { readonly status?: string } | undefined;
  return said?.status ?? 'gone';
}

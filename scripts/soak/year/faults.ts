import { setTimeout as sleep } from 'node:timers/promises';
import type { YearHub } from './year-hub.ts';

/**
 * - `database-falls`: PostgreSQL is stopped hard, as by a power cut, and started again. - `sessions-cut`: its sessions are ended.
 * - `hub-killed`: SIGKILL, and started again. Faults on the kiosks' lines are the chaos proxy's.
 */
export const faultKinds = ['database-falls', 'sessions-cut', 'hub-killed'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** How often a day has it. */
const shares = { 'database-falls': 0.08, 'sessions-cut': 0.16, 'hub-killed': 0.05 } as const satisfies Readonly<
  Record<FaultKind, number>
>;

export interface Faults {
  /** Those of this day, each at one of its slices; the first day has one of each. */
  plan(isFirst: boolean, slices: number): void;
  /** One after the other, while the day goes on. */
  at(slice: number): void;
  isPlaying(): boolean;
  /** Resolves when all that was begun is over. */
  settled(): Promise<void>;
  readonly played: Readonly<Record<FaultKind, number>>;
}

interface Needs {
  readonly hub: YearHub;
  readonly random: () => number;
  /** Between the death of a hub and its next start. */
  readonly onKilled: () => Promise<void>;
  readonly onFallen: () => void;
}

export function createFaults({ hub, random, onKilled, onFallen }: Needs): Faults {
  const played: Record<FaultKind, number> = { 'database-falls': 0, 'sessions-cut': 0, 'hub-killed': 0 };
  let planned: { readonly slice: number; readonly kind: FaultKind }[] = [];
  let playing: Promise<void> = Promise.resolve();
  let open = 0;

  return {
    plan(isFirst, slices) {
      planned = faultKinds
        .filter((kind) => isFirst || random() < shares[kind])
        .map((kind) => ({ kind, slice: 1 + Math.floor(random() * (slices - 1)) }));
    },
    at(slice) {
      for (const { kind } of planned.filter((each) => each.slice === slice)) {
        open += 1;
        playing = playing
          .then(() => play(kind))
          .finally(() => {
            open -= 1;
          });
      }
    },
    isPlaying: () => open > 0,
    settled: () => playing,
    played,
  };

  async function play(kind: FaultKind): Promise<void> {
    played[kind] += 1;
    switch (kind) {
      case 'database-falls':
        onFallen();
        await hub.stopDatabase();
        await sleep(300 * random());
        await hub.cluster.start();
        break;
      case 'sessions-cut':
        onFallen();
        await hub.cluster.query(
          hub.database,
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'hub'",
        );
        break;
      case 'hub-killed':
        await hub.kill();
        await onKilled();
        await hub.start();
        break;
    }
    while ((await hub.today()) === undefined) await sleep(20);
  }
}

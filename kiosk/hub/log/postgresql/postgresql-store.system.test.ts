import { afterAll, beforeAll, describe } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { eventLogExam, type LogBench } from '../event-log.exam.ts';
import { type Cluster, createCluster, skipReason } from './cluster.bench.ts';
import { openPostgresqlStore } from './postgresql-store.ts';

describe.skipIf(skipReason)(`PostgreSQL${skipReason ? ` (skipped: ${skipReason})` : ''}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await createCluster();
  });
  afterAll(() => cluster.remove());

  eventLogExam('PostgreSQL', async (): Promise<LogBench> => {
    const settings = await cluster.createDatabase();
    const query = async (text: string, values: readonly unknown[] = []) =>
      void (await cluster.query(settings, text, values));
    return {
      open: () => openPostgresqlStore({ settings, clock: machineClock }),
      damage: ({ day, position, to }) =>
        to === undefined
          ? query('delete from hub_event where day = $1 and position = $2', [day, position])
          : query('update hub_event set event = $3 where day = $1 and position = $2', [day, position, to]),
      loseEvents: () => query('truncate hub_event, hub_act, hub_number, hub_lease'),
      become: async (what) => {
        if (what === 'newer') return query('update hub_meta set version = 99');
        await query('drop owned by hub');
        return query('create table patients (name text)');
      },
      close: async () => {},
    };
  });
});

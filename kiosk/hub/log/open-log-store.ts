import type { Clock } from '#config/agreements/clock.ts';
import type { HubFile } from '#config/settings/hub-file.ts';
import type { LogStore } from './event-log.ts';

interface Needs {
  readonly settings: Pick<HubFile, 'database' | 'dataDir'>;
  readonly clock: Clock;
}

/** Touches no disk and no network yet: what is wrong is the answer to whatever is asked first. Loads the one driver that is needed. */
export async function openLogStore({ settings, clock }: Needs): Promise<LogStore> {
  const { database, dataDir } = settings;
  switch (database.kind) {
    case 'sqlite': {
      const { openSqliteStore } = await import('./sqlite/sqlite-store.ts');
      return openSqliteStore({ dataDir, clock });
    }
    case 'postgresql': {
      const { openPostgresqlStore } = await import('./postgresql/postgresql-store.ts');
      return openPostgresqlStore({ settings: database, clock });
    }
  }
}

import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DocumentsToday } from '../documents-today.ts';
import type { DecidingPlace, LogStore } from '../event-log.ts';
import type { LogProblem } from '../log-problem.ts';
import { pause } from '../pause.ts';
import { createSqliteDocuments, createSqliteEventLog, eventMigrations } from './sqlite-events.ts';
import { applicationIds, openSqliteFile, watchFile } from './sqlite-file.ts';
import { openSqliteKiosks } from './sqlite-kiosks.ts';

/** How soon another process's end is noticed. */
const tryAgainMs = 1_000;

/**
 * Two files in dataDir. `hub.sqlite` holds events, numbers and documents, and is open for the process that decides alone; `kiosks.sqlite`
 * says who is enrolled and lets in the command that enrols, at any time. Whoever loses the first has still the second.
 */
export function openSqliteStore({ dataDir, clock }: { dataDir: string; clock: Pick<Clock, 'after'> }): LogStore {
  const path = join(dataDir, 'hub.sqlite');
  const kiosks = openSqliteKiosks(dataDir);
  let held: { readonly db: Database; readonly documents: DocumentsToday } | undefined;

  return {
    enrolment: kiosks.enrolment,
    systems: kiosks.systems,
    documents: {
      know: async (...known) => held?.documents.know(...known) ?? notHeld,
      find: async (...sought) => held?.documents.find(...sought) ?? notHeld,
      forget: async (...past) => held?.documents.forget(...past) ?? notHeld,
    },
    async takePlace(signal, onSecond) {
      while (!signal.aborted) {
        const taken = take();
        if (taken.ok || taken.problem.kind !== 'lost-place') return taken;
        onSecond?.();
        await pause(clock, tryAgainMs, signal);
      }
      return notHeld;
    },
    async close() {
      giveUp();
      kiosks.close();
    },
  };

  function take(): Result<DecidingPlace, LogProblem> {
    giveUp();
    const opened = openSqliteFile({
      path,
      applicationId: applicationIds.events,
      migrations: eventMigrations,
      isForUsAlone: true,
    });
    if (!opened.ok) return opened;
    const db = opened.value;
    const isWhole = watchFile(path);
    held = { db, documents: createSqliteDocuments(db) };
    const { promise: lost, resolve } = Promise.withResolvers<LogProblem>();
    const log = createSqliteEventLog({
      db,
      kiosks,
      isWhole,
      close: () => {
        if (held?.db === db) giveUp();
        resolve({ kind: 'lost-place' });
      },
    });
    return ok({ log, lost, isSure: () => db.open && isWhole() });
  }

  function giveUp(): void {
    held?.db.close();
    held = undefined;
  }
}

const notHeld = problem({ kind: 'lost-place' } as const);

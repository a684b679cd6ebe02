import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { eventLogExam, type LogBench } from '../event-log.exam.ts';
import { openSqliteStore } from './sqlite-store.ts';

eventLogExam('SQLite', async () => sqliteBench());

function sqliteBench(): LogBench {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-hub-'));
  const write = async (work: (db: Database.Database) => void) => {
    const db = new Database(join(dataDir, 'hub.sqlite'));
    work(db);
    db.close();
  };
  return {
    open: (clock) => openSqliteStore({ dataDir, clock }),
    damage: ({ day, position, to }) =>
      write((db) => {
        if (to === undefined) db.prepare('delete from hub_event where day = ? and position = ?').run(day, position);
        else db.prepare('update hub_event set event = ? where day = ? and position = ?').run(to, day, position);
      }),
    loseEvents: async () => rmSync(join(dataDir, 'hub.sqlite')),
    become: (what) => write((db) => db.pragma(what === 'newer' ? 'user_version = 99' : 'application_id = 0x47504b47')),
    close: async () => rmSync(dataDir, { recursive: true }),
  };
}

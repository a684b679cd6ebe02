import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '#config/agreements/log-events.ts';

/**
 * A note on disk for each device that may be working for somebody right now: a cuff does not stop because the kiosk ended or
 * lost its power. Whoever starts next finds it and waits for that cuff (law 11). Says nothing about anybody.
 */
export interface WorkNotes {
  isWorking(deviceId: string): boolean;
  note(deviceId: string, works: boolean): void;
}

export function openWorkNotes(dataDir: string, log: Log): WorkNotes {
  const folder = join(dataDir, 'working');
  const pathOf = (deviceId: string) => join(folder, deviceId);
  return {
    isWorking: (deviceId) => existsSync(pathOf(deviceId)),
    note(deviceId, works) {
      try {
        if (works) writeNote(folder, pathOf(deviceId));
        else rmSync(pathOf(deviceId), { force: true });
      } catch (error) {
        // A full disk keeps nobody from measuring; only a crash in these minutes would go unnoticed.
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
        log('work-note-failed', { deviceId, reason });
      }
    },
  };
}

function writeNote(folder: string, path: string): void {
  if (existsSync(path)) return;
  mkdirSync(folder, { recursive: true });
  const file = openSync(path, 'w', 0o600);
  fsyncSync(file);
  closeSync(file);
}

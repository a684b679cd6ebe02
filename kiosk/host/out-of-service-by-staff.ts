import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Clock } from '#config/agreements/clock.ts';
import { clearWay, syncFolder, tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** From where somebody took the kiosk out of service. Who it was stands in the audit log. */
export const staffPlaces = ['console', 'lobby'] as const;
export type StaffPlace = (typeof staffPlaces)[number];

const outage = z.strictObject({ since: z.int().min(0), from: z.enum(staffPlaces) });
/** `since`: epoch ms. */
export type StaffOutage = z.infer<typeof outage>;

/**
 * The staff has taken the kiosk out of service, from the console or the corner of its screen, until they put it back: also across
 * restarts and another site file. Whoever is being served is served to the end.
 */
export interface OutOfServiceByStaff {
  /** `undefined` while the kiosk may serve. */
  standing(): StaffOutage | undefined;
  /** Doing it twice is no mistake; the first one's moment stands. */
  begin(from: StaffPlace): Result<undefined, { readonly kind: 'not-writable' }>;
  end(from: StaffPlace): Result<undefined, { readonly kind: 'not-writable' }>;
}

const fileName = 'out-of-service.json';

export function openOutOfServiceByStaff({
  dataDir,
  clock,
  log,
  onChange,
}: {
  readonly dataDir: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly onChange: () => void;
}): OutOfServiceByStaff {
  const path = join(dataDir, fileName);
  let stands = read(path);

  return {
    standing: () => stands,
    begin(from) {
      if (stands) return ok(undefined);
      const begun: StaffOutage = { since: clock.now(), from };
      if (!tryOnDisk(() => writeDurably(path, JSON.stringify(begun)))) return problem({ kind: 'not-writable' });
      stands = begun;
      log('staff-out-of-service', { from });
      onChange();
      return ok(undefined);
    },
    end(from) {
      if (!stands) return ok(undefined);
      if (!tryOnDisk(() => erase(path))) return problem({ kind: 'not-writable' });
      stands = undefined;
      log('staff-in-service', { from });
      onChange();
      return ok(undefined);
    },
  };
}

/** A file that does not read was written by somebody who wanted nobody served. */
function read(path: string): StaffOutage | undefined {
  const bytes = readPrivateFile(path, 1_024);
  if (!bytes) return undefined;
  const found = bytes.ok ? outage.safeParse(parsedJson(bytes.value.toString())) : undefined;
  return found?.success ? found.data : { since: 0, from: 'console' };
}

function erase(path: string): void {
  clearWay(path, 'file');
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

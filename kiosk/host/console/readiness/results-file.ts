import { join } from 'node:path';
import * as z from 'zod';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { readPrivateFile } from '#config/agreements/private-file.ts';
import type { SignedReport } from '#kiosk/bridge/console/readiness-words.ts';

export const mostReports = 30;
const mostBytes = 4 << 20;

/** The last reports, the newest first. What does not read is begun anew: nothing hangs on it. */
export interface Results {
  list(): readonly SignedReport[];
  /** Kept in memory alone when the disk refuses. */
  add(report: SignedReport): void;
}

/** Our own file: only its outline is looked at. */
const results = z
  .array(
    z.looseObject({
      report: z.looseObject({ at: z.iso.datetime(), checks: z.array(z.looseObject({ part: z.string() })) }),
      jws: z.string().nullable(),
      publicKey: z.string().nullable(),
    }),
  )
  .max(mostReports);

export function openResults(dataDir: string): Results {
  const path = join(dataDir, 'readiness', 'results.json');
  let kept = read(path);
  return {
    list: () => kept,
    add(report) {
      kept = [report, ...kept].slice(0, mostReports);
      tryOnDisk(() => writeDurably(path, JSON.stringify(kept)));
    },
  };
}

function read(path: string): readonly SignedReport[] {
  const bytes = readPrivateFile(path, mostBytes);
  const found = bytes?.ok ? results.safeParse(parsedJson(bytes.value.toString())) : undefined;
  return found?.success ? (found.data as unknown as readonly SignedReport[]) : [];
}

import { readFile } from 'node:fs/promises';
import { arch, cpus, freemem, platform, release, totalmem, uptime } from 'node:os';
import { join } from 'node:path';
import { fileProblemCode } from '#config/agreements/durable-file.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { MetricsHistory } from '#kiosk/bridge/console/logs-words.ts';
import type { PartAvailability, SignedReport } from '#kiosk/bridge/console/readiness-words.ts';
import type { KioskRooms } from '../kiosk-rooms.ts';
import { readLogLine } from './log-lines.ts';
import { logFiles } from './search-log.ts';
import { type TarEntry, tarGz } from './tar.ts';

export interface BundleNeeds {
  readonly rooms: KioskRooms;
  readonly dataDir: string;
  readonly version: string;
  readonly now: number;
  readonly metrics: MetricsHistory;
  readonly reports: readonly SignedReport[];
  readonly availability: readonly PartAvailability[];
}

/**
 * What whoever helps from afar needs, and nobody's data: log, metrics, health, the site file without secrets, versions, self-tests. The
 * store, the audit log, recordings and dumps are never in it.
 */
export async function makeBundle(needs: BundleNeeds): Promise<Buffer> {
  const { rooms, dataDir, now } = needs;
  const json = (name: string, value: unknown): TarEntry => text(name, `${JSON.stringify(value, null, 1)}\n`);
  return tarGz(
    [
      json('versions.json', versionsOf(needs)),
      json('health.json', rooms.health()),
      text('metrics.txt', (await rooms.metrics.text()).text),
      json('metrics-24h.json', needs.metrics),
      json('site.json', withoutSecrets(rooms.site)),
      json('readiness.json', needs.reports),
      json('availability.json', needs.availability),
      ...(await logsOf(join(dataDir, 'logs'))),
    ],
    now,
  );
}

function versionsOf({ version, now }: BundleNeeds) {
  const { node, v8, openssl, sqlite } = process.versions;
  return {
    ...{ tiepDon: version, at: new Date(now).toISOString(), node, v8, openssl, sqlite: sqlite ?? null },
    system: { platform: platform(), release: release(), arch: arch(), cpus: cpus().length },
    memory: { totalBytes: totalmem(), freeBytes: freemem(), uptimeSeconds: Math.round(uptime()) },
  };
}

/** Line by line: what is no line of ours stays here, and who of the staff asked for something, too. */
async function logsOf(folder: string): Promise<readonly TarEntry[]> {
  const entries: TarEntry[] = [];
  for (const name of await logFiles(folder)) {
    const lines = (await readFile(join(folder, name), 'utf8').catch(gone)).split('\n').flatMap((line) => {
      const read = readLogLine(line);
      if (!read) return [];
      const { by: _nobody, ...fields } = read.fields;
      return JSON.stringify({ time: new Date(read.at).toISOString(), level: read.level, event: read.event, ...fields });
    });
    entries.push(text(`logs/${name}`, lines.map((line) => `${line}\n`).join('')));
  }
  return entries;
}

/** Secrets are files that only their names tell of; what somebody has written into an address goes, too. */
export function withoutSecrets(site: SiteFile): unknown {
  return JSON.parse(JSON.stringify(site), (key, value: unknown) => {
    if (typeof value !== 'string') return value;
    if (/secret|password|token|pin$/i.test(key) && !/file$/i.test(key)) return '•••';
    return value.replace(/\/\/[^/@\s]+@/, '//•••@').replace(/\?.*$/, '?•••');
  });
}

function text(name: string, content: string): TarEntry {
  return { name, content: Buffer.from(content) };
}

function gone(error: unknown): string {
  fileProblemCode(error);
  return '';
}

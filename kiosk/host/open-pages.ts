import { join } from 'node:path';
import { deriveKey } from '#backend-client/store/master-key.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { KioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import { createLaunchPass } from './http/launch-pass.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type PageServerParts, servePage } from './http/serve-page.ts';
import { listenProblem } from './start-problem.ts';
import type { WindowNotes } from './window-notes.ts';
import type { World } from './world.ts';

/** The patient's page, with a socket that gives its address. */
export interface Pages {
  readonly port: number;
  newLaunchUrl(): string;
  close(): Promise<void>;
}

export interface PagesParts extends Pick<PageServerParts, 'connectPage' | 'metrics' | 'health' | 'wayMap'> {
  readonly masterKey: Uint8Array;
  readonly clock: Clock;
  readonly log: Log;
  readonly onWindowOpening: WindowNotes['opening'];
}

export async function openPages(
  { dataDir, listen: wanted }: Pick<SiteFile['kiosk'], 'dataDir' | 'listen'>,
  {
    randomBytes,
    pageDir,
    workingDirectory,
    pagePort = 0,
  }: Pick<World, 'randomBytes' | 'pageDir' | 'workingDirectory' | 'pagePort'>,
  { masterKey, clock, log, connectPage, health, metrics, wayMap, onWindowOpening }: PagesParts,
): Promise<Result<Pages, KioskProblem>> {
  const listen = { ...wanted, port: wanted.port === 0 ? pagePort : wanted.port };
  const served = await servePage({
    listen,
    cookieName: `tiep-don-${Buffer.from(deriveKey(masterKey, 'patient-page-cookie-name')).toString('hex').slice(0, 16)}`,
    pageDir,
    pass: createLaunchPass({
      cookieKey: deriveKey(masterKey, 'patient-page-cookie'),
      randomBytes,
      clock,
    }),
    connectPage,
    health,
    metrics,
    ...(wayMap ? { wayMap } : {}),
  });
  if (!served.ok) return problem(listenProblem(served.problem, { ...listen, field: 'kiosk.listen' }));
  const page = served.value;
  const launchSocket = await openLaunchSocket(shortSocketPath(join(dataDir, 'launch.sock'), workingDirectory), {
    newLaunchUrl: page.newLaunchUrl,
    onWindowOpening,
  });
  if (!launchSocket) log('launch-socket-missing', {});
  return ok({
    port: page.port,
    newLaunchUrl: () => page.newLaunchUrl(),
    async close() {
      await page.close();
      await launchSocket?.close();
    },
  });
}

import { join } from 'node:path';
import { deriveKey } from '#backend-client/store/master-key.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shortSocketPath } from '#config/agreements/socket-path.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { createLaunchPass, launchTokenLifeMs, passLives } from './http/launch-pass.ts';
import { openLaunchSocket } from './http/launch-socket.ts';
import { type PageServerParts, servePage } from './http/serve-page.ts';
import { type KioskProblem, listenSentence } from './start-sentences.ts';
import { openTechnician, type TechnicianNeeds } from './technician/technician.ts';
import type { WindowNotes } from './window-notes.ts';
import type { World } from './world.ts';

/** The patient's page and the technician's, each at its own listener, with a socket that gives its addresses. */
export interface Pages {
  readonly port: number;
  newLaunchUrl(): string;
  newTechnicianUrl(): string;
  close(): Promise<void>;
}

export interface PagesParts
  extends Pick<PageServerParts, 'connectPage' | 'metrics'>,
    Omit<TechnicianNeeds, 'pass' | 'pageDir'> {
  readonly masterKey: Uint8Array;
  readonly onWindowOpening: WindowNotes['opening'];
}

export async function openPages(site: SiteFile, world: World, parts: PagesParts): Promise<Result<Pages, KioskProblem>> {
  const { masterKey, connectPage, metrics, onWindowOpening, ...technicianNeeds } = parts;
  const { clock, health, log } = technicianNeeds;
  const { randomBytes, pageDir } = world;
  const { dataDir, id: kioskId, listen } = site.kiosk;
  const socketPath = (name: string) => shortSocketPath(join(dataDir, name), world.workingDirectory);

  const served = await servePage({
    listen,
    kioskId,
    pageDir,
    pass: createLaunchPass({
      cookieKey: deriveKey(masterKey, 'patient-page-cookie'),
      randomBytes,
      clock,
      ...passLives.patient,
    }),
    connectPage,
    health,
    metrics,
  });
  if (!served.ok) return problem({ sentence: listenSentence(served.problem, { ...listen, field: 'kiosk.listen' }) });
  const page = served.value;
  const launchSocket = await openLaunchSocket(socketPath('launch.sock'), {
    newLaunchUrl: page.newLaunchUrl,
    onWindowOpening,
  });
  if (!launchSocket) log('launch-socket-missing', {});

  const opened = await openTechnician({
    ...technicianNeeds,
    pageDir,
    pass: createLaunchPass({
      cookieKey: deriveKey(masterKey, 'technician-page-cookie'),
      randomBytes,
      clock,
      ...passLives.technician,
    }),
  });
  if (!opened.ok) {
    await page.close();
    await launchSocket?.close();
    const place = { ...site.management.listen, field: 'management.listen' };
    return problem({ sentence: listenSentence(opened.problem, place) });
  }
  const technicianPage = opened.value;
  const technicianSocket = await openLaunchSocket(socketPath('technician.sock'), {
    newLaunchUrl: () => technicianPage.newLaunchUrl(launchTokenLifeMs),
  });
  return ok({
    port: page.port,
    newLaunchUrl: () => page.newLaunchUrl(),
    newTechnicianUrl: () => technicianPage.newLaunchUrl(),
    async close() {
      await page.close();
      await technicianPage.close();
      await launchSocket?.close();
      await technicianSocket?.close();
    },
  });
}

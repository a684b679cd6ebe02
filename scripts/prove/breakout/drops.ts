import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import type { SeenWindow } from './display/eyes.ts';
import type { KioskOnTrial } from './kiosk-on-trial.ts';
import { somethingLeft } from './sights.ts';
import { attempt, gained, nothingGained, type Sight, type Tries, tryEach } from './tried.ts';
import type { Try } from './way.ts';

/** What lies on the source's page, one under the other, 60 px each. */
const things = [
  { is: 'an address', html: '<a href="http://192.0.2.1/">elsewhere</a>' },
  { is: "an address of the machine's files", html: '<a href="file:///etc/passwd">passwd</a>' },
  { is: 'an address that is a script', html: '<a href="javascript:document.title=1">script</a>' },
  { is: 'a picture, which is a file too', html: '<img width="50" height="50" src="thing.svg">' },
] as const;

/** Row 22: another window lies on the kiosk's, and somebody drags from it onto the patient's page. */
export const drops: Try = async ({ kiosk }) => {
  const source = await openSource(kiosk);
  const files = kiosk.files();
  const windows = await kiosk.eyes.windows();
  const tries: Tries = await tryEach(things, ({ is }) =>
    attempt(
      `${is} dropped`,
      () => kiosk.hands.drag({ x: 30, y: 30 + 60 * things.findIndex((thing) => thing.is === is) }, { x: 700, y: 500 }),
      async () => {
        await pass(700);
        return (await unchanged(kiosk, windows)) ?? somethingLeft(kiosk, files) ?? nothingGained('nothing took it');
      },
    ),
  );
  await source.close();
  await kiosk.restore();
  return tries;
};

async function unchanged(kiosk: KioskOnTrial, windows: readonly SeenWindow[]): Promise<Sight | undefined> {
  if (!kiosk.pageIsLinked()) return gained('the patient page went elsewhere');
  const now = await kiosk.eyes.windows();
  const stranger = now.find(({ id }) => !windows.some((known) => known.id === id));
  return stranger ? gained(`another window: "${stranger.title}" of ${stranger.program}`) : undefined;
}

/** A browser without any policy, 300 pixels wide, in the upper left corner. */
async function openSource({ screen, eyes }: KioskOnTrial): Promise<{ close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'tiep-don-drag-'));
  const lines = things.map(({ html }) => `<div style="height:60px">${html}</div>`).join('');
  writeFileSync(
    join(folder, 'thing.svg'),
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>',
  );
  writeFileSync(join(folder, 'source.html'), `<!doctype html><title>drag</title><body style="margin:8px">${lines}`);
  const flags = ['--no-first-run', '--window-position=0,0', '--window-size=300,300', '--test-type'];
  const child = spawn(
    '/usr/bin/chromium',
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...flags,
      `--user-data-dir=${folder}/p`,
      `--app=file://${folder}/source.html`,
    ],
    { env: { PATH: process.env.PATH, HOME: folder, DISPLAY: screen.name }, stdio: 'ignore', detached: true },
  );
  for (let waitedMs = 0; !(await eyes.windows()).some(({ title }) => title === 'drag'); waitedMs += 200) {
    if (waitedMs > 20_000) throw new Error('There is nothing to drag from');
    await pass(200);
  }
  await pass(500);
  return {
    async close() {
      const ended = once(child, 'exit');
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

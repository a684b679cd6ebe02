import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable, Writable } from 'node:stream';
import type { Clock } from '#config/agreements/clock.ts';
import type { WindowOpening } from '#config/agreements/window-opening.ts';
import { type ChromiumCommand, type ChromiumSettings, chromiumCommand } from './chromium-command.ts';
import { createDebuggingPipe, isRecord, type PipeEvent } from './debugging-pipe.ts';
import { markOf, writeOwner } from './private-folder.ts';

/** One run of Chromium, with one page. */
export interface Browser {
  /** Opens the address as the only page. */
  show(address: string): Promise<void>;
  /** Resolves once, when the window shows no patient's page any more. It may still run. */
  readonly broken: Promise<WindowOpening>;
  /** How many documents the window has loaded, error pages among them. */
  documents(): number;
  /** Ended by itself with code 0: somebody closed the window. */
  wasClosed(): boolean;
  end(): Promise<void>;
}

const pingEveryMs = 2_000;
const hungAfterMs = 10_000;
/** A cold start from a slow disk takes longer than any later answer. */
const notStartedAfterMs = 30_000;

/** Starts Chromium with a profile that nobody has used, and owns it: it ends with its launcher, and no other page opens. */
export async function openChromium(settings: ChromiumSettings, clock: Pick<Clock, 'after'>): Promise<Browser> {
  const command = chromiumCommand(settings);
  wipe(command);
  const { profileDir, temporaryDir, noCrashReports } = command;
  for (const dir of [profileDir, temporaryDir, dirname(noCrashReports)])
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(noCrashReports, '', { mode: 0o600 });
  const child = spawn(command.file, command.args, {
    env: command.env,
    // A group of its own: it is ended with all its processes, and Ctrl-C in a terminal reaches the launcher alone.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const { promise: broken, resolve: breakDown } = Promise.withResolvers<WindowOpening>();
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')]).catch(() => undefined);
  child.once('exit', () => breakDown('browser-ended'));
  child.once('error', () => breakDown('browser-ended'));
  if (child.pid !== undefined) {
    writeOwner(settings.privateDir, { launcher: markOf(process.pid), browser: markOf(child.pid) });
  }

  const [, , , toChromium, fromChromium] = child.stdio;
  if (!(toChromium instanceof Writable && fromChromium instanceof Readable)) throw new Error('spawn made no pipes');
  const page = watchPage(breakDown);
  const pipe = createDebuggingPipe(toChromium, fromChromium, (event) => page.hear(event));
  let stopPinging = ping(notStartedAfterMs);

  return {
    broken,
    documents: page.documents,
    wasClosed: () => child.exitCode === 0,
    async show(address) {
      await pipe.ask('Target.setDiscoverTargets', { discover: true });
      const before = page.others();
      const [first] = before;
      // With developer tools forbidden by policy Chromium lets nobody look into a page, its owner neither; opening one works.
      const inside = settings.windowed && first ? await attach(first) : undefined;
      if (first && inside) {
        page.expect(first, address);
        await pipe.ask('Page.navigate', { url: address }, inside);
        return;
      }
      const created = await pipe.ask('Target.createTarget', { url: address });
      if (typeof created?.targetId !== 'string') {
        breakDown('page-refused');
        return;
      }
      page.expect(created.targetId, address);
      for (const targetId of page.others()) await pipe.ask('Target.closeTarget', { targetId });
      page.closeOthers((targetId) => void pipe.ask('Target.closeTarget', { targetId }));
    },
    async end() {
      stopPinging();
      breakDown('browser-ended');
      kill(child);
      if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await ended;
      wipe(command);
    },
  };

  async function attach(targetId: string): Promise<string | undefined> {
    const attached = await pipe.ask('Target.attachToTarget', { targetId, flatten: true });
    return typeof attached?.sessionId === 'string' ? attached.sessionId : undefined;
  }

  function ping(patienceMs: number): () => void {
    const callOff = clock.after(patienceMs, () => breakDown('browser-hung'));
    let callOffNext = callOff;
    void pipe.ask('Browser.getVersion').then((answer) => {
      callOff();
      // No answer is the end of the process, which tells of itself.
      if (answer) callOffNext = clock.after(pingEveryMs, () => (stopPinging = ping(hungAfterMs)));
    });
    return () => {
      callOff();
      callOffNext();
    };
  }
}

interface WatchedPage {
  hear(event: PipeEvent): void;
  /** This target is the patient's page, on its way to `address`. */
  expect(targetId: string, address: string): void;
  /** How many documents the patient's page has loaded; of a page that it may not look into, Chromium tells nothing else. */
  documents(): number;
  /** Pages that are not the patient's. */
  others(): readonly string[];
  /** From now on any other page is closed as soon as it appears. */
  closeOthers(close: (targetId: string) => void): void;
}

/** Reads what happens to Chromium's pages (DevTools protocol, domain Target). */
function watchPage(breakDown: (why: WindowOpening) => void): WatchedPage {
  const pages = new Set<string>();
  let mine: { readonly id: string; readonly address: URL } | undefined;
  let close: ((targetId: string) => void) | undefined;
  let documents = 0;

  return {
    hear({ method, params }) {
      const info = isRecord(params.targetInfo) ? params.targetInfo : params;
      const { targetId, type, url, title } = info;
      if (typeof targetId !== 'string') return;
      if (method === 'Target.targetCreated' && type === 'page') {
        pages.add(targetId);
        if (targetId !== mine?.id) close?.(targetId);
      }
      if (method === 'Target.targetDestroyed') pages.delete(targetId);
      if (targetId !== mine?.id) return;
      if (method === 'Target.targetCrashed') breakDown('page-crashed');
      if (method === 'Target.targetDestroyed') breakDown('page-left');
      // A page that has arrived has a title. The address that was handed over leads on to a clean one, unless it is refused.
      if (method === 'Target.targetInfoChanged' && typeof url === 'string' && title !== '') {
        documents += 1;
        if (url === mine.address.href) breakDown('page-refused');
        else if (URL.parse(url)?.origin !== mine.address.origin && !isEmpty(url)) breakDown('page-left');
      }
    },
    expect(targetId, address) {
      mine = { id: targetId, address: new URL(address) };
    },
    documents: () => documents,
    others: () => [...pages].filter((id) => id !== mine?.id),
    closeOthers(how) {
      close = how;
    },
  };
}

function isEmpty(url: string): boolean {
  return url === '' || url === 'about:blank' || url.startsWith('data:text/html,');
}

function kill({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    // The group may outlive its first process.
    if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL');
    else if (exitCode === null && signalCode === null) process.kill(pid);
  } catch {
    // Nobody is left.
  }
}

function wipe({ profileDir, temporaryDir }: ChromiumCommand): void {
  // Processes that were just killed may still be writing.
  for (const dir of [profileDir, temporaryDir])
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

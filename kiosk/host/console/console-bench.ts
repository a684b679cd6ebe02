import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { CallName, ConsoleCalls } from '#kiosk/bridge/console/calls.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import { createDeviceLines } from '../device-lines/device-lines.ts';
import { createSiteEditor, type SiteEditor } from '../site-versions/site-editor.ts';
import { openSiteVersions } from '../site-versions/site-versions.ts';
import { type Console, openConsole } from './console.ts';
import { openStaffAndSessions } from './staff-and-sessions.ts';

/** For tests: the console of a kiosk that does not run, over real sockets, with people. */
export interface ConsoleBench {
  readonly dataDir: string;
  readonly clock: ReturnType<typeof createHandCrankedClock>;
  readonly staff: Staff;
  readonly console: Console;
  /** Signed in by name and PIN. */
  signIn(name: string, pin: string): Promise<Desk>;
  /** By the address that `npm run technician-url` prints. */
  openAsOwner(): Promise<Desk>;
  close(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> | undefined;
}

/** One browser. */
export interface Desk {
  readonly cookie: string;
  call<Name extends CallName>(name: Name, asks: ConsoleCalls[Name]['asks']): Promise<Answer>;
  me(): Promise<Answer>;
  signOut(): Promise<void>;
}

export async function openConsoleBench(
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-console-')),
): Promise<ConsoleBench> {
  const clock = createHandCrankedClock(1_800_000_000_000);
  const opened = openStaffAndSessions({
    dataDir,
    masterKey: new Uint8Array(32).fill(7),
    randomBytes,
    clock,
    cost: { memory: 8_192, passes: 1, parallelism: 1 },
  });
  assert.ok(opened.ok);
  const { staff, sessions } = opened.value;
  const listening = await openConsole({
    management: { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [] },
    kioskId: 'k1',
    dataDir,
    pageDir: dataDir,
    staff,
    sessions,
    clock,
    randomBytes,
    random: Math.random,
    deviceLines: createDeviceLines(clock),
    deviceSaver: undefined,
    spawnPcsc: undefined,
    rooms: () => undefined,
    siteEditor: editorOf(dataDir, clock),
    offerSetUpCode: undefined,
    onBug: (error) => {
      throw error;
    },
  });
  assert.ok(listening.ok);
  const console = listening.value;
  const { origin } = console;

  return {
    dataDir,
    clock,
    staff,
    console,
    async signIn(name, pin) {
      const headers = { origin, 'content-type': 'application/json' };
      return deskAt(
        origin,
        await fetch(`${origin}/api/sign-in`, { method: 'POST', headers, body: JSON.stringify({ name, pin }) }),
      );
    },
    openAsOwner: async () => deskAt(origin, await fetch(console.newOpeningUrl(), { redirect: 'manual' })),
    async close() {
      await console.close();
      staff.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

/** Who was let in by this answer. */
export function deskAt(origin: string, signed: Response): Desk {
  let cookie = cookieOf(signed) ?? '';
  const ask = async (path: string, body?: object): Promise<Answer> => {
    const me =
      body && ((await (await fetch(`${origin}/api/me`, { headers: { cookie } })).json()) as { csrfToken: string });
    const answer = await fetch(`${origin}${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { cookie, origin, 'content-type': 'application/json', 'x-csrf-token': me?.csrfToken ?? '' },
    });
    cookie = cookieOf(answer) ?? cookie;
    const text = await answer.text();
    return { status: answer.status, body: /^[{[]/.test(text) ? JSON.parse(text) : undefined };
  };
  return {
    get cookie() {
      return cookie;
    },
    call: (name, asks) => ask(`/api/call/${name}`, asks),
    me: () => ask('/api/me'),
    signOut: async () => void (await ask('/api/sign-out', {})),
  };
}

/** Of a kiosk that is being set up; what is saved goes to nobody. */
function editorOf(dataDir: string, clock: ConsoleBench['clock']): SiteEditor {
  const siteFile = join(dataDir, 'site.json');
  return createSiteEditor({
    versions: openSiteVersions({ siteFile, dataDir, dataDirIsGiven: true, clock }),
    taker: { take: () => {}, now: () => false, state: () => ({ is: 'settled' }), stop: () => {} },
    runs: () => 'nothing',
    programRestart: () => [],
    kioskId: 'k1',
    siteFile,
    dataDir,
    randomBytes,
  });
}

function cookieOf(answer: Response): string | undefined {
  return answer.headers.getSetCookie()[0]?.split(';')[0];
}

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { Sessions } from '#kiosk/web/sessions.ts';
import { type Console, openConsole } from '../console/console.ts';
import type { KioskRooms } from '../console/kiosk-rooms.ts';
import { keepLogTail } from '../console/logs/log-tail.ts';
import { openStaffAndSessions } from '../console/staff-and-sessions.ts';
import { createDeviceLines } from '../device-lines/device-lines.ts';
import { createSiteEditor, type SiteEditor } from '../site-versions/site-editor.ts';
import { openSiteVersions } from '../site-versions/site-versions.ts';
import { type ConsoleDriver, openConsoleAt, signInAt } from './console-driver.ts';
import { wellHealth } from './well-health.ts';

/** For tests: a real console with people on a socket of its own, over a kiosk or over the rooms that the test makes up. */
export interface ConsoleBench {
  readonly dataDir: string;
  readonly staff: Staff;
  readonly sessions: Sessions<Role>;
  readonly console: Console;
  /** Signed in by name and PIN. */
  signIn(name: string, pin: string): Promise<ConsoleDriver>;
  /** Somebody of this name, who is made and signs in. */
  person(name: string): Promise<ConsoleDriver>;
  /** By the address that `npm run technician-url` prints. */
  owner(): Promise<ConsoleDriver>;
  close(): Promise<void>;
}

interface Needs {
  readonly clock: Clock;
  /** A test gives those that it enters. Default: no kiosk runs. */
  readonly rooms?: () => Partial<KioskRooms> | undefined;
  /** The built pages. */
  readonly pageDir?: string;
  readonly dataDir?: string;
}

export async function openConsoleBench({
  clock,
  rooms = () => undefined,
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-console-')),
  pageDir = dataDir,
}: Needs): Promise<ConsoleBench> {
  const cost = { memory: 8_192, passes: 1, parallelism: 1 };
  const masterKey = new Uint8Array(32).fill(7);
  const { staff, sessions } = openStaffAndSessions({ dataDir, masterKey, randomBytes, clock, cost });
  const listening = await openConsole({
    management: { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [] },
    kioskId: 'kiosk-1',
    dataDir,
    pageDir,
    siteFile: join(dataDir, 'site.json'),
    programFile: undefined,
    version: '0.0.0-test',
    logTail: keepLogTail({ write: () => {} }),
    readStoreKey: () => ({ ok: true, value: undefined }),
    staff,
    sessions,
    clock,
    randomBytes,
    random: Math.random,
    deviceLines: createDeviceLines(clock),
    spawnPcsc: undefined,
    siteEditor: editorOf(dataDir, clock),
    rooms: roomsOf(rooms),
    doesNotOpen: () => undefined,
    offerSetUpCode: undefined,
    onBug: (error) => {
      throw error;
    },
  });
  assert.ok(listening.ok);
  const console = listening.value;
  const drivers: ConsoleDriver[] = [];
  const kept = (driver: ConsoleDriver) => {
    drivers.push(driver);
    return driver;
  };
  const signIn = async (name: string, pin: string) => kept(await signInAt(console.origin, { name, pin }));
  return {
    dataDir,
    staff,
    sessions,
    console,
    signIn,
    async person(name) {
      const pin = '271828';
      const added = await staff.people.add({ name, roles: ['supervisor'], secret: pin });
      assert.ok(added.ok);
      return signIn(name, pin);
    },
    owner: async () => kept(await openConsoleAt(console.newOpeningUrl())),
    async close() {
      for (const driver of drivers) driver.close();
      await console.close();
      staff.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

function roomsOf(given: NonNullable<Needs['rooms']>): () => KioskRooms | undefined {
  return () => {
    const rooms = given();
    // Somebody is being served: the kiosk tests itself when a test wants it, and not by the clock.
    const metrics: KioskRooms['metrics'] = {
      values: async () => [],
      text: async () => ({ contentType: '', text: '' }),
    };
    return rooms && ({ health: () => wellHealth, isServing: () => true, metrics, ...rooms } as KioskRooms);
  };
}

/** Of a kiosk that is being set up; what is saved goes to nobody. */
function editorOf(dataDir: string, clock: Clock): SiteEditor {
  const siteFile = join(dataDir, 'site.json');
  return createSiteEditor({
    versions: openSiteVersions({ siteFile, dataDir, dataDirIsGiven: true, clock }),
    taker: { take: () => {}, now: () => false, state: () => ({ is: 'settled' }), stop: () => {} },
    runs: () => 'nothing',
    programRestart: () => [],
    kioskId: 'kiosk-1',
    siteFile,
    dataDir,
    randomBytes,
  });
}

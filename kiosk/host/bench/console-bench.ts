import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { type Console, openConsole } from '../console/console.ts';
import type { KioskRooms } from '../console/kiosk-rooms.ts';
import { openStaff } from '../console/staff.ts';
import { type ConsoleDriver, openConsoleAt, signInAt } from './console-driver.ts';

/** For tests: a real console on a socket of its own, over a kiosk or over the rooms that the test makes up. */
export interface ConsoleBench {
  readonly console: Console;
  /** Opened with an address of the machine's owner. */
  owner(): Promise<ConsoleDriver>;
  /** Somebody of this name, who is made and signs in. */
  person(name: string): Promise<ConsoleDriver>;
  close(): Promise<void>;
}

interface Needs {
  /** A test gives those that it enters. */
  readonly rooms: () => Partial<KioskRooms> | undefined;
  readonly clock?: Clock;
  /** The built pages. */
  readonly pageDir?: string;
}

export async function openConsoleBench({ rooms, clock = machineClock, pageDir }: Needs): Promise<ConsoleBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-console-'));
  const staff = openStaff({ dataDir, masterKey: randomBytes(32), randomBytes, clock });
  if (!staff.ok) throw new Error(staff.problem.kind);
  const opened = await openConsole({
    management: { listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [] },
    kioskId: 'kiosk-1',
    dataDir,
    pageDir: pageDir ?? dataDir,
    staff: staff.value,
    clock,
    randomBytes,
    rooms: () => rooms() as KioskRooms | undefined,
    offerSetUpCode: undefined,
    onBug: (error) => {
      throw error;
    },
  });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const console = opened.value;
  const drivers: ConsoleDriver[] = [];
  return {
    console,
    owner: async () => kept(await openConsoleAt(console.newOpeningUrl())),
    async person(name) {
      const pin = '271828';
      const added = await staff.value.people.add({ name, roles: ['supervisor'], secret: pin });
      if (!added.ok) throw new Error(added.problem.kind);
      return kept(await signInAt(console.origin, { name, pin }));
    },
    async close() {
      for (const driver of drivers) driver.close();
      await console.close();
      rmSync(dataDir, { recursive: true });
    },
  };

  function kept(driver: ConsoleDriver): ConsoleDriver {
    drivers.push(driver);
    return driver;
  }
}

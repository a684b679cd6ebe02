import type { FreeBytesOf } from '#backend-client/store/free-space.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import type { SpawnPcsc } from '#drivers/transport/pcsc-process.ts';
import type { DeviceLines } from './device-lines/device-lines.ts';
import type { SiteStanding } from './site-versions/last-good.ts';
import type { KernelClock } from './time/kernel-clock.ts';

/** The machine under the kiosk, passed in so that a test can crank it by hand. */
export interface World {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  /** In [0, 1). */
  readonly random: () => number;
  /** The built patient page. */
  readonly pageDir: string;
  readonly workingDirectory: string;
  /** systemd's `$CREDENTIALS_DIRECTORY`. */
  readonly credentialsDirectory: string | undefined;
  /** Secrets of endpoints may stand here instead of in a file. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** The file that this program was started from. */
  readonly programFile?: string;
  /** Of the patient's page, where the site file says any free one. */
  readonly pagePort?: number | undefined;
  /** Closes what stands on the patient's page, to be called when all but the page is open. Default: nothing does. */
  readonly freePage?: () => Promise<void>;
  /** Opens the kiosk anew with the site that it runs, to be called while nobody is served. Default: nobody does. */
  readonly openAnew?: () => void;
  /** Default: the site as it is written. */
  readonly siteStanding?: SiteStanding;
  /** How the process starts that holds PC/SC. Default: by the Node that runs the kiosk. */
  readonly spawnPcsc?: SpawnPcsc;
  /** Where a technician hears and borrows the lines of devices. Default: nobody does. */
  readonly deviceLines?: DeviceLines;
  /** Default: nobody can tell. */
  readonly askKernel?: KernelClock;
  /** Of the store's disk. Default: as the file system says. */
  readonly freeBytesOf?: FreeBytesOf;
  /** Of the console's page that helps, for whoever stands before the kiosk; `undefined` where no phone gets there. Default: nowhere. */
  readonly repairAddress?: () => string | undefined;
  /** Where log lines go beside the log file. */
  readonly stderr: { write(line: string): unknown };
}

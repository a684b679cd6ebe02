import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pass } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readTicketCode, type TicketCode } from '#kiosk/host/ticket/ticket-code.ts';
import { type HostProcess, startHost } from '../../soak/host-process.ts';
import { type SoakPerson, soakPerson } from '../../soak/people.ts';
import { openSoakSite, type SoakSite } from '../../soak/soak-site.ts';
import { findFreePorts } from '../../start/ports.ts';
import { difference, type Eyes, openEyes, type Picture, qrCodeOn, stillPixels } from './display/eyes.ts';
import { type Hands, openHands } from './display/hands.ts';
import { startXServer, type XServer } from './display/x-server.ts';
import { type KioskWindow, openKioskWindow, privateFolderOf } from './kiosk-window.ts';
import { processes } from './processes.ts';

/** The whole kiosk as a stranger finds it: host, window, devices, hospital, screen, keyboard, mouse and fingers. */
export interface KioskOnTrial {
  readonly site: SoakSite;
  readonly screen: XServer;
  readonly hands: Hands;
  readonly eyes: Eyes;
  /** The private folder of the window's owner, where downloads and prints would land. */
  readonly home: string;
  readonly launchSocket: string;
  readonly port: number;
  /** How soon the patient's page has to be back after any fall. */
  readonly backWithinMs: number;
  host(): HostProcess;
  startHost(): Promise<void>;
  /** The host again, with other pages than the built ones; `undefined`: with those. */
  servePages(pageDir: string | undefined): Promise<void>;
  /** Ends whatever session there is. */
  backToRest(): Promise<void>;
  window(): KioskWindow;
  openWindow(): Promise<void>;
  /** How much of the screen is not as it is while nobody is being served, from 0 to 1. */
  unlikeRest(): Promise<number>;
  isAtRest(): Promise<boolean>;
  /** Waits until the page of a kiosk at rest is on the screen and linked; how long that took, or `undefined`. */
  restedAfter(withinMs?: number): Promise<number | undefined>;
  /** The kiosk as it was at the beginning, whatever has become of it. */
  restore(): Promise<void>;
  /** The same, when it is not so already; a row that broke off may have left anything behind. */
  restoreIfGone(): Promise<void>;
  scan(person: SoakPerson): Promise<void>;
  /** The ticket whose code is on the screen. */
  ticketOnScreen(): Promise<TicketCode | undefined>;
  pageIsLinked(): boolean;
  logged(event: string): number;
  /** Files that stand in the home of the window's owner, without the browser's own. */
  files(): readonly string[];
  /** Programs on the screen that are neither the browser nor its owner. */
  otherPrograms(): readonly string[];
  close(): Promise<void>;
}

const hostileHost = fileURLToPath(new URL('./hostile-host.ts', import.meta.url));

/** A person whom nobody has served yet, with a name that no other text holds. */
export function freshPerson(): SoakPerson {
  lastPerson += 1;
  const { number, address } = soakPerson(lastPerson);
  const syllables = [0, 1, 2].map((place) => rareSyllables[Math.floor(lastPerson / 12 ** place) % 12]);
  const fullName = ['Nguyễn', ...syllables].join(' ');
  const fields = [number, '', fullName, '15081962', 'Nữ', address, '25052021'];
  return { fullName, number, address, scan: new TextEncoder().encode(`${fields.join('|')}\r`) };
}
let lastPerson = 3_000;
const rareSyllables = [
  ...['Khuếch', 'Nghuệch', 'Quỳnh', 'Thoắt', 'Xuềnh', 'Nhoẻn', 'Phượng', 'Trượng', 'Giuộc', 'Ngoẵng', 'Huỵch', 'Loắt'],
];

/** A clock that goes on, a ring around a button; a menu, a dialog or another screen is more. */
const mostDifference = 0.01;
/** What is promised after any fall. */
const backWithinMs = 10_000;
/** The short form runs beside other things, on machines that nobody knows: only what does not come back at all is open. */
const backAtAllWithinMs = 40_000;

export async function openKioskOnTrial(isShort: boolean): Promise<KioskOnTrial> {
  const [port = 0] = await findFreePorts(1);
  const keyboardScanner = { id: 'keys', kind: 'barcode-scanner', driver: 'keyboard' };
  const site = await openSoakSite({ paced: false, port, devices: [keyboardScanner] });
  const folder = mkdtempSync(join(tmpdir(), 'tdw-'));
  const screen = await startXServer();
  const hands = await openHands(screen);
  const eyes = openEyes(screen.name);
  const launchSocket = join(site.dataDir, 'launch.sock');
  let host = await startHost(site.siteFile);
  const windowSettings = { screen, folder, launchSocket, port };
  const home = privateFolderOf(windowSettings);
  let window = openKioskWindow(windowSettings);
  let rest: { readonly picture: Picture; readonly still: Uint8Array } | undefined;
  let pages: string | undefined;

  const kiosk: KioskOnTrial = {
    ...{ site, screen, hands, eyes, home, launchSocket, port },
    backWithinMs: isShort ? backAtAllWithinMs : backWithinMs,
    host: () => host,
    async startHost() {
      if (!host.hasEnded()) return;
      host = await startHost(site.siteFile, pages === undefined ? {} : { program: [hostileHost, '--pages', pages] });
    },
    async servePages(pageDir) {
      if (pages === pageDir) return;
      await host.end('SIGKILL');
      pages = pageDir;
      await kiosk.startHost();
    },
    async backToRest() {
      await host.end('SIGKILL');
      await kiosk.startHost();
      await kiosk.restore();
    },
    window: () => window,
    async openWindow() {
      await window.kill('SIGKILL');
      window = openKioskWindow(windowSettings);
    },
    unlikeRest: async () => (rest ? difference(await eyes.picture(), rest.picture, rest.still) : 0),
    async isAtRest() {
      if (!kiosk.pageIsLinked()) return false;
      if ((await eyes.windows()).length !== 1) return false;
      return (await kiosk.unlikeRest()) < mostDifference;
    },
    async restedAfter(withinMs = kiosk.backWithinMs) {
      const startedAt = performance.now();
      while (performance.now() - startedAt < withinMs) {
        if (await kiosk.isAtRest()) return performance.now() - startedAt;
        await pass(150);
      }
      return undefined;
    },
    async restore() {
      await kiosk.startHost();
      if (window.hasEnded()) await kiosk.openWindow();
      if ((await kiosk.restedAfter(5_000)) !== undefined) return;
      await kiosk.openWindow();
      if ((await kiosk.restedAfter(60_000)) === undefined) throw new Error('The kiosk does not come to rest');
    },
    async restoreIfGone() {
      await kiosk.servePages(undefined);
      if (!(await kiosk.isAtRest())) await kiosk.restore();
    },
    scan: ({ scan }) => site.scanner.act({ do: 'send-bytes', base64: Buffer.from(scan).toString('base64') }),
    async ticketOnScreen() {
      const code = qrCodeOn(await eyes.picture());
      return code === undefined ? undefined : readTicketCode(code);
    },
    // A host that was killed could not say that the page went away.
    pageIsLinked: () =>
      countIn(logOfThisHost(site), 'page-connected') > countIn(logOfThisHost(site), 'page-disconnected'),
    logged: (event) => countIn(logOf(site), event),
    files: () => filesIn(home),
    otherPrograms: () => programsOn(screen.name),
    async close() {
      await window.kill('SIGTERM');
      hands.close();
      await screen.close();
      if (!host.hasEnded()) await host.end('SIGTERM');
      await site.close();
      for (const left of [folder, join(site.dataDir, '..')])
        rmSync(left, { recursive: true, force: true, maxRetries: 5 });
    },
  };
  await hands.moveTo({ x: screen.width - 2, y: screen.height - 2 });
  if ((await kiosk.restedAfter(60_000)) === undefined) throw new Error('The patient page did not come');
  await pass(1_500);
  const pictures: [Picture, ...Picture[]] = [await eyes.picture()];
  for (let at = 0; at < 8; at += 1) {
    await pass(330);
    pictures.push(await eyes.picture());
  }
  rest = { picture: pictures[0], still: stillPixels(pictures) };
  return kiosk;
}

function logOf({ dataDir }: SoakSite): string {
  return readFileSync(join(dataDir, 'logs/kiosk.log'), 'utf8');
}

function logOfThisHost(site: SoakSite): string {
  return logOf(site).split('"event":"kiosk-started"').at(-1) ?? '';
}

function countIn(log: string, event: string): number {
  return log.split(`"event":"${event}"`).length - 1;
}

/** Where a browser puts what is saved or printed, and everything else that its owner's folder gets, but for their own. */
function filesIn(home: string): readonly string[] {
  const landing = ['Downloads', 'Desktop', 'Documents', 'Pictures'].map((name) => join('profile', name));
  const own = /^(owner\.json(\.new)?|t|profile)$/;
  const beside = entriesOf(home).filter((name) => !own.test(name));
  return [...beside, ...landing.flatMap((folder) => entriesOf(join(home, folder)).map((name) => join(folder, name)))];
}

/** None in a folder that is not there; its owner takes the profile away and makes it anew. */
function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Owner and browser, and what lies in the browser's own folder, such as its crash handler. */
const ownPrograms = /\/(chromium|node|unshare)$|^\/usr\/lib\/chromium\//;
/** The scripts that start owner and browser; one that opens a mail program has another name. */
const ownScripts = ['sh', 'chromium'];

function programsOn(display: string): readonly string[] {
  const there = processes().filter(({ pid }) => environmentOf(pid).includes(`DISPLAY=${display}`));
  const names = there.map(({ pid, name }) => ({ name, program: programOf(pid) }));
  return names.flatMap(({ name, program }) =>
    program === undefined || ownPrograms.test(program) || ownScripts.includes(name) ? [] : [name],
  );
}

/** `undefined` when it has ended meanwhile. */
function programOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/exe`);
  } catch {
    return undefined;
  }
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

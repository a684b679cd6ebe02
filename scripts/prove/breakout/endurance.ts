import { setTimeout as pass } from 'node:timers/promises';
import { freshPerson, type KioskOnTrial } from './kiosk-on-trial.ts';
import { attempt, gained, nothingGained, type Sight, type Tried } from './tried.ts';
import { leave, takeNumber, ticketWithin } from './visit-by-hand.ts';

/** What was ended so many times, and how the patient fared each time. */
export interface Endurance {
  readonly what: string;
  readonly tries: readonly Tried[];
  /** Why it could not be tried to its end. */
  readonly brokenOff: string | undefined;
  /** From the fall to the patient's page, milliseconds. */
  readonly times: readonly number[];
}

interface Fall {
  readonly what: string;
  /** Ends it, and starts it anew where a machine's systemd would. */
  readonly fell: (kiosk: KioskOnTrial, at: number) => Promise<unknown>;
  /** A host that was ended has forgotten whose turn it was: the same card brings the same number back. */
  readonly forgets?: boolean;
}

/** As the unit's RestartSec. */
const untilStartedAnewMs = 500;

const falls: readonly Fall[] = [
  {
    what: 'renderer killed',
    fell: async (kiosk) => {
      for (const { pid } of kiosk.window().renderers()) process.kill(pid, 'SIGKILL');
    },
  },
  {
    what: 'launcher killed',
    fell: async (kiosk) => {
      await kiosk.window().kill('SIGKILL');
      await pass(untilStartedAnewMs);
      await kiosk.openWindow();
    },
  },
  {
    what: 'host stopped and started',
    fell: async (kiosk, at) => {
      await kiosk.host().end(at % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
      await kiosk.startHost();
    },
    forgets: true,
  },
];

/** Each so many times, with a number on the screen. */
export async function endure(
  kiosk: KioskOnTrial,
  times: number,
  say: (line: string) => void,
): Promise<readonly Endurance[]> {
  const results: Endurance[] = [];
  for (const fall of falls) {
    const tries: Tried[] = [];
    const took: number[] = [];
    let brokenOff: string | undefined;
    for (let at = 0; at < times && brokenOff === undefined; at += 1) {
      try {
        tries.push(await endureOne(kiosk, fall, at, took));
      } catch (error) {
        brokenOff = error instanceof Error ? error.message : String(error);
      }
      if ((at + 1) % 5 === 0) say(`${fall.what}: ${at + 1} of ${times}`);
    }
    results.push({ what: fall.what, tries, brokenOff, times: took });
  }
  return results;
}

async function endureOne(
  kiosk: KioskOnTrial,
  { what, fell, forgets }: Fall,
  at: number,
  took: number[],
): Promise<Tried> {
  if ((await kiosk.restedAfter()) === undefined) await kiosk.restore();
  const person = freshPerson();
  const { number, visitId } = await takeNumber(kiosk, person);
  const links = kiosk.logged('page-connected');
  const startedAt = performance.now();
  const tried = await attempt(
    `${what}, with ${number} on the screen`,
    () => fell(kiosk, at),
    async (): Promise<Sight> => {
      // What was on the screen before stays there until something else is drawn.
      await linkedAnew(kiosk, links);
      const seen = forgets
        ? await kiosk.restedAfter(2 * kiosk.backWithinMs)
        : await ticketWithin(kiosk, 2 * kiosk.backWithinMs);
      const ms = performance.now() - startedAt;
      if (seen === undefined) return gained(`no page after ${2 * (kiosk.backWithinMs / 1_000)} s`);
      took.push(ms);
      if (ms > kiosk.backWithinMs) return gained(`the page took ${(ms / 1_000).toFixed(1)} s`);
      const ticket = forgets ? await takeNumber(kiosk, person) : await kiosk.ticketOnScreen();
      return ticket?.visitId === visitId && ticket.number === number
        ? nothingGained(`${number} again, after ${(ms / 1_000).toFixed(1)} s`)
        : gained(`${number} became ${ticket?.number ?? 'nothing'}`);
    },
  );
  if (tried.wayOut === undefined) await leave(kiosk);
  else await kiosk.backToRest();
  return tried;
}

async function linkedAnew(kiosk: KioskOnTrial, links: number): Promise<void> {
  for (const startedAt = performance.now(); performance.now() - startedAt < 2 * kiosk.backWithinMs; await pass(200)) {
    if (kiosk.logged('page-connected') > links && kiosk.pageIsLinked()) return;
  }
}

/** `renderer killed 20 times: back after 1.2 / 1.4 / 2.0 s (shortest, middle, longest), 20 numbers back` */
export function enduranceInWords({ what, tries, times }: Endurance): string {
  const sorted = times.toSorted((one, other) => one - other);
  const seconds = (ms: number | undefined) => (ms === undefined ? '–' : (ms / 1_000).toFixed(1));
  const spread = [sorted[0], sorted[Math.floor(sorted.length / 2)], sorted.at(-1)].map(seconds).join(' / ');
  const back = tries.filter(({ wayOut }) => wayOut === undefined).length;
  const lost = tries.flatMap(({ wayOut }) => wayOut ?? []);
  return `${what} ${tries.length} times: page after ${spread} s (shortest, middle, longest), ${back} numbers back${lost.map((each) => `; ${each}`).join('')}`;
}

import { get } from 'node:http';
import WebSocket from 'ws';
import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { connectHost } from '#kiosk/bridge/client.ts';
import type {
  CommandContext,
  CommandName,
  CommandProblem,
  Commands,
  ScreenName,
  Snapshot,
} from '#kiosk/bridge/words.ts';

/** A patient page without a screen: the same WebSocket, the same commands, as fast as a script can tap. */
export interface PageDriver {
  /** The next snapshot (or the present one) that fits; a problem when the host went away or nothing came in time. */
  until(fits: (snapshot: Snapshot) => boolean): Promise<Result<Snapshot, PageProblem>>;
  /** The same for a test, which fails when nothing comes. */
  shown(fits: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
  /** A tap on what is shown now. */
  tap<Name extends CommandName>(command: Name, input: Input<Name>): Promise<Result<'heard', CommandProblem>>;
  /** A tap of a finger that was looking at something else. */
  tapAs<Name extends CommandName>(
    looking: CommandContext,
    command: Name,
    input: Input<Name>,
  ): Promise<Result<'heard', CommandProblem>>;
  close(): void;
}

type Input<Name extends CommandName> = Omit<Commands[Name], keyof CommandContext>;

export interface PageProblem {
  readonly kind: 'host-gone' | 'nothing-came';
  readonly lastScreen: string;
}

/** To be given to `until` and `shown`. */
export const screen = (name: ScreenName) => (snapshot: Snapshot) => snapshot.screen.show === name;

const patienceMs = 40_000;

/**
 * The host is often in the same process: where that stood still for as long as a host may be silent (a disk that takes seconds), what has
 * been said meanwhile is read before the silence counts.
 */
const patientClock: Clock = {
  ...machineClock,
  after(delayMs, act) {
    let callOff = machineClock.after(delayMs, () => {
      const turn = setImmediate(act);
      callOff = () => clearImmediate(turn);
    });
    return () => callOff();
  },
};

export interface PageWatch {
  readonly clock?: Clock;
  /** Sees every snapshot. */
  readonly onSnapshot?: (snapshot: Snapshot) => void;
}

/** Opens the page with a launch URL, as a browser would: token, cookie, WebSocket. */
export async function openPage(
  launchUrl: string,
  { clock = patientClock, onSnapshot = () => {} }: PageWatch = {},
): Promise<Result<PageDriver, PageProblem>> {
  const cookie = await cookieFrom(launchUrl);
  if (cookie === undefined) return problem({ kind: 'host-gone', lastScreen: 'none' });
  const { host } = new URL(launchUrl);
  let latest: Snapshot | undefined;
  let gone = false;
  const waiters = new Set<() => void>();
  const wake = () => {
    for (const waiter of [...waiters]) waiter();
  };
  const client = connectHost({
    url: `ws://${host}/bridge`,
    clock,
    openSocket: (url) => new WebSocket(url, { headers: { cookie, origin: `http://${host}` } }),
    onSnapshot: (snapshot) => {
      latest = snapshot;
      onSnapshot(snapshot);
      wake();
    },
    onLink: (link) => {
      if (link === 'up') return;
      gone = true;
      client.close();
      wake();
    },
  });

  function tapAs<Name extends CommandName>(looking: CommandContext, command: Name, input: Input<Name>) {
    return client.send(command, { ...input, ...looking } as Commands[Name]);
  }

  function until(fits: (snapshot: Snapshot) => boolean): Promise<Result<Snapshot, PageProblem>> {
    return new Promise((resolve) => {
      const end = (outcome: Result<Snapshot, PageProblem>) => {
        tooLate();
        waiters.delete(look);
        resolve(outcome);
      };
      const lastScreen = () => latest?.screen.show ?? 'none';
      const tooLate = machineClock.after(patienceMs, () =>
        end(problem({ kind: 'nothing-came', lastScreen: lastScreen() })),
      );
      const look = () => {
        if (gone) end(problem({ kind: 'host-gone', lastScreen: lastScreen() }));
        else if (latest && fits(latest)) end(ok(latest));
      };
      waiters.add(look);
      look();
    });
  }

  return ok({
    until,
    async shown(fits) {
      const snapshot = await until(fits);
      if (!snapshot.ok) throw new Error(`${snapshot.problem.kind} at ${snapshot.problem.lastScreen}`);
      return snapshot.value;
    },
    tap: (command, input) =>
      tapAs({ session: latest?.session ?? 'none', screen: latest?.screen.show ?? 'attract' }, command, input),
    tapAs,
    close: () => client.close(),
  });
}

function cookieFrom(launchUrl: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const request = get(launchUrl, (response) => {
      response.resume();
      const [cookie] = response.headers['set-cookie'] ?? [];
      resolve(cookie?.split(';', 1)[0]);
    });
    request.on('error', () => resolve(undefined));
  });
}

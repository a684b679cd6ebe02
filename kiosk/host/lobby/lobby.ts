import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { type Result, unreachable } from '#config/agreements/result.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import type { Printed, PrintProblem } from '#drivers/contract/ticket-printer.ts';
import type { LobbyAct, LobbyPrint, LobbyScreen } from '#kiosk/bridge/words.ts';
import type { DeviceEvent, StaffEvent } from '#kiosk/flow/events.ts';
import type { LobbyPinProblem } from '#kiosk/staff/sign-in.ts';
import type { CrisisFollower } from '../follow-crisis.ts';
import type { OutOfServiceByStaff } from '../out-of-service-by-staff.ts';
import type { LobbyMessage } from '../patient-commands.ts';

export const lobbyTimes = {
  /** The pad leaves after so long without a key. */
  padMs: 10_000,
  /** The menu leaves after so long without an act. */
  menuMs: 60_000,
} as const;

/** What stands behind the pad: the people of this kiosk and the program that runs it. */
export interface LobbyDoor {
  /** Without one the gesture does nothing. */
  hasPin(): boolean;
  /** Right, wrong and locked are in the audit log when it resolves. */
  tryPin(pin: string): Promise<Result<void, LobbyPinProblem>>;
  /** In the audit log; false: not noted, so not to be done. */
  note(act: LobbyAct | 'end-crisis'): boolean;
  /** The kiosk is closed and opened anew, soon. */
  restart(): void;
}

export interface LobbyParts {
  /** `undefined`: this kiosk has no staff. */
  readonly door: LobbyDoor | undefined;
  readonly byStaff: OutOfServiceByStaff;
  readonly clock: Pick<Clock, 'after' | 'monotonic'>;
  /** Whether the turn has ended and staff are at the screen after it. */
  readonly receive: (event: StaffEvent) => 'with-staff' | 'elsewhere';
  /** Whoever is in a crisis at this kiosk: staff see to them before anything else. */
  readonly crisis: Pick<CrisisFollower, 'now' | 'answer'>;
  /** The screen is another one. */
  readonly onChange: () => void;
  /** `undefined`: there is no printer. */
  readonly testPrint: (() => Promise<Result<Printed, PrintProblem>>) | undefined;
  readonly hasScanner: boolean;
  readonly log: Log;
}

/** The corner of the patient's screen: a pad for the lobby's PIN, and a few acts behind it. Never the console. */
export interface Lobby {
  /** False: it means nothing now. */
  take(message: LobbyMessage): boolean;
  /** True: a code was scanned for a test, and is nobody's. */
  takesScan(event: DeviceEvent): boolean;
  screen(): LobbyScreen;
  stop(): void;
}

type Pad = Omit<Extract<LobbyScreen, { show: 'lobby-pad' }>, 'secondsLeft'> & {
  readonly lockedUntil: number;
  /** A PIN is being looked at. */
  readonly isChecking: boolean;
};
interface Crisis {
  readonly show: 'lobby-crisis';
  readonly isRefused: boolean;
}
type Menu = Omit<Extract<LobbyScreen, { show: 'lobby-menu' }>, 'service'>;

const freshPad: Pad = { show: 'lobby-pad', attempt: 0, tells: 'nothing', lockedUntil: 0, isChecking: false };
const freshCrisis: Crisis = { show: 'lobby-crisis', isRefused: false };
const freshMenu: Menu = { show: 'lobby-menu', print: 'none', scan: 'none', isRefused: false };

export function createLobby(parts: LobbyParts): Lobby {
  const { door, byStaff, clock, receive, onChange, testPrint, hasScanner, log, crisis } = parts;
  /** `undefined`: nobody of the staff is at the screen. */
  let shows: Pad | Crisis | Menu | undefined;
  /** Counts the openings: what was begun in an earlier one means nothing in this one. */
  let opening = 0;
  let callOff = () => {};

  return {
    take(message) {
      switch (message.command) {
        case 'open-lobby':
          return open();
        case 'lobby-key':
          if (!shows || shows.show === 'lobby-menu') return false;
          leaveAfter(shows.show === 'lobby-pad' ? lobbyTimes.padMs : lobbyTimes.menuMs);
          return true;
        case 'lobby-pin':
          return tryPin(message.input.pin);
        case 'lobby-act':
          return act(message.input.act);
        case 'end-crisis':
          return endCrisis(shownText(message.input.name, 80));
        case 'close-lobby':
          if (!shows) return false;
          leave();
          return true;
        default:
          return unreachable(message);
      }
    },
    takesScan(event) {
      if (shows?.show !== 'lobby-menu' || shows.scan !== 'waiting' || event.type === 'chip-card-laid') return false;
      change({ ...shows, scan: scanned(event) });
      return true;
    },
    screen() {
      if (shows?.show === 'lobby-menu') return { ...shows, service: byStaff.standing() ? 'out' : 'in' };
      if (shows?.show === 'lobby-crisis') {
        const { number = '', by, others = 0 } = crisis.now() ?? {};
        return { ...shows, number, by, ...(others > 0 ? { others } : {}) };
      }
      const { attempt, tells, lockedUntil } = shows ?? freshPad;
      const secondsLeft = Math.max(0, Math.ceil((lockedUntil - clock.monotonic()) / 1000));
      return { show: 'lobby-pad', attempt, tells, secondsLeft: tells === 'locked-out' ? secondsLeft : 0 };
    },
    stop: () => callOff(),
  };

  function open(): boolean {
    if (shows || !door?.hasPin()) return false;
    shows = freshPad;
    opening += 1;
    if (receive({ type: 'staff-came' }) !== 'with-staff') {
      shows = undefined;
      return false;
    }
    leaveAfter(lobbyTimes.padMs);
    return true;
  }

  function leaveAfter(ms: number): void {
    callOff();
    callOff = clock.after(ms, leave);
  }

  function leave(): void {
    callOff();
    shows = undefined;
    receive({ type: 'staff-left' });
  }

  function change(next: Pad | Crisis | Menu): void {
    shows = next;
    onChange();
  }

  /** One at a time: many at once are one. */
  function tryPin(pin: string): boolean {
    if (shows?.show !== 'lobby-pad' || shows.isChecking || !door) return false;
    shows = { ...shows, isChecking: true };
    leaveAfter(lobbyTimes.padMs);
    const mine = opening;
    void door.tryPin(pin).then((tried) => {
      // Whoever stands here now has not typed it.
      if (mine === opening && shows?.show === 'lobby-pad') tell(shows, tried);
    });
    return true;
  }

  function tell(pad: Pad, tried: Result<void, LobbyPinProblem>): void {
    if (!tried.ok) {
      change(refused({ ...pad, attempt: pad.attempt + 1, isChecking: false }, tried.problem));
      return;
    }
    leaveAfter(lobbyTimes.menuMs);
    change(crisis.now() ? freshCrisis : freshMenu);
  }

  /** A log that takes nothing keeps no bell ringing: whoever comes is kept with the call itself. */
  function endCrisis(name: string): boolean {
    if (shows?.show !== 'lobby-crisis' || !door) return false;
    leaveAfter(lobbyTimes.menuMs);
    if (!crisis.answer(name)) {
      change({ show: 'lobby-crisis', isRefused: true });
      return true;
    }
    door.note('end-crisis');
    log('lobby-act', { act: 'end-crisis' });
    receive({ type: 'crisis-ended' });
    leave();
    return true;
  }

  function refused(pad: Pad, problem: LobbyPinProblem): Pad {
    switch (problem.kind) {
      case 'wrong': {
        const remainingMs = Math.max(0, ...problem.locks.map((lock) => lock.remainingMs));
        return remainingMs > 0 ? locked(pad, remainingMs) : { ...pad, tells: 'wrong' };
      }
      case 'locked-out':
        return locked(pad, problem.remainingMs);
      case 'busy':
        return { ...pad, tells: 'busy' };
      case 'not-writable':
        return { ...pad, tells: 'not-noted' };
      default:
        return unreachable(problem);
    }
  }

  function locked(pad: Pad, remainingMs: number): Pad {
    return { ...pad, tells: 'locked-out', lockedUntil: clock.monotonic() + remainingMs };
  }

  function act(wanted: LobbyAct): boolean {
    if (shows?.show !== 'lobby-menu' || !door) return false;
    if (wanted === 'test-print' && shows.print === 'printing') return false;
    leaveAfter(lobbyTimes.menuMs);
    if (!door.note(wanted)) {
      change({ ...shows, isRefused: true });
      return true;
    }
    log('lobby-act', { act: wanted });
    const menu: Menu = { ...shows, isRefused: false };
    switch (wanted) {
      case 'test-print':
        print(menu);
        return true;
      case 'test-scan':
        change({ ...menu, scan: hasScanner ? 'waiting' : 'no-scanner' });
        return true;
      case 'out-of-service':
        change({ ...menu, isRefused: !byStaff.begin('lobby').ok });
        return true;
      case 'in-service':
        change({ ...menu, isRefused: !byStaff.end('lobby').ok });
        return true;
      case 'restart':
        leave();
        door.restart();
        return true;
      default:
        return unreachable(wanted);
    }
  }

  function print(menu: Menu): void {
    if (!testPrint) {
      change({ ...menu, print: 'no-printer' });
      return;
    }
    change({ ...menu, print: 'printing' });
    const mine = opening;
    void testPrint().then((printed) => {
      if (mine === opening && shows?.show === 'lobby-menu') change({ ...shows, print: outcomeOf(printed) });
    });
  }
}

function outcomeOf(printed: Result<Printed, PrintProblem>): LobbyPrint {
  if (!printed.ok) return printed.problem.kind;
  return printed.value === 'printed' ? 'printed' : 'sent';
}

function scanned(event: Exclude<DeviceEvent, { type: 'chip-card-laid' }>) {
  switch (event.type) {
    case 'ticket-read':
      return 'ticket';
    case 'card-read':
    case 'appointment-read':
      return 'document';
    case 'card-not-read':
      return event.why === 'scanner-trouble' || event.why === 'oversized' ? 'trouble' : 'other';
    default:
      return unreachable(event);
  }
}

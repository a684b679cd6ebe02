import { createCallerId, createSessionId, type RandomBytes } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { PatientCodeForm } from '#drivers/contract/patient-code-form.ts';
import {
  type CommandProblem,
  type Commands,
  type PageMessage,
  type Snapshot,
  shortestCode,
} from '#kiosk/bridge/words.ts';
import type { Devices } from './devices.ts';
import type { Lobby } from './lobby/lobby.ts';
import { type CommandSurroundings, eventFromCommand, isLobbyMessage, type LobbyMessage } from './patient-commands.ts';
import type { SessionRunner } from './session-runner.ts';
import { readNumber } from './typed-numbers.ts';

export interface TakeCommandParts {
  readonly runner: Pick<SessionRunner, 'receive' | 'state'>;
  readonly lobby: Pick<Lobby, 'take'>;
  /** What the page was shown last. */
  readonly shown: () => Snapshot;
  readonly keyboardScanner: Devices['keyboardScanner'];
  readonly typing: Devices['typing'];
  readonly today: CommandSurroundings['today'];
  readonly invited: CommandSurroundings['invited'];
  readonly randomBytes: RandomBytes;
  /** The hospital's own, where patients may type it. */
  readonly patientCode: PatientCodeForm | undefined;
  readonly log: Log;
}

/** Takes what a page says: a tap for the flow, what a device typed into the page for its driver, a bug for the log. */
export function createCommandTaker(parts: TakeCommandParts): (message: PageMessage) => Result<'heard', CommandProblem> {
  const { runner, lobby, shown, keyboardScanner, typing, today, invited, randomBytes, patientCode, log } = parts;
  return function takeCommand(message) {
    if (message.command === 'typed-code') return takeTypedCode(message.input);
    if (message.command === 'page-failed') {
      // The host's own word for the screen: what the page says is not written into a log.
      log('page-failed', { what: message.input.what, screen: shown().screen.show });
      return ok('heard');
    }
    if (isLobbyMessage(message)) return takeLobbyCommand(message);
    const event = eventFromCommand(message, shown(), {
      newSessionId: () => createSessionId(randomBytes),
      newCallerId: () => createCallerId(randomBytes),
      today,
      invited,
      readNumber: (text, of) => readNumber(text, of, { patientCode }),
    });
    if (!event.ok) {
      log('command-refused', { reason: event.problem.kind });
      return event;
    }
    const before = runner.state();
    runner.receive(event.value);
    return runner.state() === before ? problem({ kind: 'not-now' }) : ok('heard');
  };

  /** As any tap: the same session and the same screen (law 5). */
  function takeLobbyCommand(message: LobbyMessage): Result<'heard', CommandProblem> {
    const { session, screen } = message.input;
    if (session !== shown().session || screen !== shown().screen.show) return problem({ kind: 'stale' });
    return lobby.take(message) ? ok('heard') : problem({ kind: 'not-now' });
  }

  function takeTypedCode({ text, ended, pace }: Commands['typed-code']): Result<'heard', CommandProblem> {
    // A device types its record in one go and ends it with a key; whether anybody is measured by it, its own window knows (law 11).
    const isWhole = ended !== 'by-silence' && pace !== 'slow';
    if (isWhole && typing.some((device) => device.type(text))) return ok('heard');
    if (!keyboardScanner || text.length < shortestCode) return problem({ kind: 'not-understood' });
    keyboardScanner.type(text, { ended, pace });
    return ok('heard');
  }
}

import { describe, expect, test } from 'vitest';
import type { StoredVisit } from '#backend-client/contract/visit.ts';
import type { CallerId, SessionId } from '#config/agreements/ids.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import type { Snapshot } from '#kiosk/bridge/words.ts';
import { startingState } from '#kiosk/flow/moves.ts';
import { plainVisit, settings, storedVisit, today, walk } from '#kiosk/flow/synthetic.ts';
import { type CommandSurroundings, eventFromCommand, type PatientMessage } from './patient-commands.ts';
import { snapshotFromState } from './snapshot.ts';
import { readNumber } from './typed-numbers.ts';

const world: CommandSurroundings = {
  newSessionId: () => 'S9' as SessionId,
  newCallerId: () => 'C9' as CallerId,
  today: () => today,
  invited: () => ({ visitId: storedVisit.visitId, number: 'A012' }),
  readNumber: (text, of) => readNumber(text, of, {}),
};
const surroundings = {
  site: syntheticSite,
  settings,
  scannerReady: true,
  chipReaderReady: false,
  measuringDevice: () => undefined,
  ticketCodeOf: ({ number, visitId }: StoredVisit) => `code of ${number.text} ${visitId}`,
  secondsLeft: () => 0,
  call: undefined,
  openCall: 'none' as const,
  lobby: () => ({ show: 'lobby-pad', attempt: 0, tells: 'nothing', secondsLeft: 0 }) as const,
  outOfService: { byStaff: false, repairAddress: undefined },
};
const shown = (steps: number): Snapshot =>
  snapshotFromState(walk(plainVisit.slice(0, steps)).state, surroundings, steps);
const tap = (session: string, screen: PatientMessage['input']['screen']): PatientMessage => ({
  id: 1,
  command: 'confirm-identity',
  input: { session, screen },
});

describe('a tap (law 5)', () => {
  test('counts on the screen and in the session that the finger was looking at', () => {
    expect(eventFromCommand(tap('S1', 'confirm-identity'), shown(1), world)).toEqual({
      ok: true,
      value: { type: 'identity-confirmed' },
    });
  });

  test.each([
    ["on the last patient's screen", tap('S0', 'confirm-identity'), shown(1)],
    ['for the second time, when the screen has changed', tap('S1', 'confirm-identity'), shown(2)],
    [
      'when nobody is being served',
      tap('S1', 'confirm-identity'),
      snapshotFromState(startingState(settings), surroundings, 1),
    ],
  ])('%s is refused', (_name, message, snapshot) => {
    expect(eventFromCommand(message, snapshot, world)).toEqual({ ok: false, problem: { kind: 'stale' } });
  });

  test('on the number that was called counts for that number, and never for one that was called meanwhile', () => {
    const rest = snapshotFromState(startingState(settings), surroundings, 1);
    const come = (number: string, who = world) => {
      const input = { session: 'none', screen: 'attract', number } as const;
      return eventFromCommand({ id: 1, command: 'come-as-invited', input }, rest, who);
    };
    expect(come('A012')).toMatchObject({
      ok: true,
      value: { type: 'came-as-invited', visitId: storedVisit.visitId, number: 'A012', sessionId: 'S9' },
    });
    const stale = { ok: false, problem: { kind: 'stale' } };
    expect(come('A011')).toEqual(stale);
    expect(come('A012', { ...world, invited: () => undefined })).toEqual(stale);
  });

  test.each(['call-for-help', 'call-emergency'] as const)('%s is heard whatever the screen has become', (command) => {
    const input = { session: 'S0', screen: 'take-ticket' } as const;
    expect(eventFromCommand({ id: 1, command, input }, shown(1), world).ok).toBe(true);
  });
});

import type { Clock } from '#config/agreements/clock.ts';
import type { Alert, AlertChannel, AlertEnding, AlertKind, EndedBy, StoredAlert } from '../contract/alert.ts';

/** One call at one channel: brought, brought again when it grew louder, asked about, and in the end called over. */
export interface Attendance {
  /** Something about the call has changed: look at once. */
  look(): void;
  stop(): void;
}

interface Needs {
  readonly channel: AlertChannel;
  readonly clock: Clock;
  /** The call as it is now. */
  readonly call: () => StoredAlert;
  readonly wire: (call: StoredAlert) => Alert;
  readonly onDelivered: (escalation: number) => void;
  readonly onAnswer: (by: string) => void;
  /** This channel has nothing more to learn about the call. `false`: it could not be told that the call is over. */
  readonly onDone: (told: boolean) => void;
}

/** How often an open call is looked at: brought again where it could not be, and asked about. */
export const lookEveryMs = 3_000;
const endWaitMs = { shortest: lookEveryMs, longest: 60_000 } as const;
/** About a day: a hospital that has been away for so long has other lists to put right. */
const mostEndTries = 24 * 60;

/** Each call has a loop of its own at each channel, so that an emergency never waits behind another call or a dead channel. */
export function attendCall({ channel, clock, call, wire, onDelivered, onAnswer, onDone }: Needs): Attendance {
  const { alertId } = call();
  let callOff = () => {};
  let looking = false;
  let again = false;
  let over = false;
  /** What the channel has. Not kept on disk: bringing the same escalation twice is harmless. */
  let delivered: number | undefined;
  /** Whoever is coming said so through this channel, so the other side knows that the call is over. */
  let answeredHere = false;
  let endTries = 0;
  return {
    look,
    stop() {
      over = true;
      callOff();
    },
  };

  function look(): void {
    if (over) return;
    again = looking;
    if (looking) return;
    callOff();
    looking = true;
    void (call().isOpen ? bringAndAsk() : sayThatItIsOver()).then((waitMs) => {
      looking = false;
      if (over) return;
      if (again) look();
      else callOff = clock.after(waitMs, look);
    });
  }

  /** Says when to look next. */
  async function bringAndAsk(): Promise<number> {
    const brought = call();
    if (delivered !== brought.escalation) {
      const taken = await channel.deliver(wire(brought));
      if (!taken.ok || over) return lookEveryMs;
      delivered = brought.escalation;
      onDelivered(brought.escalation);
    }
    const answer = await channel.acknowledgement(alertId);
    if (answer.ok && answer.value && !over && call().isOpen) {
      answeredHere = true;
      onAnswer(answer.value.by);
    }
    return lookEveryMs;
  }

  async function sayThatItIsOver(): Promise<number> {
    if (answeredHere) return finish(true);
    const { kind, ended = 'called-off', acknowledgedBy: by } = call();
    const told = await channel.end({ alertId, ended, endedBy: whoEnded(kind, ended), by });
    if (over) return 0;
    endTries += 1;
    if (told.ok) return finish(true);
    if (told.problem.kind === 'refused' || endTries >= mostEndTries) return finish(false);
    return Math.min(endWaitMs.shortest * 2 ** Math.min(endTries, 10), endWaitMs.longest);
  }

  function finish(told: boolean): number {
    over = true;
    onDone(told);
    return 0;
  }
}

/** Only help can be called off by whoever called; that a system stands no longer the kiosk sees by itself. */
export function whoEnded(kind: AlertKind, ended: AlertEnding): EndedBy {
  if (ended === 'answered') return 'person';
  return ended === 'called-off' && kind === 'help-wanted' ? 'caller' : 'kiosk';
}

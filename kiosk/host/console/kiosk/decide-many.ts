import type { MassDecision } from '#backend-client/contract/store.ts';
import type { Outbox } from '#backend-client/outbox/outbox.ts';
import type { Store } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';

interface Needs {
  readonly store: Pick<Store, 'decideSome'>;
  readonly outbox: Pick<Outbox, 'wake' | 'tryNow'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly log: Log;
}

/**
 * One word of a named person for many messages: piece by piece, with whatever patients do in between. False: there was nothing to
 * decide. A kiosk that ends meanwhile leaves the rest as it was.
 */
export function decideMany(act: MassDecision, by: string, { store, outbox, clock, log }: Needs): boolean {
  let messages = 0;
  return goOn(0);

  function goOn(after: number): boolean {
    const piece = store.decideSome(act, by, after);
    if (!piece.ok) return end();
    messages += piece.value.decided;
    const { last } = piece.value;
    if (last === undefined) return end();
    clock.after(0, () => void goOn(last));
    return true;
  }

  function end(): boolean {
    if (messages === 0) return false;
    const decision = act.kind === 'decide' ? act.decision : act.kind;
    const reason = act.kind === 'decide' ? (act.reason ?? 'any') : act.kind === 'move' ? act.to : 'any';
    log('technician-decided-all', { decision, endpointId: act.endpointId, reason, messages });
    outbox.wake();
    // Whoever says that it was mended does not mean in a minute.
    if (act.kind === 'decide' && act.decision !== 'settle-by-hand') outbox.tryNow(act.endpointId);
    return true;
  }
}

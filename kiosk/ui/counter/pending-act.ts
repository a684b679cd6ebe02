import { crockford } from '#config/agreements/ids.ts';
import type { ActRequest, PageAct } from '#kiosk/bridge/hub/counter-words.ts';

/**
 * The one act that is on its way. It stays under its id until the hub has said what became of it, also through a page that is loaded anew:
 * whatever the line does, it is done once or given back.
 */
export interface PendingAct {
  readonly actId: string;
  readonly act: PageAct;
  readonly seen: string | null;
  /** Epoch ms of this machine. */
  readonly pressedAt: number;
  /** Whose it is: nobody else sends it. */
  readonly by: string;
  readonly counter: string;
}

export function pendingAct(of: Omit<PendingAct, 'actId'>, randomBytes: (size: number) => Uint8Array): PendingAct {
  return { actId: [...randomBytes(20)].map((byte) => crockford[byte & 31]).join(''), ...of };
}

export function requestOf({ actId, act, seen, pressedAt }: PendingAct, now: number): ActRequest {
  return { actId, act, seen, agoMs: Math.max(0, Math.round(now - pressedAt)) };
}

const keptUnder = 'counter-pending-act';

/** Of this tab: another one has acts of its own. */
export function keepPending(storage: Pick<Storage, 'setItem' | 'removeItem'>, pending: PendingAct | undefined): void {
  if (pending) storage.setItem(keptUnder, JSON.stringify(pending));
  else storage.removeItem(keptUnder);
}

/** What an earlier page of this tab left, if it is this person's at this counter. */
export function keptPending(
  storage: Pick<Storage, 'getItem'>,
  { by, counter }: Pick<PendingAct, 'by' | 'counter'>,
): PendingAct | undefined {
  const text = storage.getItem(keptUnder);
  if (text === null) return undefined;
  // Written by this page alone.
  const kept: PendingAct = JSON.parse(text);
  return kept.by === by && kept.counter === counter ? kept : undefined;
}

import type { Act, ActKind } from './acts.ts';
import type { QueueDay } from './queue-day.ts';
import type { QueueSettings } from './queue-settings.ts';
import { callNext, callThis, finish, recall } from './rules/calling.ts';
import { chairFree, chairTaken, measured } from './rules/chairs.ts';
import { leaveCounter, pause, resume, sitDown } from './rules/counters.ts';
import { beginDay, beginRecovery, closeDay, endRecovery } from './rules/day.ts';
import { changeService, enter, giveUp, raiseLane } from './rules/entering.ts';
import { quickIssue, serveWithoutTicket } from './rules/issuing.ts';
import { absent, comeBack, park } from './rules/laying-aside.ts';
import { lease, reportLeases, voidNumbers } from './rules/leases.ts';
import type { Deciding, Decision, Needs, Rule } from './rules/rule.ts';
import { confirmLane, openEmergency, sortUnknown, withdraw } from './rules/staff.ts';
import { transfer } from './rules/transferring.ts';
import { undo } from './rules/undo.ts';

/**
 * What becomes of an act on this day: events, which the caller numbers and stamps, or why nothing is done. Changes nothing, and knows no
 * clock but `now`, epoch ms. No events: it had been done before.
 *
 * Events are stamped no earlier than `now`. An act id that `day.acts` knows is not decided again: its events are its answer.
 */
export function decide(settings: QueueSettings, day: QueueDay, act: Act, now: number, needs: Needs): Decision {
  const rule = rules[act.kind] as (deciding: Deciding, act: Act) => Decision;
  return rule({ settings, day, now: Math.max(now, day.at), needs }, act);
}

const rules = {
  enter,
  'raise-lane': raiseLane,
  'change-service': changeService,
  'give-up': giveUp,
  'chair-free': chairFree,
  'chair-taken': chairTaken,
  measured,
  lease,
  'void-numbers': voidNumbers,
  'report-leases': reportLeases,
  'sit-down': sitDown,
  'leave-counter': leaveCounter,
  pause,
  resume,
  'call-next': callNext,
  recall,
  'call-this': callThis,
  finish,
  absent,
  return: comeBack,
  park,
  transfer,
  'quick-issue': quickIssue,
  'serve-without-ticket': serveWithoutTicket,
  undo,
  'open-emergency': openEmergency,
  'confirm-lane': confirmLane,
  withdraw,
  'sort-unknown': sortUnknown,
  'close-day': closeDay,
  'end-recovery': endRecovery,
  'begin-day': beginDay,
  'begin-recovery': beginRecovery,
} as const satisfies { readonly [Kind in ActKind]: Rule<Extract<Act, { kind: Kind }>> };

import { ok, problem } from '#config/agreements/result.ts';
import type { HubAct, StaffAct } from '../acts.ts';
import type { Entry } from '../entry.ts';
import { counterIn } from '../owned-day.ts';
import { isOver, type QueueDay } from '../queue-day.ts';
import { haveAllReported } from './leases.ts';
import type { Deciding, Decision } from './rule.ts';

/** The day's change takes nobody away; a business day never goes back. */
export function beginDay({ day }: Deciding, act: Extract<HubAct, { kind: 'begin-day' }>): Decision {
  if (act.day < day.day) return problem('day-over');
  if (act.day === day.day && day.next > 0) return ok([]);
  const { recovery, ledger, lostBefore, gapUntil } = day;
  return ok([
    {
      kind: 'day-begun',
      day: act.day,
      carried: [...day.entries.values()].filter((entry) => !isOver(entry)).map(carried),
      counters: [...day.counters].map(([counter, { by, isPaused }]) => ({ counter, by, isPaused })),
      runs: [...day.runs.values()]
        .filter((run) => run.day >= day.day)
        .map((run) => ({
          day: run.day,
          series: run.series,
          highest: run.highest,
          isBehindGap: run.isBehindGap,
          leases: run.leases,
        })),
      ledger,
      lostBefore,
      gapUntil,
      recovery: recovery && { begunAt: recovery.begunAt, reported: [...recovery.reported] },
    },
  ]);
}

/** Counts begin anew with the day: the others after whom somebody was to come were called yesterday. */
function carried(entry: Entry): Entry {
  const { state } = entry;
  if (state.is !== 'waiting' || state.notBefore === undefined) return entry;
  return { ...entry, state: { ...state, notBefore: 0 } };
}

export function closeDay({ day }: Deciding, act: Extract<StaffAct, { kind: 'close-day' }>): Decision {
  if (act.by.kind !== 'person') return problem('not-yours');
  if (act.day > day.day) return problem('day-over');
  const visitIds = [...day.entries.values()]
    .filter((entry) => entry.day <= act.day && !isOver(entry) && !isBeingServed(day, entry))
    .map(({ visitId }) => visitId);
  return ok([{ kind: 'day-closed', day: act.day, by: act.by, visitIds }]);
}

/** Whoever is called where nobody sits any more, nobody would ever finish. */
function isBeingServed(day: QueueDay, { state }: Entry): boolean {
  return state.is === 'called' && counterIn(day, state.counter).by !== undefined;
}

export function beginRecovery({ day, needs }: Deciding): Decision {
  if (day.recovery) return ok([]);
  const begun = { kind: 'recovery-begun' } as const;
  return ok(haveAllReported(needs, new Set()) ? [begun, { kind: 'recovery-ended', by: undefined }] : [begun]);
}

export function endRecovery({ day }: Deciding, { by }: Extract<StaffAct, { kind: 'end-recovery' }>): Decision {
  if (by.kind !== 'person') return problem('not-yours');
  return ok(day.recovery ? [{ kind: 'recovery-ended', by }] : []);
}

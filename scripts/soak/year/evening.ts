import type { BusinessDay } from '#config/agreements/ids.ts';
import { compareAccounts, compareNumbers } from './compare-accounts.ts';
import { type NumbersOfDay, readLogAccount } from './log-account.ts';
import type { DayPlan } from './province.ts';
import type { Run } from './run.ts';

/** So often nobody closes the day in the evening. */
const unclosedShare = 0.15;

/** Kiosks are switched off, somebody closes the day, and what everybody says of it is compared. */
export async function endDay(run: Run, { day, visits }: DayPlan): Promise<void> {
  const { hub, kiosks, counters, sums, random } = run;
  const accounts = await Promise.all(kiosks.map((kiosk) => kiosk.close()));
  await hub.committed();
  const standing = await hub.standing();
  const notClosed = random() < unclosedShare ? undefined : await counters.closeDay(day);
  if (notClosed) run.broken.push(`${day}: ${notClosed}`);
  const done = counters.takeAccount();
  const log = await readLogAccount(hub.cluster, hub.database, day);
  run.broken.push(...compareStanding(standing, log.beforeClose).map((each) => `${day}: ${each}`));
  const committed = await hub.committed();
  const byHub = new Map(
    [...committed].map(([kind, count]) => [kind, count - (run.counted.committed.get(kind) ?? 0)] as const),
  );
  const { before, hasFallen } = run.counted;
  run.broken.push(
    ...compareAccounts({
      ...{ kiosks: accounts, counters: done, log, hasFallen, leftBefore: run.leftBefore },
      counted: { byHub, before },
    }),
  );
  keepNumbers(run, log.numbers, day);
  run.counted = { committed, before: new Map(), hasFallen: false };
  run.leftBefore = new Set(log.standing.keys());
  const kind = (name: string) => log.kinds.get(name) ?? 0;
  const tallied = (name: 'facts' | 'requests' | 'failed' | 'underMark') =>
    accounts.reduce((sum, { tally }) => sum + tally[name], 0);
  sums.visits += log.entered.size;
  if (log.entered.size !== visits) run.broken.push(`${day}: ${visits} have come, ${log.entered.size} are in the log`);
  sums.calls += kind('called');
  sums.absences += kind('was-absent');
  sums.transfers += kind('transferred');
  sums.lines += log.rows.events;
  sums.facts += tallied('facts');
  sums.requests += tallied('requests');
  sums.failedRequests += tallied('failed');
  sums.numbersUnderMark += tallied('underMark');
  for (const [what, times] of done.refused) sums.refused[what] = (sums.refused[what] ?? 0) + times;
}

/** What the gauges of the hub say beside what the rows say. */
function compareStanding(ofHub: ReadonlyMap<string, number>, inLog: ReadonlyMap<string, number>): readonly string[] {
  return ['waiting', 'absent', 'parked', 'unknown'].flatMap((is) =>
    (ofHub.get(is) ?? 0) === (inLog.get(is) ?? 0)
      ? []
      : [`${ofHub.get(is) ?? 0} are ${is} for the hub, ${inLog.get(is) ?? 0} in the log`],
  );
}

/** What a day's blocks became is known the next morning, when kiosks have told what they never needed. */
export function keepNumbers(
  { numbers, broken }: Run,
  told: ReadonlyMap<string, NumbersOfDay>,
  today: BusinessDay,
): void {
  for (const [day, some] of told) numbers.set(day, [...(numbers.get(day) ?? []), some]);
  for (const [day, all] of numbers) {
    if (day >= today) continue;
    broken.push(...compareNumbers(day, all));
    numbers.delete(day);
  }
}

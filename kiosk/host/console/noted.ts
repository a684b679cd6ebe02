import type { Result } from '#config/agreements/result.ts';
import { type Act, type Actor, auditActs } from '#kiosk/staff/audit/acts.ts';
import type { AuditLog } from '#kiosk/staff/audit/audit-log.ts';

/** Nothing was done: it cannot be noted (`not-noted`), or its own details are none that a log takes (`not-understood`). */
export type NotNoted = { readonly kind: 'not-noted' | 'not-understood' };

/**
 * Notes an act, then does it: what cannot be noted is not done. What was refused after all is noted, too, under the number of its
 * entry.
 */
export async function noteThenDo<Value, Problem extends { readonly kind: string }>(
  { audit, by, act }: { readonly audit: AuditLog; readonly by: Actor; readonly act: Act },
  work: () => Result<Value, Problem> | Promise<Result<Value, Problem>>,
): Promise<Result<Value, Problem | NotNoted>> {
  if (!auditActs[act.act].safeParse(act.details).success) return { ok: false, problem: { kind: 'not-understood' } };
  const noted = audit.append(by, act);
  if (!noted.ok) return { ok: false, problem: { kind: 'not-noted' } };
  const done = await work();
  if (!done.ok) audit.append(by, { act: 'not-done', details: { entry: noted.value.n, why: done.problem.kind } });
  return done;
}

import type * as z from 'zod';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { AnyCallProblem, ConsoleCalls } from '#kiosk/bridge/console/calls.ts';
import { ownSecret } from '#kiosk/bridge/console/own-secret.ts';
import type { Act } from '#kiosk/staff/audit/acts.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { Who } from '#kiosk/web/sessions.ts';
import { type Caller, type CallTable, callerOf } from './console-part.ts';
import { noteThenDo } from './noted.ts';

/** Any row, seen from outside: what it asks is read by its own reader before it is called. */
interface AnyRow {
  readonly access: 'set-up' | Role;
  readonly asks: z.ZodType;
  readonly bodyLimit?: number;
  readonly audit: 'none' | ((asked: never, by: Caller) => Act | { readonly refused: string });
  readonly answer: (asked: never, by: Caller) => Answered | Promise<Answered>;
}

type Answered = Result<unknown, { readonly kind: string; readonly remainingMs?: number }>;

/** `POST /api/call/<name>` for each call (`kiosk/bridge/console/calls.ts`). */
export function callRoutes(calls: CallTable<ConsoleCalls>, staff: Staff): readonly Route<Role>[] {
  return Object.entries<AnyRow>(calls).map(([name, row]) => {
    const route = {
      kind: 'answer',
      method: 'POST',
      path: `/api/call/${name}`,
      ...(row.bodyLimit === undefined ? {} : { bodyLimit: row.bodyLimit }),
      handle: (call: Call<Who<Role>, Role>) => answer(row, call, staff),
    } as const;
    return row.access === 'set-up' ? { ...route, access: row.access } : { ...route, access: row.access };
  });
}

async function answer(row: AnyRow, call: Call<Who<Role>, Role>, staff: Staff) {
  const read = row.asks.safeParse(call.body);
  if (!read.success) return call.reply.code(400).send();
  const answered = await confirmedAndNoted(row, read.data, call, staff);
  if (!answered.ok) {
    const { kind, remainingMs } = answered.problem;
    if (kind === 'not-understood') return call.reply.code(400).send();
    return call.reply.code(409).send({ kind, ...(remainingMs === undefined ? {} : { remainingMs }) });
  }
  return answered.value === undefined ? call.reply.code(204).send() : call.reply.send(answered.value);
}

/** The one place where an act of the console is noted; and where whoever does what is grave shows that it is still them. */
async function confirmedAndNoted(
  { audit, answer }: AnyRow,
  asked: unknown,
  call: Call<Who<Role>, Role>,
  staff: Staff,
): Promise<Answered> {
  const by = callerOf(call);
  const confirmed = await confirm(asked, by, staff);
  if (!confirmed.ok) return confirmed;
  // It may have ended while the PIN was looked at.
  if (call.session?.ended.aborted) return problem({ kind: 'own-wrong' satisfies AnyCallProblem });
  if (audit === 'none') return answer(asked as never, by);
  const act = audit(asked as never, by);
  if ('refused' in act) return problem({ kind: act.refused });
  return noteThenDo({ audit: staff.audit, by: by.actor, act }, () => answer(asked as never, by));
}

async function confirm(asked: unknown, { who, name, source }: Caller, { signIn }: Staff): Promise<Answered> {
  const own = ownSecret(asked);
  // The owner of the machine has no PIN: the address that opened the console was read on the machine itself.
  if (!own || who.kind !== 'person' || who.id === machineOwner.id) return ok(undefined);
  const { pin: secret, code } = own;
  const confirmed = await signIn.confirm({ name }, { secret, code, source });
  if (confirmed.ok) return ok(undefined);
  const { kind } = confirmed.problem;
  switch (kind) {
    case 'wrong':
      return problem({ kind: 'own-wrong' satisfies AnyCallProblem });
    case 'code-needed':
      return problem({ kind: 'own-code-needed' satisfies AnyCallProblem });
    case 'locked-out':
      return problem({ kind, remainingMs: Math.ceil(confirmed.problem.remainingMs) });
    default:
      return problem({ kind });
  }
}

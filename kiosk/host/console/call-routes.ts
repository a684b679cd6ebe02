import type * as z from 'zod';
import type { Result } from '#config/agreements/result.ts';
import type { ConsoleCalls } from '#kiosk/bridge/console/calls.ts';
import type { Role } from '#kiosk/staff/roles.ts';
import type { Call, Route } from '#kiosk/web/routes.ts';
import type { Who } from '#kiosk/web/sessions.ts';
import { type Caller, type CallTable, callerOf } from './console-part.ts';

/** Any row, seen from outside: what it asks is read by its own reader before it is called. */
interface AnyRow {
  readonly access: 'set-up' | Role;
  readonly asks: z.ZodType;
  readonly bodyLimit?: number;
  readonly answer: (
    asked: never,
    by: Caller,
  ) => Result<unknown, { readonly kind: string }> | Promise<Result<unknown, { readonly kind: string }>>;
}

/** `POST /api/call/<name>` for each call (`kiosk/bridge/console/calls.ts`). */
export function callRoutes(calls: CallTable<ConsoleCalls>): readonly Route<Role>[] {
  return Object.entries<AnyRow>(calls).map(([name, row]) => {
    const route = {
      kind: 'answer',
      method: 'POST',
      path: `/api/call/${name}`,
      ...(row.bodyLimit === undefined ? {} : { bodyLimit: row.bodyLimit }),
      handle: (call: Call<Who<Role>, Role>) => answer(row, call),
    } as const;
    return row.access === 'set-up' ? { ...route, access: row.access } : { ...route, access: row.access };
  });
}

async function answer(row: AnyRow, call: Call<Who<Role>, Role>) {
  const read = row.asks.safeParse(call.body);
  if (!read.success) return call.reply.code(400).send();
  const answered = await row.answer(read.data as never, callerOf(call));
  if (!answered.ok) return call.reply.code(409).send({ kind: answered.problem.kind });
  return answered.value === undefined ? call.reply.code(204).send() : call.reply.send(answered.value);
}

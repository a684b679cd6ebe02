import * as z from 'zod';
import { ok } from '#config/agreements/result.ts';
import type { AuditCalls, Noted } from '#kiosk/bridge/console/audit-words.ts';
import type { AuditAct } from '#kiosk/staff/audit/acts.ts';
import type { Staff } from '#kiosk/staff/staff.ts';
import type { ConsolePart } from '../console-part.ts';

const mostShown = 1_000;

/** The page has words for every act that there is, and for no other. */
true satisfies [AuditAct, Noted] extends [Noted, AuditAct] ? true : false;

/** Who did what, and whether the log proves itself. */
export function auditPart({
  audit,
  verifyAudit,
}: Pick<Staff, 'audit' | 'verifyAudit'>): ConsolePart<AuditCalls, object> {
  return {
    topics: {},
    calls: {
      'audit/read': {
        access: 'supervisor',
        asks: z.strictObject({}),
        audit: 'none',
        answer: () =>
          ok({
            entries: audit
              .latest(mostShown)
              .toReversed()
              .map(({ n, at, by, act, details }) => ({
                n,
                at,
                by: by && { name: by.name, role: by.role },
                act,
                details,
              })),
            count: audit.head().count,
          }),
      },
      'audit/verify': {
        access: 'supervisor',
        asks: z.strictObject({}),
        audit: 'none',
        answer() {
          const verified = verifyAudit();
          if (verified.ok) return ok({ stands: 'whole', count: verified.value.count, hash: verified.value.hash });
          const { why, file, line } = verified.problem;
          return ok({ stands: 'damaged', why, where: line > 0 ? `${file}:${line}` : file });
        },
      },
    },
  };
}

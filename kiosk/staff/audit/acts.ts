import * as z from 'zod';
import { personId } from '../person.ts';
import { roles } from '../roles.ts';
import { staffName } from '../staff-name.ts';

/** What our own programs name: an id of the site file, a closed word, a version. Never what somebody typed. */
const word = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._:@/+-]{0,63}$/u);
const count = z.int().min(0).max(1_000_000_000);
const ms = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const name = z.string().refine((text) => staffName(text) === text);
const held = z.array(z.enum(roles)).max(roles.length);
const person = { personId, name };
/** An IP address of whoever asked. */
const source = z.string().regex(/^[0-9a-fA-F.:%\w]{1,64}$/);
const none = z.strictObject({});
const device = z.strictObject({ deviceId: word, kind: word });

/**
 * Every act that is noted, with what is noted of it. Fields are closed: nobody can write a patient's name or a secret where there is no
 * place for it. A name in a field is of the staff. A message and an alert are named by their ids, which say nothing about a person.
 */
export const auditActs = {
  /** The log itself. */
  'log-begun': none,
  /** A line that was cut off by a crash was taken out. */
  'log-mended': z.strictObject({ bytes: count }),
  /** What stood before does not prove itself, or was written without the kiosk's key (`no-key`); it lies in the folder of this name. */
  'log-set-aside': z.strictObject({ why: word, folder: word }),
  /** A file of the staff's did not read; it lies beside, under this name. */
  'file-set-aside': z.strictObject({ file: word, why: word, aside: word.optional() }),

  /** What entry `entry` says was refused, or came to nothing, after it had been noted. */
  'not-done': z.strictObject({ entry: count, why: word }),

  'set-up-begun': none,
  'set-up-code-right': z.strictObject({ source }),
  'set-up-code-wrong': z.strictObject({ source, why: word }),

  'signed-in': z.strictObject({ source, totp: z.boolean() }),
  /** Whom a wrong secret was tried for stands in `by` only where the name is somebody's: people type secrets into fields of names. */
  'sign-in-refused': z.strictObject({
    source,
    why: z.enum(['wrong', 'code-needed', 'locked-out', 'busy', 'not-writable']),
  }),
  'locked-out': z.strictObject({
    what: z.enum(['name', 'source', 'everybody', 'lobby']),
    ms,
    source: source.optional(),
  }),
  'signed-out': none,
  'session-ended': z.strictObject({ why: word }),

  /** The id is given when it is done; the name is nobody else's until then. */
  'person-added': z.strictObject({ name, roles: held }),
  'person-renamed': z.strictObject({ ...person, before: name }),
  'person-removed': z.strictObject(person),
  'roles-changed': z.strictObject({ ...person, roles: held, before: held }),
  'secret-changed': z.strictObject(person),
  'totp-set': z.strictObject(person),
  'totp-removed': z.strictObject(person),
  'lobby-pin-changed': z.strictObject({ to: z.enum(['set', 'none']) }),

  'site-file-saved': z.strictObject({ version: word, fields: count, applied: z.enum(['at-once', 'after-restart']) }),
  'site-file-returned': z.strictObject({ version: word, from: word }),
  'site-file-imported': z.strictObject({ version: word, fields: count }),
  'site-file-exported': z.strictObject({ version: word }),
  'site-file-not-read': z.strictObject({ instead: word }),
  'secret-set': z.strictObject({ field: word }),

  'device-added': device,
  'device-changed': device,
  'device-replaced': device,
  'device-removed': device,
  'device-tested': z.strictObject({ deviceId: word, kind: word, test: word, outcome: word }),
  'device-recorded': z.strictObject({ deviceId: word, kind: word, bytes: count }),
  'device-forgotten': device,

  'message-decided': z.strictObject({ messageId: count, endpointId: word.optional(), decision: word }),
  'messages-decided': z.strictObject({ endpointId: word, decision: word }),
  'endpoint-tried': z.strictObject({ endpointId: word }),
  'test-message-sent': z.strictObject({ endpointId: word, outcome: word }),
  'test-look-up-made': z.strictObject({ endpointId: word, outcome: word }),
  'conformance-run': z.strictObject({ endpointId: word, outcome: word }),
  'handed-to-desk': z.strictObject({ count }),
  'check-in-taken': z.strictObject({ day: word }),
  'alert-acknowledged': z.strictObject({ alertId: word }),
  'day-left': z.strictObject({ day: word }),
  'time-confirmed': z.strictObject({ day: word }),

  'self-test-run': none,
  'readiness-report-made': z.strictObject({ outcome: word }),
  'bundle-made': none,
  'screenshot-taken': none,
  'log-tail-opened': none,
  'maintenance-begun': none,
  'maintenance-ended': none,
  restarted: none,

  /** At a hospital's hub. Somebody else sat at that counter; what becomes of numbers stands in the log of the day. */
  'seat-taken': z.strictObject({ counter: word }),
  'number-withdrawn': z.strictObject({ counter: word, reason: word }),
  'day-closed': z.strictObject({ day: word }),
  'recovery-ended': none,

  /** From the corner of the patient's screen: by the lobby's PIN, so by nobody with a name. */
  'lobby-pad-opened': none,
  'lobby-pin-wrong': none,
  'lobby-act': z.strictObject({
    act: z.enum(['test-print', 'test-scan', 'restart', 'out-of-service', 'in-service', 'end-crisis']),
  }),
} as const;

export type AuditAct = keyof typeof auditActs;

/** An act with what is noted of it. */
export type Act = {
  readonly [A in AuditAct]: { readonly act: A; readonly details: z.infer<(typeof auditActs)[A]> };
}[AuditAct];

/** Who did it. `null`: nobody with a name (the program itself, the lobby's PIN, whoever was refused). */
export const actor = z.strictObject({ id: personId, name, role: z.enum(roles) }).nullable();
export type Actor = z.infer<typeof actor>;

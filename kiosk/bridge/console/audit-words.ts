import type { StaffRole } from './people-words.ts';

/** Everything that is noted of the staff, by the names of `kiosk/staff/audit/acts.ts`. */
export const noted = [
  'log-begun',
  'log-mended',
  'log-set-aside',
  'file-set-aside',
  'not-done',
  'set-up-begun',
  'set-up-code-right',
  'set-up-code-wrong',
  'signed-in',
  'sign-in-refused',
  'locked-out',
  'signed-out',
  'session-ended',
  'person-added',
  'person-renamed',
  'person-removed',
  'roles-changed',
  'secret-changed',
  'totp-set',
  'totp-removed',
  'lobby-pin-changed',
  'site-file-saved',
  'site-file-returned',
  'site-file-imported',
  'site-file-exported',
  'site-file-not-read',
  'secret-set',
  'device-added',
  'device-changed',
  'device-replaced',
  'device-removed',
  'device-tested',
  'device-recorded',
  'device-forgotten',
  'message-decided',
  'messages-decided',
  'endpoint-tried',
  'test-message-sent',
  'test-look-up-made',
  'conformance-run',
  'handed-to-desk',
  'check-in-taken',
  'alert-acknowledged',
  'day-left',
  'time-confirmed',
  'self-test-run',
  'readiness-report-made',
  'bundle-made',
  'screenshot-taken',
  'log-tail-opened',
  'maintenance-begun',
  'maintenance-ended',
  'restarted',
  'seat-taken',
  'number-withdrawn',
  'day-closed',
  'recovery-ended',
  'lobby-pad-opened',
  'lobby-pin-wrong',
  'lobby-act',
] as const;
export type Noted = (typeof noted)[number];

export interface AuditEntryOnPage {
  readonly n: number;
  /** Epoch ms, as the machine believed. */
  readonly at: number;
  /** `null`: nobody with a name. */
  readonly by: { readonly name: string; readonly role: StaffRole } | null;
  /** Of `noted`, or of a later version. */
  readonly act: string;
  /** Closed fields of the act: ids, words, numbers. */
  readonly details: Readonly<Record<string, unknown>>;
}

export type AuditCalls = {
  /** The newest first, at most 1,000. */
  'audit/read': {
    readonly asks: object;
    readonly answers: { readonly entries: readonly AuditEntryOnPage[]; readonly count: number };
    readonly problem: never;
  };
  /** Reads the whole log: does it prove itself? `where`: file and line of the first that does not. */
  'audit/verify': {
    readonly asks: object;
    readonly answers:
      | { readonly stands: 'whole'; readonly count: number; readonly hash: string }
      | { readonly stands: 'damaged'; readonly why: string; readonly where: string };
    readonly problem: never;
  };
};

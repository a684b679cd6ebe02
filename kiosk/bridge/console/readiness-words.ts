import type { DeviceCondition, DeviceHint, DeviceKind, WhyAbsent } from '#drivers/contract/device.ts';

/** The better first. */
export const outcomes = ['pass', 'warn', 'fail'] as const;
/** `warn`: patients are served, and somebody should look at it soon. `fail`: a part does not do its work. */
export type Outcome = (typeof outcomes)[number];

/** What a self-test may find, part by part, and what that means. Devices are judged by their condition. */
export const findings = {
  service: { open: 'pass', 'closed-by-staff': 'warn' },
  store: {
    writable: 'pass',
    'disk-full': 'fail',
    'not-writable': 'fail',
    'file-lost': 'fail',
    damaged: 'fail',
  },
  /** `not-finished`: a large store, and the time for it was up. */
  integrity: { whole: 'pass', 'not-finished': 'warn', 'not-read': 'fail', damaged: 'fail' },
  disk: { room: 'pass', low: 'warn', 'too-low': 'fail' },
  time: { confirmed: 'pass', unconfirmed: 'warn' },
  window: { connected: 'pass', absent: 'warn', lost: 'fail' },
  keys: { readable: 'pass', 'store-key': 'fail', 'signing-key': 'fail' },
  tickets: { verified: 'pass', 'not-verified': 'warn' },
  /** Of whoever is measured in danger, on a kiosk that measures by protocol. `no-pin`: and nobody can answer it at its screen either. */
  calls: { taken: 'pass', 'rings-here-only': 'warn', 'no-pin': 'warn' },
  'site-file': { 'as-written': 'pass', 'last-good': 'warn' },
  audit: { whole: 'pass', 'laid-aside': 'warn', damaged: 'fail' },
  /** `accepts`: a system that cannot be asked, whose messages go well. */
  system: {
    answers: 'pass',
    accepts: 'pass',
    'left-alone': 'warn',
    'somebody-must-decide': 'warn',
    'not-reachable': 'fail',
    'not-understood': 'fail',
    lacks: 'fail',
    'no-answer': 'fail',
    stands: 'fail',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Outcome>>>>;

export type Part = keyof typeof findings;
export type Finding<P extends Part> = keyof (typeof findings)[P];

/** One question of the self-test and its answer. `about`: the id of a system or device. */
export type Check =
  | { readonly [P in Part]: { readonly part: P; readonly found: Finding<P>; readonly about?: string } }[Part]
  | {
      readonly part: 'device';
      readonly about: string;
      readonly kind: DeviceKind;
      readonly condition: DeviceCondition;
      readonly whyAbsent?: WhyAbsent | undefined;
      readonly hints: readonly DeviceHint[];
    };

export function outcomeOf(check: Check): Outcome {
  if (check.part === 'device') return deviceOutcome(check);
  const table: Readonly<Record<string, Outcome>> = findings[check.part];
  return table[check.found] ?? 'fail';
}

function deviceOutcome({ condition, hints }: Extract<Check, { part: 'device' }>): Outcome {
  if (condition === 'ready' || condition === 'measuring') return hints.length === 0 ? 'pass' : 'warn';
  return condition === 'paper-low' ? 'warn' : 'fail';
}

export function worstOf(checks: readonly Check[]): Outcome {
  const ranks = checks.map((check) => outcomes.indexOf(outcomeOf(check)));
  return outcomes[Math.max(0, ...ranks)] ?? 'fail';
}

/** What one self-test found, and of which kiosk. Holds no personal data. */
export interface ReadinessReport {
  readonly kioskId: string;
  readonly version: string;
  /** ISO 8601, as the kiosk believes. */
  readonly at: string;
  readonly tookMs: number;
  readonly askedBy: 'opening-time' | 'person';
  readonly outcome: Outcome;
  readonly checks: readonly Check[];
  /** SHA-256, hex. `null`: there is no such file. */
  readonly hashes: { readonly siteFile: string | null; readonly program: string | null };
  /** Of the log of what staff did, before this report was noted there. */
  readonly audit: { readonly count: number; readonly hash: string };
}

/**
 * `GET /readiness.json`: the newest report, readable, and the same signed: `jws` is a compact JWS (RFC 7515, EdDSA by RFC 8037) whose
 * payload is `report` as JSON. `publicKey`: base64url, 32 bytes. `null`: the key could not be used.
 */
export interface SignedReport {
  readonly report: ReadinessReport;
  readonly jws: string | null;
  readonly publicKey: string | null;
}

/** Minutes of one day that the kiosk has watched, and minutes of them in which a part was out. */
export interface DayOfPart {
  /** `2026-11-26`. */
  readonly day: string;
  readonly watched: number;
  readonly out: number;
}

/** `service`: patients could not be served though nobody had taken the kiosk out of service; `maintenance`: somebody had. */
export interface PartAvailability {
  readonly part: 'service' | 'maintenance' | 'window' | 'time' | 'device' | 'system';
  readonly about: string;
  /** The last 30 days, the oldest first; days of which nothing is known are missing. */
  readonly days: readonly DayOfPart[];
}

export interface ReadinessState {
  readonly kioskId: string;
  readonly timeZone: string;
  /** `06:30`: when it tests itself, every day. */
  readonly selfTestAt: string;
  readonly isRunning: boolean;
  readonly isServing: boolean;
  readonly closedByStaff: { readonly since: number; readonly from: 'console' | 'lobby' } | undefined;
  /** The newest first; at most 30. */
  readonly reports: readonly ReadinessReport[];
  readonly publicKey: string | null;
  readonly availability: readonly PartAvailability[];
}

export interface ReadinessTopics {
  readonly readiness: ReadinessState;
}

export type ReadinessCalls = {
  /** `serving`: somebody is being served. */
  'readiness/test': {
    readonly asks: object;
    readonly answers: { readonly outcome: Outcome };
    readonly problem: 'no-kiosk' | 'serving' | 'running';
  };
  'maintenance/begin': {
    readonly asks: object;
    readonly answers: undefined;
    readonly problem: 'no-kiosk' | 'not-writable';
  };
  'maintenance/end': {
    readonly asks: object;
    readonly answers: undefined;
    readonly problem: 'no-kiosk' | 'not-writable';
  };
};

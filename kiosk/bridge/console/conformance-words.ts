/** As the conformance kit names them. */
export const verdicts = ['accepted', 'refused', 'slow', 'wrong', 'not-checkable'] as const;
export type Verdict = (typeof verdicts)[number];

export interface SaidInBoth {
  readonly vi: string;
  readonly en: string;
}

/** One step of a run, as its program says it. */
export interface ConformanceStep {
  /** `registration.ordinary`. */
  readonly id: string;
  readonly title: SaidInBoth;
  readonly verdict: Verdict;
}

/**
 * - `could-not-run`: the program could not use the site file or a secret. `broke-off`: it ended in the middle, by nobody's wish.
 * - `stopped`: somebody asked for it, or the kiosk's program ended. `took-too-long`: the time for it was up.
 */
export const conformanceEnds = [
  'nothing-wrong',
  'something-wrong',
  'could-not-run',
  'stopped',
  'took-too-long',
  'broke-off',
] as const;
export type ConformanceEnd = (typeof conformanceEnds)[number];

export interface ConformanceRun {
  readonly endpointId: string;
  /** Who asked for it. */
  readonly by: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** All that was sent or asked so far, in its order. */
  readonly steps: readonly ConformanceStep[];
}

/** The conformance kit's runs against the hospital's systems: a program of its own, one run at a time. Topic `conformance`. */
export interface ConformanceState {
  /** The program stands beside the kiosk's. */
  readonly isHere: boolean;
  readonly running: ConformanceRun | undefined;
  /** The newest since the console's start. */
  readonly last: (ConformanceRun & { readonly endedAt: number; readonly end: ConformanceEnd }) | undefined;
  /** Of each system the newest whole run's. */
  readonly reports: readonly { readonly endpointId: string; readonly finishedAt: number }[];
}

export interface ConformanceTopics {
  readonly conformance: ConformanceState;
}

/**
 * `GET /conformance/<system>/html`, `…/json`: the newest report as an attachment; 404 when there is none. Whoever was not made up by the
 * kit is masked in it.
 */
export type ConformanceCalls = {
  /** `typed`: the id of the system once more, by hand: what is sent stays there. */
  'conformance/begin': {
    readonly asks: { readonly endpointId: string; readonly typed: string };
    readonly answers: undefined;
    readonly problem: 'no-kiosk' | 'unknown-system' | 'not-confirmed' | 'running' | 'not-here' | 'site-file';
  };
  'conformance/stop': { readonly asks: object; readonly answers: undefined; readonly problem: 'not-running' };
  'conformance/report': {
    readonly asks: { readonly endpointId: string };
    readonly answers: ConformanceReportOnPage;
    readonly problem: 'none';
  };
};

/** What is read of `conformance.json`; see the conformance kit's `report.ts`. */
export interface ConformanceReportOnPage {
  readonly runId: string;
  readonly kioskVersion: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly nothingWrong: boolean;
  readonly summary: Readonly<Record<Verdict, number>>;
  readonly systems: readonly {
    readonly id: string;
    readonly protocolName: string;
    readonly address: string;
    readonly secured: 'plain' | 'tls' | 'mutual-tls';
    readonly checks: readonly ConformanceCheck[];
  }[];
}

export interface ConformanceCheck extends ConformanceStep {
  readonly tookMs: number | null;
  readonly sent: string | null;
  readonly received: string | null;
  readonly finding: SaidInBoth;
  readonly advice: (SaidInBoth & { readonly where: string }) | null;
}

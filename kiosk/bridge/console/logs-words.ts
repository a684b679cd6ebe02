import type { Snapshot } from '../words.ts';

export const logLevels = ['info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One line of the event log. Its fields are those of the catalogue, and so nobody's name or number. */
export interface LogLineOnPage {
  /** Epoch ms. */
  readonly at: number;
  readonly level: LogLevel;
  /** Of the catalogue, or of another version. */
  readonly event: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
}

/** Where a reading of the log files goes on, towards the past. Whoever sends it back changes nothing in it. */
export interface LogPlace {
  /** Of the file, which keeps it when it is renamed. */
  readonly inode: number;
  /** Bytes from its beginning that are still to be read. */
  readonly offset: number;
}

export interface LogSearch {
  readonly levels?: readonly LogLevel[] | undefined;
  readonly events?: readonly string[] | undefined;
  readonly deviceId?: string | undefined;
  /** In event, fields and the catalogue's sentence; case does not matter. */
  readonly text?: string | undefined;
  /** Epoch ms. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly goOn?: LogPlace | undefined;
}

export interface LogFound {
  /** The newest first; at most 200. */
  readonly lines: readonly LogLineOnPage[];
  /** `undefined`: the files end here. */
  readonly goOn: LogPlace | undefined;
}

/** What the sparklines show, each with the unit of its values. */
export const metricSeries = {
  'sessions-per-minute': 'per-minute',
  'errors-per-minute': 'per-minute',
  'waiting-messages': 'count',
  'oldest-waiting': 'minutes',
  'devices-not-ready': 'count',
  'free-disk': 'bytes',
  memory: 'bytes',
  'cpu-share': 'percent',
  'event-loop-lag': 'ms',
} as const;
export type MetricSeries = keyof typeof metricSeries;

export interface MetricsHistory {
  /** Epoch ms of the newest point; the others lie a minute apart before it. */
  readonly until: number;
  /** The oldest first, at most 1,440. `null`: not watched, the kiosk did not run. */
  readonly series: Readonly<Record<MetricSeries, readonly (number | null)[]>>;
}

export type LogsCalls = {
  'logs/search': { readonly asks: LogSearch; readonly answers: LogFound; readonly problem: 'not-readable' };
  /** Noted: whoever watches the log from afar. The lines themselves come over topic `log-tail`. */
  'logs/open-tail': { readonly asks: object; readonly answers: undefined; readonly problem: never };
  'logs/metrics': { readonly asks: object; readonly answers: MetricsHistory; readonly problem: 'no-kiosk' };
  /** `GET /bundle/<pass>`, once and within a minute → the bundle as `tar.gz`. */
  'logs/make-bundle': {
    readonly asks: object;
    readonly answers: { readonly pass: string; readonly bytes: number };
    readonly problem: 'no-kiosk';
  };
  /** What the patient's screen shows now, with everything about anybody replaced. */
  'screen/look': { readonly asks: object; readonly answers: Snapshot; readonly problem: 'no-kiosk' };
};

export interface LogsTopics {
  /** The newest lines since the host's start, the newest last; at most 60. */
  readonly 'log-tail': { readonly lines: readonly LogLineOnPage[] };
}

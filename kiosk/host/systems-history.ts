import type { Clock } from '#config/agreements/clock.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';

/** How one system of the hospital has fared since the kiosk's start. Counts, words and moments; nothing about anybody. */
export interface SystemHistory {
  readonly accepted: number;
  readonly refused: number;
  readonly unsure: number;
  /** Attempts that were put off. */
  readonly delayed: number;
  readonly answered: number;
  /** Questions of a waiting patient that were not answered, or not usably. */
  readonly unanswered: number;
  /** Epoch ms of the last word that came from there, good or bad. */
  readonly lastAnswerAt: number | undefined;
  /** Newest first; at most 12. The same again is one line with its last moment. */
  readonly latest: readonly SystemMoment[];
}

export interface SystemMoment {
  readonly at: number;
  readonly what: SystemOutcome;
  /** Why it did not go well; of a question its own. */
  readonly reason: string | undefined;
  readonly times: number;
}

export type SystemOutcome = keyof Pick<
  SystemHistory,
  'accepted' | 'refused' | 'unsure' | 'delayed' | 'answered' | 'unanswered'
>;

const outcomes: Partial<Record<LogEventId, SystemOutcome>> = {
  'delivery-accepted': 'accepted',
  'delivery-refused': 'refused',
  'delivery-unsure': 'unsure',
  'delivery-delayed': 'delayed',
  'look-up-answered': 'answered',
  'look-up-failed': 'unanswered',
};

/** Nothing came from the hospital. */
const silences: readonly string[] = [
  'not-connected',
  'no-answer',
  'line-broke',
  'probe-unanswered',
  'tls-refused',
  'stopped',
  'unreadable',
  'not-offered',
];

const mostMoments = 12;

const nothing: SystemHistory = {
  accepted: 0,
  refused: 0,
  unsure: 0,
  delayed: 0,
  answered: 0,
  unanswered: 0,
  lastAnswerAt: undefined,
  latest: [],
};

export interface SystemsHistory {
  /** Hears every line of the log. */
  note(event: LogEventId, fields: Readonly<Record<string, string | number | boolean>>): void;
  of(systemId: string): SystemHistory;
}

export function createSystemsHistory({ now }: Pick<Clock, 'now'>): SystemsHistory {
  const systems = new Map<string, SystemHistory>();
  return {
    of: (systemId) => systems.get(systemId) ?? nothing,
    note(event, { endpointId, reason }) {
      const what = outcomes[event];
      if (!what || typeof endpointId !== 'string') return;
      const why = typeof reason === 'string' ? reason : undefined;
      systems.set(endpointId, historyAfter(systems.get(endpointId) ?? nothing, { at: now(), what, reason: why }));
    },
  };
}

function historyAfter(history: SystemHistory, moment: Omit<SystemMoment, 'times'>): SystemHistory {
  const { what, reason, at } = moment;
  const [before, ...older] = history.latest;
  const isSame = before?.what === what && before.reason === reason;
  return {
    ...history,
    [what]: history[what] + 1,
    lastAnswerAt: reason !== undefined && silences.includes(reason) ? history.lastAnswerAt : at,
    latest: isSame
      ? [{ ...moment, times: before.times + 1 }, ...older]
      : [{ ...moment, times: 1 }, ...history.latest].slice(0, mostMoments),
  };
}

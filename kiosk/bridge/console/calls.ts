import type { AuditCalls } from './audit-words.ts';
import type { ConformanceCalls, ConformanceTopics } from './conformance-words.ts';
import type { DevicesCalls, DevicesTopics } from './devices-words.ts';
import type { HospitalCalls } from './hospital-words.ts';
import type { LogsCalls, LogsTopics } from './logs-words.ts';
import type { OverviewTopics } from './overview-words.ts';
import type { PeopleCalls, PeopleTopics } from './people-words.ts';
import type { ReadinessCalls, ReadinessTopics } from './readiness-words.ts';
import type { SettingsCalls, SettingsTopics } from './settings-words.ts';
import type { UpkeepCalls, UpkeepTopics } from './upkeep-words.ts';

/**
 * The words between host and console.
 *
 * `POST /api/call/<name>` with what it asks as JSON → 200 with its answer, 204 when there is none, 409 `{ kind }` with one of its
 * problems, 400 (not understood), 401 (nobody is signed in), 403 (another role). A part of the console says its calls and topics in a
 * file of its own; here they are joined.
 */
export interface CallWords {
  readonly asks: object;
  readonly answers: unknown;
  /** Why it was not done: a closed list. */
  readonly problem: string;
}

export interface ConsoleCalls
  extends UpkeepCalls,
    HospitalCalls,
    ConformanceCalls,
    PeopleCalls,
    AuditCalls,
    DevicesCalls,
    SettingsCalls,
    ReadinessCalls,
    LogsCalls {}
export type CallName = keyof ConsoleCalls;

/**
 * What any call may be answered beside its own problems. `not-noted`: the audit log cannot be written, so nothing was done. The others
 * are about one's own PIN, where a call asks for it (`own`); `locked-out` comes with `remainingMs`.
 */
export const anyCallProblems = [
  'not-noted',
  'own-wrong',
  'own-code-needed',
  'locked-out',
  'busy',
  'not-writable',
] as const;
export type AnyCallProblem = (typeof anyCallProblems)[number];

/**
 * What the console watches over `/live`: the page says `{ watch: [{ topic, about }] }`, all that it watches from now on; the host says
 * `{ topic, about, state }`, the first at once and then whenever it has changed. `state` is `null` while there is nothing to tell.
 */
export interface ConsoleTopics
  extends UpkeepTopics,
    OverviewTopics,
    ConformanceTopics,
    PeopleTopics,
    DevicesTopics,
    SettingsTopics,
    ReadinessTopics,
    LogsTopics {}
export type TopicName = keyof ConsoleTopics;

export interface Watch {
  readonly topic: TopicName;
  /** Which one, where there are several: a device's id. */
  readonly about?: string;
}

/** `touch`: somebody is there, and not only a page that was left open. */
export interface PageSays {
  readonly watch?: readonly Watch[];
  readonly touch?: true;
}

export interface HostSays {
  readonly topic: TopicName;
  readonly about?: string;
  readonly state: unknown;
}

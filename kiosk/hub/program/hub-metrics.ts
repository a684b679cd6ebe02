import { Counter, Gauge, Registry } from 'prom-client';
import type { HubLogEventId } from '#config/agreements/hub-log-events.ts';
import { addProcessMetrics } from '#kiosk/web/process-metrics.ts';
import type { Decider } from '../deciding/decider.ts';
import { isOver } from '../queue/queue-day.ts';
import type { BoardPart } from '../server/board-part.ts';
import { type Fleet, kioskNeeds } from '../server/fleet.ts';

export interface HubMetrics {
  countEvent(id: HubLogEventId): void;
  /** The same decider; what it is asked and answers is counted. */
  counting(decider: Decider): Decider;
  text(): Promise<{ readonly contentType: string; readonly text: string }>;
}

interface Needs {
  readonly hub: () => {
    readonly decider: Pick<Decider, 'standing' | 'today'>;
    readonly fleet: Pick<Fleet, 'kiosks'>;
    readonly boards: Pick<BoardPart, 'voices'>;
  };
  readonly now: () => number;
}

const standings = ['deciding', 'second', 'waiting'] as const;

/** Prometheus text of a hub. Labels are ids of the settings and closed words: no number in a queue and no person can appear in them. */
export function createHubMetrics({ hub, now }: Needs): HubMetrics {
  const registry = new Registry();
  const registers = [registry];
  addProcessMetrics(registry);
  const counter = <const Labels extends readonly string[]>(name: string, help: string, labelNames: Labels) =>
    new Counter<Labels[number]>({ name, help, labelNames, registers });
  const gauge = <const Labels extends readonly string[]>(name: string, help: string, labelNames: Labels) =>
    new Gauge<Labels[number]>({ name, help, labelNames, registers });
  const lines = counter('tiepdon_hub_events_total', 'Log lines by event.', ['event']);
  const acts = counter('tiepdon_hub_acts_total', 'Acts by kind and what became of them.', ['act', 'outcome']);
  const refusals = counter('tiepdon_hub_refusals_total', 'Refused acts by reason.', ['why']);
  const commits = counter('tiepdon_hub_commits_total', 'Commits to the database.', []);
  const committed = counter('tiepdon_hub_committed_events_total', 'Queue events by kind.', ['event']);
  const stands = gauge('tiepdon_hub_standing', '1 for where this hub stands.', ['standing']);
  const waiting = gauge('tiepdon_hub_waiting', 'Numbers that wait.', ['service', 'lane']);
  const longest = gauge('tiepdon_hub_longest_wait_seconds', 'How long the one has waited that waits longest.', [
    'service',
  ]);
  const absent = gauge('tiepdon_hub_laid_aside', 'Numbers that were called and did not come, are parked, or unknown.', [
    'state',
  ]);
  const kiosks = gauge('tiepdon_hub_kiosks', 'Enrolled kiosks by need.', ['need']);
  const voices = gauge('tiepdon_hub_voice', '1 for how the voice of a place does.', ['place', 'voice']);
  const boardsOpen = gauge('tiepdon_hub_boards', 'Boards that are open.', ['place']);
  const kioskHeard = gauge('tiepdon_hub_kiosk_heard_seconds', 'Seconds since a kiosk told how it does.', ['kiosk']);

  return {
    countEvent: (event) => lines.inc({ event }),
    counting(decider) {
      decider.onCommitted((events) => {
        commits.inc();
        for (const { event } of events) committed.inc({ event: event.kind });
      });
      return {
        ...decider,
        async decide(actId, act) {
          const decided = await decider.decide(actId, act);
          acts.inc({ act: act.kind, outcome: decided.ok ? 'done' : decided.problem.kind });
          if (!decided.ok && decided.problem.kind === 'refused') refusals.inc({ why: decided.problem.why });
          return decided;
        },
      };
    },
    async text() {
      refresh();
      return { contentType: registry.contentType, text: await registry.metrics() };
    },
  };

  function refresh(): void {
    const { decider, fleet } = hub();
    for (const each of standings) stands.set({ standing: each }, decider.standing().is === each ? 1 : 0);
    for (const each of [waiting, longest, absent, kiosks, kioskHeard]) each.reset();
    voices.reset();
    for (const { place, voice, boards } of hub().boards.voices()) {
      voices.set({ place, voice }, 1);
      boardsOpen.set({ place }, boards);
    }
    for (const need of kioskNeeds) kiosks.set({ need }, 0);
    for (const { need, kioskId, heardAt } of fleet.kiosks()) {
      kiosks.inc({ need });
      if (heardAt !== undefined) kioskHeard.set({ kiosk: kioskId }, Math.max(0, (now() - heardAt) / 1_000));
    }
    const longestOf = new Map<string, number>();
    for (const { state, lane, serviceCode, ...entry } of decider.today()?.entries.values() ?? []) {
      if (isOver({ state })) continue;
      if (state.is === 'waiting') {
        waiting.inc({ service: serviceCode, lane });
        const waited = Math.max(0, (now() - entry.heardAt) / 1_000);
        const most = longestOf.get(serviceCode) ?? 0;
        longestOf.set(serviceCode, Math.max(most, waited));
      } else if (state.is !== 'called') absent.inc({ state: state.is });
    }
    for (const [service, seconds] of longestOf) longest.set({ service }, seconds);
  }
}

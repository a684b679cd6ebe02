import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { createVisitId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import type { Decider } from '#kiosk/hub/deciding/decider.ts';
import { openDecider } from '#kiosk/hub/deciding/group-commit-decider.ts';
import { openLogStore } from '#kiosk/hub/log/open-log-store.ts';
import type { Act } from '#kiosk/hub/queue/acts.ts';
import { queueSettings } from '#kiosk/hub/queue/queue-settings.ts';
import { createKioskKey, hashOfKey } from '#kiosk/hub/server/kiosk-keys.ts';
import { benchHubFile } from './hub-hospital.ts';

const counters = 20;
const together = 250;

/** The deciding part of a hub on SQLite, by a clock that the bench sets. */
export async function openBenchHub(dataDir: string, clock: Clock) {
  const settings = { ...benchHubFile(counters), dataDir };
  const store = await openLogStore({ settings, clock });
  await store.enrolment.enrol('kiosk-1', hashOfKey(createKioskKey(randomBytes)));
  const decider = openDecider({ store, settings: queueSettings(settings), clock, randomBytes });
  while (decider.standing().is !== 'deciding') await sleep(10);
  return {
    decider,
    /** A day at the hospital: numbers are given, called and finished; a tenth stays away. */
    livesADay: (visits: number) => liveADay(decider, clock, settings.site.timeZone, visits),
    async close() {
      await decider.close();
      await store.close();
    },
  };
}

async function liveADay(decider: Decider, clock: Clock, timeZone: string, visits: number): Promise<void> {
  const day = businessDayAt(clock.now(), timeZone);
  for (let counter = 0; counter < counters; counter += 1)
    await act(decider, { kind: 'sit-down', counter: `p${counter}`, by: by(counter), force: true });
  for (let given = 0; given < visits; given += together) {
    const [leased] = await act(decider, { kind: 'lease', kioskId: 'kiosk-1', day, series: 'A', count: together });
    if (leased?.event.kind !== 'leased') throw new Error('no block');
    const { first } = leased.event;
    await Promise.all(
      Array.from({ length: together }, async (_, which) => {
        await enter(decider, clock.now(), day, first + which);
        const counter = which % counters;
        await act(decider, { kind: 'call-next', counter: `p${counter}`, by: by(counter) });
        if (which % 10 === 9) await act(decider, { kind: 'absent', counter: `p${counter}`, by: by(counter) });
      }),
    );
  }
}

const by = (counter: number) => ({ kind: 'person', id: String(counter).padStart(16, '0'), name: 'Lan' }) as const;

function enter(decider: Decider, now: number, day: Extract<Act, { kind: 'enter' }>['day'], sequence: number) {
  return act(decider, {
    kind: 'enter',
    kioskId: 'kiosk-1',
    visitId: createVisitId(randomBytes, now),
    day,
    number: { series: 'A', sequence, text: `A${String(sequence).padStart(3, '0')}` },
    serviceCode: 'noi',
    lane: sequence % 5 === 0 ? 'priority' : 'ordinary',
    isLaneToBeConfirmed: false,
    givenAt: now,
    appointment: undefined,
  });
}

/** Whoever has nobody to call, or nobody who stayed away, has done what can be done. */
async function act(decider: Decider, wanted: Act) {
  const answer = await decider.decide(createActId(randomBytes), wanted);
  if (answer.ok) return answer.value.events;
  const { problem } = answer;
  const isNothing = problem.kind === 'refused' && /^nobody-/.test(problem.why);
  if (!isNothing) throw new Error(`${wanted.kind}: ${JSON.stringify(problem)}`);
  return [];
}

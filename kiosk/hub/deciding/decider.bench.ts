import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import type { HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type BusinessDay, createVisitId, type VisitId } from '#config/agreements/ids.ts';
import type { Result } from '#config/agreements/result.ts';
import { hubFile } from '#config/settings/hub-file.ts';
import type { Act, CounterAct } from '../queue/acts.ts';
import type { Caller } from '../queue/entry.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import type { Decided, Decider, DecidingProblem } from './decider.ts';

/** A hospital with two rooms for one service; its time zone has no summer time. */
export const benchSettings = queueSettings(
  hubFile.parse({
    profile: 'demo',
    site: { facilityCode: '27005', name: 'Trung tâm Y tế Yên Phong', timeZone: 'Asia/Ho_Chi_Minh' },
    dataDir: './data/hub',
    services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: 'P.101' }],
    places: [{ id: 'hall', name: { vi: 'Sảnh' }, services: ['noi'] }],
    counters: ['p101', 'p102'].map((id) => ({ id, name: { vi: id }, place: 'hall', services: ['noi'] })),
  }),
);

/** Monday, 8 o'clock in the morning at the facility. */
export const morning = Date.UTC(2026, 10, 30, 1);
export const monday = '2026-11-30' as BusinessDay;
export const tuesday = '2026-12-01' as BusinessDay;

type Person = Extract<Caller, { kind: 'person' }>;
export const lan: Person = { kind: 'person', id: '0123456789abcdef', name: 'Lan' };
export const hoa: Person = { kind: 'person', id: 'fedcba9876543210', name: 'Hoa' };

let acts = 0;
/** Another one each time. */
export function anAct(): ActId {
  acts += 1;
  return String(acts).padStart(20, '0') as ActId;
}

/** A kiosk tells of the number that it has given from its block. */
export function enters(sequence: number, { day = monday, at = morning, visitId = visitOf(sequence) } = {}): Act {
  return {
    kind: 'enter',
    kioskId: 'kiosk-1',
    visitId,
    day,
    number: { series: 'A', sequence, text: `A${String(sequence).padStart(3, '0')}` },
    serviceCode: 'noi',
    lane: 'ordinary',
    isLaneToBeConfirmed: false,
    givenAt: at,
    appointment: undefined,
  };
}

export function visitOf(sequence: number): VisitId {
  return `0000000000VST${String(sequence).padStart(7, '0')}` as VisitId;
}

export function aVisit(): VisitId {
  return createVisitId(randomBytes, morning);
}

export function leases(count: number, day = monday): Act {
  return { kind: 'lease', kioskId: 'kiosk-1', day, series: 'A', count };
}

export const callNext = (counter: 'p101' | 'p102', by = counter === 'p101' ? lan : hoa): CounterAct => ({
  kind: 'call-next',
  counter,
  by,
});

export async function sitDown(decider: Decider): Promise<void> {
  done(await decider.decide(anAct(), { kind: 'sit-down', counter: 'p101', by: lan, force: false }));
  done(await decider.decide(anAct(), { kind: 'sit-down', counter: 'p102', by: hoa, force: false }));
}

export function done(answer: Result<Decided, DecidingProblem>): Decided['events'] {
  if (!answer.ok) assert.fail(`not done: ${JSON.stringify(answer.problem)}`);
  return answer.value.events;
}

/** The texts of the numbers that wait, in the order of their entries. */
export function waitingIn(decider: Decider): readonly string[] {
  const entries = [...(decider.today()?.entries.values() ?? [])];
  return entries.filter(({ state }) => state.is === 'waiting').map(({ number }) => number.text);
}

/** Time passes in small steps until it is so. */
export async function until(clock: HandCrankedClock, isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn += 1) {
    if (turn > 4_000) assert.fail('it never came to that');
    clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

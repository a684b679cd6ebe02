import { createHmac } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { HubLog } from '#config/agreements/hub-log-events.ts';
import type { VisitId } from '#config/agreements/ids.ts';
import { dayAfter } from '#config/agreements/weekday.ts';
import type { Decider } from '../deciding/decider.ts';
import type { HospitalSystems, LogPlace } from '../log/hospital-systems.ts';
import type { LoggedEvent } from '../queue/events.ts';
import { eventId, type SystemEvent, toldKinds } from './system-wire.ts';

interface Needs {
  readonly system: { readonly id: string; readonly url: string; readonly secret: string | undefined };
  readonly decider: Pick<Decider, 'since' | 'today' | 'onCommitted' | 'onStanding'>;
  readonly systems: Pick<HospitalSystems, 'toldTo' | 'noteTold'>;
  readonly clock: Clock;
  readonly log: HubLog;
}

const patienceMs = 5_000;
const tries = { first: 1_000, longest: 60_000 };
/** Read from the log at a time; the others follow. */
const mostAtATime = 500;

/**
 * Tells one system of the hospital what happens, in order and at least once each: its place in the log is kept, so that a restart or
 * another hub goes on where this one was. A system that does not answer is asked again for as long as the log keeps the day; what it
 * refuses for its content (4xx) is noted and left out. `TiepDon-Signature` is the webhook's (`backend-client/webhook/README.md`).
 */
export function tellSystem({ system, decider, systems, clock, log }: Needs): { close(): Promise<void> } {
  const closing = new AbortController();
  let isTelling = false;
  let telling: Promise<unknown> = Promise.resolve();
  let isWanted = false;
  let wait: number = tries.first;
  let callOff = () => {};
  const ends = [decider.onCommitted(tell), decider.onStanding(tell)];
  tell();
  return {
    async close() {
      closing.abort();
      callOff();
      for (const end of ends) end();
      await telling;
    },
  };

  function tell(): void {
    isWanted = true;
    if (isTelling || closing.signal.aborted) return;
    isTelling = true;
    telling = tellAll().then((isAtEnd) => {
      isTelling = false;
      if (closing.signal.aborted) return;
      if (isAtEnd) {
        wait = tries.first;
        if (isWanted) tell();
        return;
      }
      callOff();
      callOff = clock.after(wait, tell);
      wait = Math.min(wait * 2, tries.longest);
    });
  }

  /** Whether everything that was there has been told. */
  async function tellAll(): Promise<boolean> {
    isWanted = false;
    const today = decider.today();
    // Another hub tells, or none is sure.
    if (!today) return true;
    const { day, next } = today;
    const kept = await systems.toldTo(system.id);
    if (!kept.ok) return false;
    // A new system hears what happens from now on.
    let place: LogPlace = kept.value ?? { day, position: next };
    if (!kept.value && !(await systems.noteTold(system.id, place)).ok) return false;
    while (!closing.signal.aborted) {
      if (place.day === day && place.position >= next) return true;
      const read = await decider.since(place.day, place.position);
      if (!read.ok) return false;
      const some = read.value.slice(0, mostAtATime);
      for (const each of some) {
        if (!(await told(each))) return false;
        place = { day: place.day, position: each.position + 1 };
        if (isTold(each) && !(await systems.noteTold(system.id, place)).ok) return false;
      }
      if (some.length < mostAtATime && place.day < day) place = { day: dayAfter(place.day, 1), position: 0 };
      else if (some.length === 0) return true;
    }
    return true;
  }

  async function told(logged: LoggedEvent): Promise<boolean> {
    const event = eventOf(logged, (visitId) => decider.today()?.entries.get(visitId));
    if (!event) return true;
    const body = JSON.stringify(event);
    const answer = await fetch(system.url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(patienceMs), closing.signal]),
      headers: {
        'content-type': 'application/json',
        'idempotency-key': event.id,
        ...(system.secret === undefined ? {} : { 'tiepdon-signature': signatureOf(body, system.secret, clock.now()) }),
      },
    }).catch(() => undefined);
    await answer?.body?.cancel().catch(() => undefined);
    if (answer?.ok) return true;
    const isFinal = answer !== undefined && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
    if (isFinal) log('system-event-refused', { system: system.id, event: event.id, status: answer.status });
    return isFinal;
  }
}

function isTold({ event }: LoggedEvent): boolean {
  return (toldKinds as readonly string[]).includes(event.kind);
}

function eventOf(
  { day, position, actId, at, event }: LoggedEvent,
  entryOf: (
    visitId: VisitId,
  ) => { readonly number: { readonly text: string }; readonly serviceCode: string } | undefined,
): SystemEvent | undefined {
  const base = { id: eventId(day, position), at, actId };
  switch (event.kind) {
    case 'undone':
      return { ...base, kind: event.kind, counter: event.counter, undoes: event.undoes };
    case 'called':
    case 'recalled':
    case 'finished':
    case 'was-absent':
    case 'returned':
    case 'parked':
    case 'transferred':
    case 'withdrawn': {
      const entry = entryOf(event.visitId);
      return {
        ...base,
        kind: event.kind,
        visitId: event.visitId,
        ...(entry ? { number: entry.number.text, serviceCode: entry.serviceCode } : {}),
        ...('counter' in event ? { counter: event.counter } : {}),
        ...('reason' in event ? { reason: event.reason } : {}),
      };
    }
    default:
      return undefined;
  }
}

/** As `backend-client/webhook/signature.ts` makes it, so that a hospital checks one scheme. */
function signatureOf(content: string, secret: string, nowMs: number): string {
  const seconds = Math.floor(nowMs / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.`).update(content).digest('hex')}`;
}

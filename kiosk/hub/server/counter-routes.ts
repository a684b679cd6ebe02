import * as z from 'zod';
import type { ActId } from '#backend-client/hub-link/act-id.ts';
import { type AlertId, createVisitId } from '#config/agreements/ids.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { ActAnswer, CounterList, CounterRefusal, PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { longestLateMs } from '#kiosk/bridge/hub/counter-words.ts';
import type { Act as AuditAct } from '#kiosk/staff/audit/acts.ts';
import { mayAct } from '#kiosk/staff/roles.ts';
import { actorOf } from '#kiosk/staff/staff.ts';
import type { Call, Link, LinkEnd, Route } from '#kiosk/web/routes.ts';
import type { SignedInPerson } from '#kiosk/web/sessions.ts';
import type { Caller, CounterId } from '../queue/entry.ts';
import { counterIn } from '../queue/owned-day.ts';
import type { QueueDay } from '../queue/queue-day.ts';
import { queueSettings } from '../queue/queue-settings.ts';
import { actOf, actRequest, actsOnServed } from './counter-acts.ts';
import { counterSnapshot, type DayLists, dayLists, findNumbers, nameOf } from './counter-snapshot.ts';
import type { HubParts, HubRole, HubRoutes } from './hub-parts.ts';

/** What others do is shown within so much time; what is done at the counter itself, at once. */
const othersWithinMs = 250;
/** So often a page hears that its line is there. */
const beatMs = 4_000;
/** A page that takes nothing is told less, never more at once. */
const mostWaitingBytes = 500_000;

const pageSays = z.strictObject({ touch: z.literal(true) });
const answerBody = z.strictObject({ alertId: z.string().regex(/^[0-9A-HJKMNP-TV-Z]{20}$/) });

/**
 * The page of a counter, for whoever may sit there. Acts go to the decider under the ids of the page: sent again, they are answered by
 * what was done first. `/counter` lists the counters.
 */
export const counterRoutes: HubRoutes = (parts) => {
  const { settings: file, decider, clock } = parts;
  const settings = queueSettings(file);
  /** Nobody signs in at the chair of a kiosk. */
  const counters = file.counters.filter(({ kiosk }) => kiosk === undefined);
  let read: { readonly at: string; readonly lists: DayLists } | undefined;

  /** Once for all pages, as long as nothing has happened. */
  function listsOf(day: QueueDay): DayLists {
    const at = `${day.day} ${day.next}`;
    if (read?.at !== at) read = { at, lists: dayLists(day, settings) };
    return read.lists;
  }

  function snapshotText(counter: CounterId, who: Caller): string | undefined {
    const day = decider.today();
    if (!day) return undefined;
    const place = settings.counters.get(counter)?.place ?? '';
    const calls = parts.calls.ringing(place);
    const now = clock.now();
    return JSON.stringify(counterSnapshot({ file, settings, day, counter, who, calls, now, lists: listsOf(day) }));
  }

  function connect(counter: CounterId, link: Link, person: SignedInPerson<HubRole>): LinkEnd {
    const who = callerOf(person);
    let callOffSoon: (() => void) | undefined;
    let callOffBeat = () => {};
    const tell = () => {
      callOffSoon?.();
      callOffSoon = undefined;
      if (link.waitingBytes() > mostWaitingBytes) return soon();
      const text = snapshotText(counter, who);
      if (text) link.send(text);
    };
    const soon = () => {
      callOffSoon ??= clock.after(othersWithinMs, tell);
    };
    const beat = () => {
      if (decider.today()) link.send(JSON.stringify({ now: clock.now() }));
      callOffBeat = clock.after(beatMs, beat);
    };
    tell();
    beat();
    const ends = [
      decider.onCommitted((events) =>
        events.some(({ event }) => 'counter' in event && event.counter === counter) ? tell() : soon(),
      ),
      decider.onStanding(soon),
      parts.calls.onChange(soon),
    ];
    return {
      receive(text) {
        if (pageSays.safeParse(parsedJson(text)).success) link.touch();
      },
      disconnected() {
        for (const end of [...ends, () => callOffSoon?.(), callOffBeat]) end();
      },
    };
  }

  function list(): CounterList {
    const day = decider.today();
    return {
      test: file.profile === 'demo',
      siteName: file.site.name,
      counters: counters.map(({ id, name, place }) => {
        const by = day && counterIn(day, id).by;
        const placeName = file.places.find((each) => each.id === place)?.name ?? { vi: place };
        return { id, name, place: placeName, sitting: by && nameOf(by) };
      }),
    };
  }

  const ofCounter = (counter: CounterId): readonly Route<HubRole>[] => [
    {
      kind: 'socket',
      access: 'counter',
      path: `/live/counter/${counter}`,
      connect: (link, who) => connect(counter, link, who),
    },
    {
      kind: 'answer',
      access: 'counter',
      method: 'POST',
      path: `/api/counter/${counter}/act`,
      bodyLimit: 2_048,
      async handle({ body, who, reply }: Call<SignedInPerson<HubRole>, HubRole>) {
        const asked = actRequest.safeParse(body);
        if (!asked.success) return reply.code(400).send();
        const { answer, status } = sent(await act(parts, counter, who, asked.data));
        return reply.code(status).send(answer);
      },
    },
    {
      kind: 'answer',
      access: 'counter',
      method: 'POST',
      path: `/api/counter/${counter}/answer`,
      bodyLimit: 512,
      handle({ body, who, reply }: Call<SignedInPerson<HubRole>, HubRole>) {
        const asked = answerBody.safeParse(body);
        if (!asked.success) return reply.code(400).send();
        const alertId = asked.data.alertId as AlertId;
        const noted = parts.staff.audit.append(actorOf(who), { act: 'alert-acknowledged', details: { alertId } });
        if (!noted.ok) return reply.code(503).send();
        return reply.code(parts.calls.acknowledge(alertId, callerOf(who)) ? 204 : 410).send();
      },
    },
    {
      kind: 'answer',
      access: 'counter',
      method: 'GET',
      path: `/api/counter/${counter}/find`,
      handle({ query, reply }: Call<SignedInPerson<HubRole>, HubRole>) {
        const day = decider.today();
        if (!day) return reply.code(503).send();
        const text = typeof query.text === 'string' ? query.text.slice(0, 24) : '';
        return findNumbers({ day, settings, counter }, text);
      },
    },
  ];

  const page = { kind: 'file', access: 'counter', folder: parts.pageDir, file: 'counter/index.html' } as const;
  return [
    { ...page, path: '/counter' },
    { ...page, path: '/counter/:id' },
    { kind: 'answer', access: 'counter', method: 'GET', path: '/api/counters', isPolling: true, handle: list },
    ...counters.flatMap(({ id }) => ofCounter(id)),
  ];
};

type Asked = z.infer<typeof actRequest>;

async function act(
  { decider, staff, clock, randomBytes }: Pick<HubParts, 'decider' | 'staff' | 'clock' | 'randomBytes'>,
  counter: CounterId,
  who: SignedInPerson<HubRole>,
  { actId: id, act: asked, seen, agoMs }: Asked,
): Promise<ActAnswer> {
  const actId = id as ActId;
  const day = decider.today();
  if (!day) return { is: 'not-deciding' };
  const by = callerOf(who);
  // What was done already is answered as it was then, whatever has happened since.
  const isNew = !decider.hasDone(actId);
  if (isNew) {
    if (isForSupervisor(asked) && !mayAct(who.roles, 'supervisor')) return refusedBy('not-allowed');
    if (agoMs > longestLateMs) return refusedBy('too-late');
    if (actsOnServed.has(asked.kind) && seen !== (counterIn(day, counter).serving ?? null))
      return refusedBy('looks-different');
    const sitting = counterIn(day, counter).by;
    const noted = auditOf(asked, counter, sitting !== undefined && sitting.id !== by.id);
    if (noted && !staff.audit.append(actorOf(who), noted).ok) return refusedBy('not-noted');
  }
  const newVisitId = () => createVisitId(randomBytes, clock.now());
  const done = await decider.decide(actId, actOf(asked, { counter, by, newVisitId }));
  if (done.ok) {
    const issued = done.value.events.flatMap(({ event }) =>
      event.kind === 'entered' ? [event.entry.number.text] : [],
    );
    return { is: 'done', ...(issued[0] === undefined ? {} : { number: issued[0] }) };
  }
  return done.problem.kind === 'refused' ? refusedBy(done.problem.why) : { is: 'not-deciding' };
}

function refusedBy(why: CounterRefusal): ActAnswer {
  return { is: 'refused', why };
}

const status = { done: 200, refused: 409, 'not-deciding': 503 } as const satisfies Record<ActAnswer['is'], number>;

function sent(answer: ActAnswer) {
  return { answer, status: status[answer.is] };
}

function isForSupervisor({ kind }: PageAct): boolean {
  return kind === 'close-day' || kind === 'end-recovery';
}

/** What somebody may have to answer for later; calls and what becomes of numbers stand in the log of the day. */
function auditOf(asked: PageAct, counter: CounterId, isForced: boolean): AuditAct | undefined {
  switch (asked.kind) {
    case 'sit-down':
      return isForced && asked.force ? { act: 'seat-taken', details: { counter } } : undefined;
    case 'withdraw':
      return { act: 'number-withdrawn', details: { counter, reason: asked.reason } };
    case 'close-day':
      return { act: 'day-closed', details: { day: asked.day } };
    case 'end-recovery':
      return { act: 'recovery-ended', details: {} };
    default:
      return undefined;
  }
}

function callerOf({ id, name }: SignedInPerson<HubRole>): Caller {
  return { kind: 'person', id, name };
}

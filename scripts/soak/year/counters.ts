import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import * as z from 'zod';
import { type ActId, createActId } from '#backend-client/hub-link/act-id.ts';
import type { BusinessDay, VisitId } from '#config/agreements/ids.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { HubCounter } from '#config/settings/hub-file.ts';
import type { PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import { services, sliceMs, slicesBehind, supervisor, type Visitor } from './province.ts';

/** The hospital's system at every counter, and the one person who closes the day. */
export interface Counters {
  /** What is to be done now at each counter is done, where the hub answers; the rest is asked again under the same id. */
  work(): Promise<void>;
  /** The desk gives this one a number: at a counter of the service, by its button. */
  issue(visitor: Visitor): void;
  /** Nobody is called any more; whoever is served is let go. */
  finish(): Promise<void>;
  /** Why nobody could. */
  closeDay(day: BusinessDay): Promise<string | undefined>;
  /** Acts that were sent and not answered, numbers that the desk owes. */
  left(): number;
  /** How many are at a counter. */
  serving(): number;
  /** What was done since the last time that it was asked. */
  takeAccount(): CounterAccount;
}

export interface CounterAccount {
  readonly done: ReadonlyMap<ActId, DoneAct>;
  /** Acts that were sent more than once: what the hub counted of them, a hub that fell may have counted for nothing. */
  readonly doubtful: ReadonlySet<ActId>;
  readonly refused: ReadonlyMap<string, number>;
}

export interface DoneAct {
  readonly kind: PageAct['kind'];
  readonly counter: string;
  /** Of a call, who was called; of a number, who has it. */
  readonly visitId: VisitId | undefined;
}

interface Needs {
  readonly url: () => string;
  readonly key: string;
  readonly counters: readonly HubCounter[];
  readonly random: () => number;
  /** Epoch ms. */
  readonly now: () => number;
}

interface Counter {
  readonly id: string;
  readonly place: string;
  readonly service: string;
  /** Busy with somebody until then. */
  freeAt: number;
  serving: VisitId | undefined;
  /** What follows, in this order, before the next call. */
  planned: PageAct[];
  isActing: boolean;
  /** Sent, and not answered. */
  asked: { readonly actId: ActId; readonly act: PageAct } | undefined;
}

const answerSchema = z.object({
  is: z.enum(['done', 'refused', 'not-deciding']),
  why: z.string().optional(),
  visitId: z.string().optional(),
});
type Answer = z.infer<typeof answerSchema>;

const minute = 60_000;
/** Whoever has nobody to call looks again after so long. */
const idleMs = 12 * minute;
const mostInARow = 10;
const mostSockets = 64;

export function openCounters({ url, key, counters: all, random, now }: Needs): Counters {
  const counters = all.map(
    ({ id, place, services: [service = ''] }): Counter => ({
      ...{ id, place, service, freeAt: 0 },
      ...{ serving: undefined, planned: [], isActing: false, asked: undefined },
    }),
  );
  const aside: {
    readonly visitId: VisitId;
    readonly place: string;
    readonly backAt: number;
    readonly after: number;
  }[] = [];
  const owed = new Map<string, Visitor[]>();
  const agent = new Agent({ keepAlive: true, maxSockets: mostSockets });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  let done = new Map<ActId, DoneAct>();
  let doubtful = new Set<ActId>();
  let refused = new Map<string, number>();

  return {
    async work() {
      await Promise.all(counters.filter(({ isActing }) => !isActing).map(workAt));
    },
    issue(visitor) {
      owed.set(visitor.serviceCode, [...(owed.get(visitor.serviceCode) ?? []), visitor]);
    },
    async finish() {
      await Promise.all(
        counters.map(async (counter) => {
          if (counter.isActing) return;
          counter.planned = [];
          if (counter.asked) await step(counter);
          counter.planned = [];
          if (counter.serving && !counter.asked) await step(counter, { kind: 'finish' });
        }),
      );
      aside.length = 0;
    },
    closeDay,
    left: () =>
      counters.filter(({ asked }) => asked).length + [...owed.values()].reduce((sum, each) => sum + each.length, 0),
    serving: () => counters.filter(({ serving }) => serving).length,
    takeAccount() {
      const account = { done, doubtful, refused };
      done = new Map();
      doubtful = new Set();
      refused = new Map();
      return account;
    },
  };

  async function workAt(counter: Counter): Promise<void> {
    counter.isActing = true;
    for (let times = 0; times < mostInARow && (counter.asked || counter.freeAt <= now()); times += 1) {
      if (!(await step(counter))) break;
    }
    counter.isActing = false;
  }

  /** Whether it was answered. */
  async function step(counter: Counter, act?: PageAct): Promise<boolean> {
    const wish = counter.asked ?? { actId: createActId(randomBytes), act: act ?? nextAct(counter) };
    if (counter.asked) doubtful.add(wish.actId);
    counter.asked = wish;
    const answer = await askToAct({ actId: wish.actId, counter: counter.id, act: wish.act });
    if (!answer || answer.is === 'not-deciding') return false;
    counter.asked = undefined;
    const visitId = answer.visitId as VisitId | undefined;
    if (answer.is === 'done') {
      done.set(wish.actId, {
        kind: wish.act.kind,
        counter: counter.id,
        visitId: visitId ?? visitOf(counter, wish.act),
      });
      isDone(counter, wish.act, visitId);
    } else {
      const what = `${wish.act.kind}: ${answer.why}`;
      refused.set(what, (refused.get(what) ?? 0) + 1);
      isRefused(counter, wish.act);
    }
    return true;
  }

  function nextAct(counter: Counter): PageAct {
    const planned = counter.planned.shift();
    if (planned) return planned;
    const back = aside.findIndex(({ place, backAt }) => place === counter.place && backAt <= now());
    if (back >= 0) {
      const [one] = aside.splice(back, 1);
      if (one) return { kind: 'return', visitId: one.visitId, after: one.after };
    }
    const visitor = owed.get(counter.service)?.shift();
    if (visitor) {
      const as = visitor.isPriority ? 'elderly' : visitor.card % 2 === 0 ? 'ordinary' : 'details-at-desk';
      return { kind: 'quick-issue', serviceCode: counter.service, as };
    }
    return { kind: 'call-next' };
  }

  function isDone(counter: Counter, act: PageAct, visitId: VisitId | undefined): void {
    switch (act.kind) {
      case 'call-next':
        counter.serving = visitId;
        if (visitId) called(counter, visitId);
        return;
      case 'absent':
        if (counter.serving && random() < 0.6) layAside(counter, counter.serving, 10 * minute, 3);
        counter.serving = undefined;
        return;
      case 'park':
        if (counter.serving) layAside(counter, counter.serving, 15 * minute, 0);
        counter.serving = undefined;
        return;
      case 'transfer':
      case 'finish':
        counter.serving = undefined;
        return;
      default:
        return;
    }
  }

  /** Served or not, and what follows. */
  function called(counter: Counter, visitId: VisitId): void {
    const draw = random();
    // Whoever was called late was not served late: it is the soak's clock that did not wait.
    const at = Math.max(counter.freeAt, now() - slicesBehind * sliceMs);
    const served = at + minute * (2 + 5 * random());
    if (draw < 0.07) {
      counter.planned = [{ kind: 'recall' }, { kind: 'absent' }];
      counter.freeAt = at + minute;
      return;
    }
    counter.freeAt = served;
    if (draw < 0.15) counter.planned = [{ kind: 'transfer', visitId, to: targetFrom(counter) }];
    else if (draw < 0.17) counter.planned = [{ kind: 'park', reason: 'waits-for-result' }];
    else if (draw < 0.25) counter.planned = [{ kind: 'finish' }];
  }

  function targetFrom({ id, service, place }: Counter): Extract<PageAct, { kind: 'transfer' }>['to'] {
    const other = counters[Math.floor(random() * counters.length)];
    if (other && other.place === place && other.id !== id && random() < 0.3)
      return { to: 'counter', counter: other.id };
    const tests = services.filter((each) => each.place === 'tests' && each.code !== service);
    return { to: 'service', serviceCode: tests[Math.floor(random() * tests.length)]?.code ?? 'noi' };
  }

  function layAside({ place }: Counter, visitId: VisitId, least: number, after: number): void {
    aside.push({ visitId, place, backAt: now() + least * (1 + random()), after });
  }

  /** Given up, or for another service by now; or nobody is there. */
  function isRefused(counter: Counter, { kind }: PageAct): void {
    if (kind === 'call-next') {
      if (counter.serving) counter.planned = [{ kind: 'finish' }];
      else counter.freeAt = now() + idleMs;
      return;
    }
    if (kind === 'return' || kind === 'quick-issue') return;
    counter.serving = undefined;
  }

  function visitOf({ serving }: Counter, act: PageAct): VisitId | undefined {
    return 'visitId' in act ? (act.visitId as VisitId) : serving;
  }

  /** `undefined`: no answer. */
  async function askToAct(body: object): Promise<Answer | undefined> {
    const text = await new Promise<string | undefined>((resolve) => {
      const asked = request(`${url()}/system/v1/act`, { agent, method: 'POST', headers }, (answer) => {
        let said = '';
        answer.setEncoding('utf8').on('data', (some: string) => {
          said += some;
        });
        answer.on('end', () => resolve(said));
        answer.on('close', () => resolve(undefined));
      });
      asked.on('error', () => resolve(undefined));
      asked.end(JSON.stringify(body));
    });
    const read = answerSchema.safeParse(text === undefined ? undefined : parsedJson(text));
    return read.success ? read.data : undefined;
  }

  /** Signs in, and does what no system may. */
  async function closeDay(day: BusinessDay): Promise<string | undefined> {
    const [counter] = counters;
    const { name, pin } = supervisor;
    const json = { 'content-type': 'application/json', origin: url() };
    const signedIn = await ask(`${url()}/api/sign-in`, json, { name, pin });
    const { csrfToken } = ((await signedIn?.json()) ?? {}) as { csrfToken?: string };
    if (!counter || csrfToken === undefined) return `nobody could sign in: ${signedIn?.status}`;
    const cookie = signedIn?.headers.get('set-cookie')?.split(';')[0] ?? '';
    const actId = createActId(randomBytes);
    const signed = { ...json, cookie, 'x-csrf-token': csrfToken };
    const wish = { actId, act: { kind: 'close-day', day }, seen: null, agoMs: 0 };
    const answer = await ask(`${url()}/api/counter/${counter.id}/act`, signed, wish);
    if (!answer?.ok) return `nobody could close the day: ${answer?.status}`;
    done.set(actId, { kind: 'close-day', counter: counter.id, visitId: undefined });
    return undefined;
  }
}

/** `undefined`: no answer, also not to the same question a second time. */
async function ask(address: string, headers: Record<string, string>, body: object): Promise<Response | undefined> {
  const asked = () => fetch(address, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
  return (await asked()) ?? asked();
}

import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { createActId } from '#backend-client/hub-link/act-id.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { CounterSnapshot, PageAct } from '#kiosk/bridge/hub/counter-words.ts';
import type { HubCounterAct } from '#kiosk/dev-dock/hub-words.ts';
import { demoPerson } from './demo-person.ts';

/** A hand at one counter of a running hub: signed in and told as the counter's page is. */
export interface CounterHand {
  /** What the hub told last. */
  snapshot(): CounterSnapshot | undefined;
  /** `undefined`: done. Otherwise the hub's refusal, or `no-answer`. Whoever has no seat yet sits down first. */
  act(act: HubCounterAct): Promise<string | undefined>;
  /** The hub is there: signs in, and again whenever its line ends, until `leave`. */
  come(): void;
  leave(): void;
}

const againMs = 1_000;
const signedIn = z.object({ csrfToken: z.string() });
const answered = z.union([
  z.object({ is: z.literal('done') }),
  z.object({ is: z.literal('refused'), why: z.string() }),
  z.object({ is: z.literal('not-deciding') }),
]);

interface Session {
  readonly cookie: string;
  readonly csrfToken: string;
}

interface Needs {
  readonly hub: URL;
  readonly counter: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly onChange: () => void;
}

export function createCounterHand({ hub, counter, clock, onChange }: Needs): CounterHand {
  let snapshot: CounterSnapshot | undefined;
  let session: Session | undefined;
  let socket: WebSocket | undefined;
  let callOff = () => {};
  /** Grows whenever the hand comes or leaves: what it waited for before that is nothing to it any more. */
  let coming = 0;

  async function come(): Promise<void> {
    coming += 1;
    const nth = coming;
    callOff();
    socket?.close();
    const signed = await signIn(hub).catch(() => undefined);
    if (nth !== coming) return;
    session = signed;
    if (!session) return comeAgain();
    const live = new URL(`/live/counter/${counter}`, hub);
    live.protocol = 'ws:';
    const opened = new WebSocket(live, { headers: { cookie: session.cookie, origin: hub.origin } });
    socket = opened;
    opened.addEventListener('message', ({ data }) => hear(String(data)));
    // Ends also after an error.
    opened.addEventListener('close', () => {
      if (nth === coming) comeAgain();
    });
  }

  function comeAgain(): void {
    callOff = clock.after(againMs, () => void come());
  }

  function hear(text: string): void {
    const said: CounterSnapshot | { readonly now: number } = JSON.parse(text);
    // A beat says the time only.
    if (!('revision' in said)) return;
    snapshot = said;
    onChange();
  }

  async function ask(act: PageAct): Promise<string | undefined> {
    if (!session) return 'no-answer';
    const body = { actId: createActId(randomBytes), act, seen: snapshot?.serving?.visitId ?? null, agoMs: 0 };
    const answer = await post(new URL(`/api/counter/${counter}/act`, hub), body, {
      cookie: session.cookie,
      'x-csrf-token': session.csrfToken,
    }).catch(() => undefined);
    const read = answered.safeParse(await answer?.json().catch(() => undefined));
    if (!read.success || read.data.is === 'not-deciding') return 'no-answer';
    return read.data.is === 'refused' ? read.data.why : undefined;
  }

  return {
    snapshot: () => snapshot,
    async act(kind) {
      if (!snapshot?.sitting) {
        const refused = await ask({ kind: 'sit-down', force: false });
        if (refused !== undefined) return refused;
      }
      return ask({ kind });
    },
    come: () => void come(),
    leave() {
      coming += 1;
      callOff();
      session = undefined;
      socket?.close();
      socket = undefined;
    },
  };
}

async function signIn(hub: URL): Promise<Session | undefined> {
  const { name, pin } = demoPerson;
  const answer = await post(new URL('/api/sign-in', hub), { name, pin });
  if (!answer.ok) return undefined;
  const { csrfToken } = signedIn.parse(await answer.json());
  const cookie = answer.headers.getSetCookie().map((each) => each.split(';', 1)[0]);
  return { cookie: cookie.join('; '), csrfToken };
}

function post(url: URL, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url.origin, ...headers },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(5_000),
  });
}

import { once } from 'node:events';
import WebSocket from 'ws';
import type { CallName, ConsoleCalls, ConsoleTopics, HostSays, TopicName } from '#kiosk/bridge/console/calls.ts';
import type { UpkeepState } from '#kiosk/bridge/console/upkeep-words.ts';

/** The console without a screen: somebody who is signed in, what they are told, and what they may do. */
export interface ConsoleDriver {
  readonly origin: string;
  readonly cookie: string;
  /** Resolves with the first state of the kiosk that fits. Throws when the console has gone. */
  until(fits: (state: UpkeepState) => boolean): Promise<UpkeepState>;
  /** As a page that is opened now is told. */
  now(): Promise<UpkeepState>;
  /** What a page is told of the kiosk, one thing after the other; `null` while none runs. */
  states(): Promise<StatesOnPage>;
  /** What a page is told of a topic when it opens; `null`: there is nothing to tell. */
  told<Name extends TopicName>(topic: Name): Promise<ConsoleTopics[Name] | null>;
  call<Name extends CallName>(name: Name, asks: ConsoleCalls[Name]['asks']): Promise<CallAnswer>;
  /** `kiosk/act`, whatever is wished; the answer's status. */
  act(wish: object): Promise<number>;
  get(path: string): Promise<Response>;
  me(): Promise<CallAnswer>;
  signOut(): Promise<void>;
  close(): void;
}

export interface CallAnswer {
  readonly status: number;
  /** `undefined` for what is no JSON. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface StatesOnPage {
  next(): Promise<UpkeepState | null>;
  close(): void;
}

/** With an opening address: as the owner of the machine. Whether it opened is told by `me`. */
export async function openConsoleAt(openingUrl: string): Promise<ConsoleDriver> {
  return driverOf(new URL(openingUrl).origin, await fetch(openingUrl, { redirect: 'manual' }));
}

/** Whether somebody was let in is told by `me`. */
export async function signInAt(origin: string, wish: { name: string; pin: string }): Promise<ConsoleDriver> {
  const headers = { origin, 'content-type': 'application/json' };
  return driverOf(
    origin,
    await fetch(`${origin}/api/sign-in`, { method: 'POST', headers, body: JSON.stringify(wish) }),
  );
}

async function answerOf(answer: Response): Promise<CallAnswer> {
  const text = await answer.text();
  return { status: answer.status, body: /^[{[]/.test(text) ? JSON.parse(text) : undefined };
}

function cookieOf(answer: Response): string {
  return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Whoever was let in by this answer. */
export function driverOf(origin: string, letIn: Response): ConsoleDriver {
  let cookie = cookieOf(letIn);
  let latest: UpkeepState | null = null;
  let watched: StatesOnPage | undefined;

  const get = (path: string) => fetch(`${origin}${path}`, { headers: { cookie } });
  const me = async () => answerOf(await get('/api/me'));
  const post = async (path: string, body: object) => {
    const csrfToken = String((await me()).body?.csrfToken ?? '');
    const answer = await fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { cookie, origin, 'x-csrf-token': csrfToken, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    // Whoever changes their own PIN goes on in another session.
    cookie = cookieOf(answer) || cookie;
    return answerOf(answer);
  };

  async function states(): Promise<StatesOnPage> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } });
    const told: (UpkeepState | null)[] = [];
    let wake = () => {};
    let isGone = false;
    socket.on('message', (data) => {
      const { state }: HostSays = JSON.parse(String(data));
      told.push(state as UpkeepState | null);
      wake();
    });
    socket.on('close', () => {
      isGone = true;
      wake();
    });
    await once(socket, 'open');
    socket.send(JSON.stringify({ watch: [{ topic: 'kiosk' }] }));
    return {
      async next() {
        for (;;) {
          const state = told.shift();
          if (state !== undefined) return state;
          if (isGone) throw new Error('the console has gone');
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
      close: () => socket.terminate(),
    };
  }

  async function told<Name extends TopicName>(topic: Name): Promise<ConsoleTopics[Name] | null> {
    const socket = new WebSocket(`${origin.replace('http', 'ws')}/live`, { headers: { cookie, origin } });
    await once(socket, 'open');
    const answer = once(socket, 'message');
    socket.send(JSON.stringify({ watch: [{ topic }] }));
    const [data] = await answer;
    socket.terminate();
    return JSON.parse(String(data)).state;
  }

  return {
    origin,
    told,
    get cookie() {
      return cookie;
    },
    states,
    async until(fits) {
      watched ??= await states();
      while (!latest || !fits(latest)) latest = await watched.next();
      return latest;
    },
    async now() {
      const asked = await states();
      const state = await asked.next();
      asked.close();
      if (!state) throw new Error('no kiosk runs');
      return state;
    },
    call: (name, asks) => post(`/api/call/${name}`, asks),
    act: async (wish) => (await post('/api/call/kiosk/act', wish)).status,
    get,
    me,
    signOut: async () => void (await post('/api/sign-out', {})),
    close: () => watched?.close(),
  };
}

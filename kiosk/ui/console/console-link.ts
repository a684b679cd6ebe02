import { effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type {
  AnyCallProblem,
  CallName,
  ConsoleCalls,
  ConsoleTopics,
  HostSays,
  PageSays,
  TopicName,
  Watch,
} from '#kiosk/bridge/console/calls.ts';
import type { DoorProblem } from '#kiosk/bridge/console/door-words.ts';
import type { StaffRole } from '#kiosk/bridge/console/people-words.ts';

/** Whose page this is. */
export type Who =
  | { readonly kind: 'person'; readonly id: string; readonly name: string; readonly roles: readonly StaffRole[] }
  | { readonly kind: 'set-up' };

export type CallProblem<Name extends CallName> = {
  /** `not-understood`: a bug. `not-allowed`: another role. `no-answer`: the kiosk's program does not answer. */
  readonly kind: ConsoleCalls[Name]['problem'] | AnyCallProblem | LinkProblem;
  /** With `locked-out`. */
  readonly remainingMs?: number;
};

export type LinkProblem = 'not-signed-in' | 'not-allowed' | 'not-understood' | 'no-answer';

export interface SignInAnswer {
  readonly kind: DoorProblem | LinkProblem;
  readonly remainingMs?: number;
}

/** The page's one wire to the host: calls, and topics that are watched. */
export interface ConsoleLink {
  readonly who: ReadonlySignal<Who | undefined>;
  /** False while the kiosk's program does not answer. */
  readonly isLinked: ReadonlySignal<boolean>;
  /** Whether somebody is signed in is known only after the first answer. */
  readonly isKnown: ReadonlySignal<boolean>;
  signIn(wish: {
    readonly name: string;
    readonly pin: string;
    readonly code?: string;
  }): Promise<SignInAnswer | undefined>;
  offerSetUpCode(code: string): Promise<SignInAnswer | undefined>;
  /** Whether this kiosk is being set up: then a code is asked for, and no name. */
  hasSetUp(): Promise<boolean>;
  /** Asks anew who is signed in. */
  refresh(): Promise<void>;
  signOut(): Promise<void>;
  call<Name extends CallName>(
    name: Name,
    asks: ConsoleCalls[Name]['asks'],
  ): Promise<Result<ConsoleCalls[Name]['answers'], CallProblem<Name>>>;
  /** What the host last said of it: `undefined` before the first time, `null` while there is nothing to tell. */
  watch<Name extends TopicName>(
    topic: Name,
    about?: string,
  ): { readonly state: ReadonlySignal<ConsoleTopics[Name] | null | undefined>; readonly end: () => void };
}

const reconnectMs = 1_000;
const touchEveryMs = 30_000;

export function openConsoleLink(): ConsoleLink {
  const who = signal<Who | undefined>(undefined);
  const isKnown = signal(false);
  const isLinked = signal(false);
  let csrfToken = '';
  let socket: WebSocket | undefined;
  let lastTouch = 0;
  let onTheirWay: Promise<unknown> = Promise.resolve();
  const watched = new Map<string, { readonly watch: Watch; readonly state: Signal<unknown>; count: number }>();

  void askWho();
  effect(() => {
    if (who.value?.kind === 'person') connect();
    else socket?.close();
  });
  for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, touch, { passive: true });

  return {
    who,
    isKnown,
    isLinked,
    signIn: (wish) => enter('/api/sign-in', wish),
    offerSetUpCode: (code) => enter('/api/set-up-code', { code }),
    refresh: askWho,
    hasSetUp: async () => (await askDoor())?.setUp === true,
    async signOut() {
      await post('/api/sign-out', {});
      who.value = undefined;
    },
    async call(name, asks) {
      const answer = await post(`/api/call/${name}`, asks);
      switch (answer?.status) {
        case 200:
          return ok(await answer.json());
        case 204:
          return ok(undefined as never);
        case 409:
          return problem(await answer.json());
        case 401:
          who.value = undefined;
          return problem({ kind: 'not-signed-in' });
        case 403:
          return problem({ kind: 'not-allowed' });
        case undefined:
          return problem({ kind: 'no-answer' });
        default:
          return problem({ kind: 'not-understood' });
      }
    },
    watch(topic, about) {
      const key = keyOf(topic, about);
      const entry = watched.get(key) ?? {
        watch: { topic, ...(about === undefined ? {} : { about }) },
        state: signal<unknown>(undefined),
        count: 0,
      };
      watched.set(key, entry);
      entry.count += 1;
      if (entry.count === 1) tellWatched();
      return {
        // The host says of a topic what its words say.
        state: entry.state as ReadonlySignal<never>,
        end() {
          entry.count -= 1;
          if (entry.count > 0) return;
          watched.delete(key);
          tellWatched();
        },
      };
    },
  };

  /** Anybody may ask the door; whoever is not signed in is refused everything else. */
  async function askDoor(): Promise<{ readonly setUp: boolean; readonly signedIn: boolean } | undefined> {
    const answer = await fetch('/api/door').catch(() => undefined);
    return answer?.ok ? answer.json() : undefined;
  }

  async function askWho(): Promise<void> {
    const door = await askDoor();
    const answer = door?.signedIn ? await fetch('/api/me').catch(() => undefined) : undefined;
    if (answer?.ok) heard(await answer.json());
    else if (door && (!door.signedIn || answer)) who.value = undefined;
    isKnown.value = true;
  }

  async function enter(path: string, wish: object): Promise<SignInAnswer | undefined> {
    const answer = await post(path, wish);
    if (answer?.ok) {
      heard(await answer.json());
      return undefined;
    }
    return (await answer?.json().catch(() => undefined)) ?? { kind: answer ? 'not-understood' : 'no-answer' };
  }

  function heard(me: { readonly who: Who; readonly csrfToken: string }): void {
    csrfToken = me.csrfToken;
    who.value = me.who;
  }

  function post(path: string, body: object): Promise<Response | undefined> {
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
    const answer = fetch(path, { method: 'POST', headers, body: JSON.stringify(body) }).catch(() => undefined);
    onTheirWay = Promise.all([onTheirWay, answer]).then(() => undefined);
    return answer;
  }

  function connect(): void {
    if (socket) return;
    const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live`);
    socket = opened;
    opened.addEventListener('open', () => {
      isLinked.value = true;
      tellWatched();
    });
    opened.addEventListener('message', ({ data }) => {
      const { topic, about, state }: HostSays = JSON.parse(data);
      const entry = watched.get(keyOf(topic, about));
      if (entry) entry.state.value = state;
    });
    opened.addEventListener('close', ({ code }) => {
      socket = undefined;
      isLinked.value = false;
      // Whoever changes their own PIN gets another session with the answer.
      if (code === sessionEnded) void onTheirWay.then(askWho);
      else if (who.value?.kind === 'person')
        setTimeout(() => void askWho().then(() => who.value && connect()), reconnectMs);
    });
  }

  function tellWatched(): void {
    say({ watch: [...watched.values()].map(({ watch }) => watch) });
  }

  function touch(): void {
    if (performance.now() - lastTouch < touchEveryMs) return;
    lastTouch = performance.now();
    say({ touch: true });
  }

  function say(says: PageSays): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(says));
  }
}

/** As `kiosk/web/links.ts` says it. */
const sessionEnded = 4401;

function keyOf(topic: string, about: string | undefined): string {
  return `${topic} ${about ?? ''}`;
}

import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import type {
  ActAnswer,
  CounterRefusal,
  CounterSnapshot,
  FoundNumbers,
  PageAct,
} from '#kiosk/bridge/hub/counter-words.ts';
import { keepPending, keptPending, type PendingAct, pendingAct, requestOf } from './pending-act.ts';

export interface Me {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** What became of the last act, for whoever pressed. */
export type Outcome =
  | { readonly is: 'done'; readonly act: PageAct; readonly number?: string }
  | { readonly is: 'refused'; readonly act: PageAct; readonly why: CounterRefusal };

/** The page's one wire to its hub. */
export interface CounterLink {
  readonly snapshot: ReadonlySignal<CounterSnapshot | undefined>;
  /** Epoch ms of this machine; `undefined` while the line is there. */
  readonly lostSince: ReadonlySignal<number | undefined>;
  /** No answer yet; `isLate`: it is being sent again. */
  readonly pending: ReadonlySignal<(PendingAct & { readonly isLate: boolean }) | undefined>;
  /** The last answer was that nobody decides at the moment. */
  readonly isNotDeciding: ReadonlySignal<boolean>;
  readonly outcome: ReadonlySignal<Outcome | undefined>;
  /** What is added to this machine's clock to have the hub's. */
  readonly ahead: ReadonlySignal<number>;
  /** Resolves with what became of it; at once with nothing while another act is on its way. */
  act(act: PageAct): Promise<Outcome | undefined>;
  forgetOutcome(): void;
  find(text: string): Promise<FoundNumbers | undefined>;
  /** Somebody goes to where they are called. */
  answer(alertId: string): Promise<void>;
  signOut(): Promise<void>;
}

interface Needs {
  readonly counter: string;
  readonly me: Me;
  readonly csrfToken: string;
  readonly clock: Clock;
  readonly toSignIn: () => void;
}

const retryMs = 1_000;
const patienceMs = 4_000;
const touchEveryMs = 30_000;
/** The hub says something at least so often; a line that is silent for longer is lost, whatever the browser believes. */
const longestSilenceMs = 12_000;
/** As `kiosk/web/links.ts` says it. */
const sessionEnded = 4401;

export function openCounterLink({ counter, me, csrfToken, clock, toSignIn }: Needs): CounterLink {
  const snapshot = signal<CounterSnapshot | undefined>(undefined);
  const lostSince = signal<number | undefined>(undefined);
  const pending = signal<(PendingAct & { readonly isLate: boolean }) | undefined>(undefined);
  const isNotDeciding = signal(false);
  const outcome = signal<Outcome | undefined>(undefined);
  const ahead = signal(0);
  let socket: WebSocket | undefined;
  let isGoing = false;
  let lastTouch = Number.NEGATIVE_INFINITY;
  let callOffSilence = () => {};
  let answered: (outcome: Outcome) => void = () => {};

  connect();
  for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, touch, { passive: true });
  const kept = keptPending(sessionStorage, { by: me.id, counter });
  if (kept) {
    pending.value = { ...kept, isLate: true };
    void send(kept);
  }

  return {
    snapshot,
    lostSince,
    pending,
    isNotDeciding,
    outcome,
    ahead,
    act(act) {
      if (pending.value) return Promise.resolve(undefined);
      const now = snapshot.value;
      const mine = pendingAct(
        { act, seen: now?.serving?.visitId ?? null, pressedAt: clock.now(), by: me.id, counter },
        (size) => crypto.getRandomValues(new Uint8Array(size)),
      );
      outcome.value = undefined;
      pending.value = { ...mine, isLate: false };
      keepPending(sessionStorage, mine);
      void send(mine);
      return new Promise((resolve) => {
        answered = resolve;
      });
    },
    forgetOutcome() {
      outcome.value = undefined;
    },
    async find(text) {
      const answer = await ask(`/api/counter/${counter}/find?text=${encodeURIComponent(text)}`);
      return answer?.ok ? answer.json() : undefined;
    },
    async answer(alertId) {
      await ask(`/api/counter/${counter}/answer`, { alertId });
    },
    async signOut() {
      await ask('/api/sign-out', {});
      go();
    },
  };

  async function send(mine: PendingAct): Promise<void> {
    const answer = await ask(`/api/counter/${counter}/act`, requestOf(mine, clock.now()));
    const read = answer && [200, 409, 503].includes(answer.status) ? await readAnswer(answer) : undefined;
    if (pending.value?.actId !== mine.actId || isGoing) return;
    isNotDeciding.value = read?.is === 'not-deciding';
    if (read && read.is !== 'not-deciding') {
      keepPending(sessionStorage, undefined);
      pending.value = undefined;
      outcome.value = { ...read, act: mine.act };
      answered(outcome.value);
      return;
    }
    // Neither done nor given back: under the same id again, until the hub says which.
    pending.value = { ...mine, isLate: true };
    clock.after(retryMs, () => void send(mine));
  }

  async function readAnswer(answer: Response): Promise<ActAnswer | undefined> {
    return answer.json().catch(() => undefined);
  }

  async function ask(path: string, body?: object): Promise<Response | undefined> {
    const answer = await fetch(path, {
      cache: 'no-store',
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json', 'x-csrf-token': csrfToken },
            body: JSON.stringify(body),
          }),
    }).catch(() => undefined);
    if (answer?.status === 401) go();
    return answer;
  }

  function go(): void {
    if (isGoing) return;
    isGoing = true;
    toSignIn();
  }

  function connect(): void {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const opened = new WebSocket(`${scheme}://${location.host}/live/counter/${counter}`);
    socket = opened;
    let isOver = false;
    const over = (code: number) => {
      if (isOver) return;
      isOver = true;
      callOffSilence();
      if (code === sessionEnded) return go();
      lostSince.value ??= clock.now();
      clock.after(retryMs, connect);
    };
    const listen = () => {
      callOffSilence();
      callOffSilence = clock.after(longestSilenceMs, () => {
        opened.close();
        over(0);
      });
    };
    listen();
    opened.addEventListener('message', ({ data }) => {
      if (isOver) return;
      listen();
      const said: CounterSnapshot | { readonly now: number } = JSON.parse(data);
      ahead.value = said.now - clock.now();
      lostSince.value = undefined;
      if ('revision' in said) snapshot.value = said;
    });
    opened.addEventListener('close', ({ code }) => {
      if (isOver) return;
      // A hub that was started anew knows no session of before; an answer of 401 leads to the door.
      void ask('/api/me').then(() => over(code));
    });
  }

  function touch(): void {
    if (clock.monotonic() - lastTouch < touchEveryMs || socket?.readyState !== WebSocket.OPEN) return;
    lastTouch = clock.monotonic();
    socket.send(JSON.stringify({ touch: true }));
  }
}

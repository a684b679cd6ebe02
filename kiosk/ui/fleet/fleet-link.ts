import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import type { FleetSnapshot } from '#kiosk/bridge/hub/fleet-words.ts';

export interface FleetLink {
  /** What the hub has said last; `undefined` before the first time. */
  readonly fleet: ReadonlySignal<FleetSnapshot | undefined>;
  /** Epoch ms of this machine; `undefined` while the line stands. */
  readonly lostSince: ReadonlySignal<number | undefined>;
  /** By the hub's clock, as far as this page knows it; each second. */
  readonly now: ReadonlySignal<number>;
  signOut(): Promise<void>;
}

/** A line that swallows what is sent says nothing, for ever. */
const patienceMs = 5_000;
const reconnectMs = 1_000;
const touchEveryMs = 30_000;
/** The hub says something every five seconds, whatever happens. */
const silentMs = 15_000;

export function openFleetLink({
  clock,
  toSignIn,
}: {
  readonly clock: Clock;
  readonly toSignIn: () => void;
}): FleetLink {
  const fleet = signal<FleetSnapshot | undefined>(undefined);
  const lostSince = signal<number | undefined>(undefined);
  const now = signal(clock.now());
  let aheadMs = 0;
  let lastTouch = clock.monotonic();
  let lastHeard = clock.monotonic();
  let socket: WebSocket | undefined;
  connect();
  tick();
  for (const event of ['pointerdown', 'keydown'] as const) addEventListener(event, touch, { passive: true });
  return { fleet, lostSince, now, signOut };

  function connect(): void {
    const opened = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/live/fleet`);
    socket = opened;
    lastHeard = clock.monotonic();
    opened.addEventListener('message', ({ data }) => {
      const told: FleetSnapshot = JSON.parse(data);
      lastHeard = clock.monotonic();
      aheadMs = told.now - clock.now();
      fleet.value = told;
      lostSince.value = undefined;
      now.value = told.now;
    });
    opened.addEventListener('close', () => {
      lostSince.value ??= clock.now();
      clock.after(reconnectMs, () => void reconnect());
    });
  }

  /** A hub that was stopped has signed out everybody: whoever is signed out is sent to sign in as soon as there is somebody to ask. */
  async function reconnect(): Promise<void> {
    const answer = await fetch('/api/me', { signal: AbortSignal.timeout(patienceMs) }).catch(() => undefined);
    if (answer?.status === 401) toSignIn();
    else if (answer) connect();
    else clock.after(reconnectMs, () => void reconnect());
  }

  function tick(): void {
    now.value = clock.now() + aheadMs;
    if (clock.monotonic() - lastHeard > silentMs) socket?.close();
    clock.after(1_000, tick);
  }

  function touch(): void {
    if (clock.monotonic() - lastTouch < touchEveryMs || socket?.readyState !== WebSocket.OPEN) return;
    lastTouch = clock.monotonic();
    socket.send('touch');
  }

  async function signOut(): Promise<void> {
    const me = await fetch('/api/me').catch(() => undefined);
    const { csrfToken = '' } = me?.ok ? await me.json() : {};
    await fetch('/api/sign-out', { method: 'POST', headers: { 'x-csrf-token': csrfToken } }).catch(() => undefined);
    toSignIn();
  }
}

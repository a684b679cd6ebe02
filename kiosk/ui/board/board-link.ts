import { type ReadonlySignal, signal } from '@preact/signals';
import type { Clock } from '#config/agreements/clock.ts';
import {
  type BoardHears,
  type BoardSays,
  type BoardSnapshot,
  boardLeaseMs,
  type Speech,
  signOfLifeEveryMs,
} from '#kiosk/bridge/hub/board-words.ts';
import type { Player } from './player.ts';

/** The board's one wire to its hub. */
export interface BoardLink {
  readonly snapshot: ReadonlySignal<BoardSnapshot | undefined>;
  /** By the hub's clock, epoch ms; `undefined` while the line is there. */
  readonly lostSince: ReadonlySignal<number | undefined>;
  /** The hub's clock, epoch ms. */
  now(): number;
  /** The page goes: another board may speak at once. */
  leave(): void;
}

interface Needs {
  readonly clock: Clock;
  readonly player: Player;
  readonly openSocket: () => WebSocket;
}

const retryMs = 1_000;
/** Each sign of life is answered at once. */
const longestSilenceMs = 5_000;
const mostRemembered = 60;

export function openBoardLink({ clock, player, openSocket }: Needs): BoardLink {
  const snapshot = signal<BoardSnapshot | undefined>(undefined);
  const lostSince = signal<number | undefined>(undefined);
  const signs = new Map<number, number>();
  let signCount = 0;
  let socket: WebSocket | undefined;
  let hubsClock = { now: clock.now(), at: clock.monotonic() };
  let playing: Speech | undefined;
  /** Played to the end, and not confirmed by a snapshot yet. */
  let ended: readonly string[] = [];
  let callOffSilence = () => {};

  connect();
  beat();

  return {
    snapshot,
    lostSince,
    now,
    leave() {
      player.stop();
      say({ here: signCount, speaker: false });
    },
  };

  function now(): number {
    return hubsClock.now + clock.monotonic() - hubsClock.at;
  }

  function connect(): void {
    const opened = openSocket();
    socket = opened;
    let isOver = false;
    const over = () => {
      if (isOver) return;
      isOver = true;
      callOffSilence();
      opened.close();
      lostSince.value ??= now();
      clock.after(retryMs, connect);
    };
    const listen = () => {
      callOffSilence();
      callOffSilence = clock.after(longestSilenceMs, over);
    };
    listen();
    opened.addEventListener('open', () => {
      say({ heard: (snapshot.value?.spoken ?? []).slice(-mostRemembered), ended: ended.slice(-mostRemembered) });
      sign();
    });
    opened.addEventListener('message', ({ data }) => {
      if (isOver) return;
      listen();
      const message: BoardHears = JSON.parse(data);
      if ('here' in message) answered(message.here);
      else show(message);
    });
    opened.addEventListener('close', over);
  }

  function beat(): void {
    sign();
    clock.after(signOfLifeEveryMs, beat);
  }

  function sign(): void {
    if (socket?.readyState !== WebSocket.OPEN) return;
    signCount += 1;
    signs.set(signCount, clock.monotonic());
    const oldest = signs.keys().next().value;
    if (signs.size > mostRemembered && oldest !== undefined) signs.delete(oldest);
    say({ here: signCount, speaker: player.canSound.value });
  }

  function answered(here: number): void {
    const sentAt = signs.get(here);
    if (sentAt === undefined) return;
    signs.delete(here);
    player.allowUntil(sentAt + boardLeaseMs);
  }

  function show(next: BoardSnapshot): void {
    hubsClock = { now: next.now, at: clock.monotonic() };
    lostSince.value = undefined;
    snapshot.value = next;
    ended = ended.filter((call) => !next.spoken.includes(call));
    const { speech } = next;
    if (playing && (speech?.call !== playing.call || speech.attempt !== playing.attempt)) {
      playing = undefined;
      player.stop();
    }
    if (!speech || playing) return;
    playing = speech;
    const { call, attempt } = speech;
    player.play(speech, (outcome) => {
      if (outcome === 'ended') {
        ended = [...ended, call];
        say({ spoken: call, attempt });
      } else say({ failed: call, attempt });
    });
  }

  function say(says: BoardSays): void {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(says));
  }
}

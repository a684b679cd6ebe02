import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import {
  bridgeVersion,
  type CommandName,
  type CommandProblem,
  type Commands,
  closeCodes,
  type HostMessage,
  heartbeat,
  pong,
  type Snapshot,
} from './words.ts';

/**
 * The page's side of the bridge: keeps one WebSocket to the host alive. Runs in the browser and, for scripts that drive
 * check-ins, in Node.
 */
export interface HostClient {
  /** Heard or not heard; what changed comes by snapshot. Never rejects: without a link the problem is `link-down`. */
  send<Name extends CommandName>(command: Name, input: Commands[Name]): Promise<Result<'heard', CommandProblem>>;
  close(): void;
}

/**
 * - `up`: the host has said hello; a snapshot follows.
 * - `down`: no host, or one that has said nothing for `heartbeat.silentMs`; the client keeps trying.
 * - `taken-over`: a newer page is the patient's; this one never comes back by itself.
 * - `other-version`: the host speaks another bridge; only a freshly loaded page can help. Never comes back by itself.
 */
export type LinkState = 'up' | 'down' | 'taken-over' | 'other-version';

/** What the client needs of a WebSocket; the browser's, Node's and the `ws` package's all fit. */
export interface BridgeSocket {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { readonly code: number }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
  send(text: string): void;
  close(): void;
}

export interface HostConnection {
  /** `ws://127.0.0.1:7070/bridge` */
  readonly url: string;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  readonly onLink: (link: LinkState) => void;
  readonly clock: Pick<Clock, 'after'>;
  /** How to open the socket. In Node, `(url) => new WebSocket(url, { headers })` carries the launch cookie. */
  readonly openSocket: (url: string) => BridgeSocket;
}

export const reconnectDelays = { firstMs: 250, longestMs: 3_000, untilHelloMs: 5_000 } as const;

/** Doubles from 250 ms to 3 s. `attempt` counts the failures since the last hello, from 0. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(reconnectDelays.firstMs * 2 ** Math.min(attempt, 10), reconnectDelays.longestMs);
}

type Answer = Result<'heard', CommandProblem>;

export function connectHost({ url, onSnapshot, onLink, clock, openSocket }: HostConnection): HostClient {
  const waiting = new Map<number, (answer: Answer) => void>();
  let nextId = 1;
  let failures = 0;
  let socket: BridgeSocket | undefined;
  let isUp = false;
  let callOff: () => void = () => {};

  open();
  return { send, close: () => leave(undefined) };

  function open(): void {
    const opened = openSocket(url);
    socket = opened;
    // A host that accepts and then says nothing is as good as none.
    callOff = clock.after(reconnectDelays.untilHelloMs, () => lose(opened));
    opened.addEventListener('message', ({ data }) => {
      if (socket === opened) receive(data);
    });
    // Every failure also closes; the listener keeps Node from treating it as unhandled.
    opened.addEventListener('error', () => {});
    opened.addEventListener('close', ({ code }) => {
      if (socket !== opened) return;
      if (code === closeCodes.takenOver) leave('taken-over');
      else lose(opened);
    });
  }

  function receive(data: unknown): void {
    const message = readHostMessage(data);
    if (!message) return;
    if (isUp) awaitNextWord();
    switch (message.kind) {
      case 'hello':
        greet(message.bridge);
        break;
      case 'ping':
        socket?.send(pong);
        break;
      case 'snapshot':
        onSnapshot(message.snapshot);
        break;
      case 'heard':
        answer(message.id, ok('heard'));
        break;
      case 'not-heard':
        answer(message.id, problem(message.problem));
        break;
      default:
        unreachable(message);
    }
  }

  function greet(bridge: number): void {
    if (bridge !== bridgeVersion) {
      leave('other-version');
      return;
    }
    failures = 0;
    isUp = true;
    awaitNextWord();
    onLink('up');
  }

  /** A host that hangs keeps its sockets open. */
  function awaitNextWord(): void {
    callOff();
    const present = socket;
    callOff = clock.after(heartbeat.silentMs, () => {
      if (present) lose(present);
    });
  }

  function send<Name extends CommandName>(command: Name, input: Commands[Name]): Promise<Answer> {
    if (!socket || !isUp) return Promise.resolve(problem({ kind: 'link-down' }));
    const id = nextId++;
    const sent = new Promise<Answer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, command, input }));
    return sent;
  }

  function answer(id: number, given: Answer): void {
    waiting.get(id)?.(given);
    waiting.delete(id);
  }

  function lose(lost: BridgeSocket): void {
    drop();
    lost.close();
    onLink('down');
    callOff = clock.after(reconnectDelayMs(failures++), open);
  }

  /** For good: taken over, another version, or closed by its owner (who needs no news of it). */
  function leave(why: 'taken-over' | 'other-version' | undefined): void {
    const left = socket;
    drop();
    left?.close();
    if (why) onLink(why);
  }

  function drop(): void {
    callOff();
    socket = undefined;
    isUp = false;
    for (const id of [...waiting.keys()]) answer(id, problem({ kind: 'link-down' }));
  }
}

const kinds: readonly HostMessage['kind'][] = ['hello', 'snapshot', 'ping', 'heard', 'not-heard'];

/** The host is believed about everything but being the host: something else on its port is ignored. */
function readHostMessage(data: unknown): HostMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(data);
    const known =
      typeof read === 'object' && read !== null && 'kind' in read && kinds.some((kind) => kind === read.kind);
    return known ? (read as HostMessage) : undefined;
  } catch {
    return undefined;
  }
}

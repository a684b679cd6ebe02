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

export function connectHost(host: HostConnection): HostClient {
  const link = new HostLink(host);
  return { send: (command, input) => link.send(command, input), close: () => link.close() };
}

class HostLink {
  readonly #host: HostConnection;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #nextId = 1;
  #failures = 0;
  #socket: BridgeSocket | undefined;
  #isUp = false;
  #callOff: () => void = () => {};

  constructor(host: HostConnection) {
    this.#host = host;
    this.#open();
  }

  close(): void {
    this.#leave(undefined);
  }

  #open(): void {
    const opened = this.#host.openSocket(this.#host.url);
    this.#socket = opened;
    // A host that accepts and then says nothing is as good as none.
    this.#callOff = this.#host.clock.after(reconnectDelays.untilHelloMs, () => this.#lose(opened));
    opened.addEventListener('message', ({ data }) => {
      if (this.#socket === opened) this.#receive(data);
    });
    // Every failure also closes; the listener keeps Node from treating it as unhandled.
    opened.addEventListener('error', () => {});
    opened.addEventListener('close', ({ code }) => {
      if (this.#socket !== opened) return;
      if (code === closeCodes.takenOver) this.#leave('taken-over');
      else this.#lose(opened);
    });
  }

  #receive(data: unknown): void {
    const message = readHostMessage(data);
    if (!message) return;
    if (this.#isUp) this.#awaitNextWord();
    switch (message.kind) {
      case 'hello':
        this.#greet(message.bridge);
        break;
      case 'ping':
        this.#socket?.send(pong);
        break;
      case 'snapshot':
        this.#host.onSnapshot(message.snapshot);
        break;
      case 'heard':
        this.#answer(message.id, ok('heard'));
        break;
      case 'not-heard':
        this.#answer(message.id, problem(message.problem));
        break;
      default:
        unreachable(message);
    }
  }

  #greet(bridge: number): void {
    if (bridge !== bridgeVersion) {
      this.#leave('other-version');
      return;
    }
    this.#failures = 0;
    this.#isUp = true;
    this.#awaitNextWord();
    this.#host.onLink('up');
  }

  /** A host that hangs keeps its sockets open. */
  #awaitNextWord(): void {
    this.#callOff();
    const present = this.#socket;
    this.#callOff = this.#host.clock.after(heartbeat.silentMs, () => {
      if (present) this.#lose(present);
    });
  }

  send<Name extends CommandName>(command: Name, input: Commands[Name]): Promise<Answer> {
    if (!this.#socket || !this.#isUp) return Promise.resolve(problem({ kind: 'link-down' }));
    const id = this.#nextId++;
    const sent = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, command, input }));
    return sent;
  }

  #answer(id: number, given: Answer): void {
    this.#waiting.get(id)?.(given);
    this.#waiting.delete(id);
  }

  #lose(lost: BridgeSocket): void {
    this.#drop();
    lost.close();
    this.#host.onLink('down');
    this.#callOff = this.#host.clock.after(reconnectDelayMs(this.#failures++), () => this.#open());
  }

  /** For good: taken over, another version, or closed by its owner (who needs no news of it). */
  #leave(why: 'taken-over' | 'other-version' | undefined): void {
    const left = this.#socket;
    this.#drop();
    left?.close();
    if (why) this.#host.onLink(why);
  }

  #drop(): void {
    this.#callOff();
    this.#socket = undefined;
    this.#isUp = false;
    for (const id of [...this.#waiting.keys()]) this.#answer(id, problem({ kind: 'link-down' }));
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

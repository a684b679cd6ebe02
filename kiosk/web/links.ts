import type { Clock } from '#config/agreements/clock.ts';
import type { Link, LinkEnd } from './routes.ts';
import type { Session, Sessions } from './sessions.ts';

/** A WebSocket of @fastify/websocket, as far as it is used here. */
interface Socket {
  readonly bufferedAmount: number;
  readonly OPEN: number;
  readonly readyState: number;
  send(text: string): void;
  ping(): void;
  close(code: number): void;
  terminate(): void;
  on(event: 'message', heard: (data: { toString(): string }, isBinary: boolean) => void): unknown;
  on(event: 'pong' | 'close' | 'error', heard: () => void): unknown;
}

/** Why a page's link was closed, as WebSocket close codes (4000–4999 are free for programs, RFC 6455 §7.4.2). */
export const linkCodes = { sessionEnded: 4401, tooMany: 4429, tooSlow: 4408 } as const;

export const mostLinks = 48;
export const mostLinksOfSession = 8;
/** A page that is told to go on a broken line is not waited for. */
const pingEveryMs = 15_000;
/** More than any page of ours is told at a time; whoever takes nothing must not fill our memory. */
const mostWaitingBytes = 4_000_000;

export interface Links<Role extends string> {
  open(socket: Socket, session: Session<Role> | undefined, connect: (link: Link) => LinkEnd): void;
}

/** Links that end with their session, with their line, and when nobody takes what is said. */
export function createLinks<Role extends string>({
  clock,
  sessions,
  most = mostLinks,
}: {
  readonly clock: Pick<Clock, 'after'>;
  readonly sessions: Sessions<Role>;
  readonly most?: number | undefined;
}): Links<Role> {
  const open = new Map<Socket, Session<Role> | undefined>();

  return {
    open(socket, session, connect) {
      // ws reports a broken line here and closes it by itself.
      socket.on('error', () => undefined);
      const ofSession = [...open.values()].filter((each) => session !== undefined && each === session).length;
      if (open.size >= most || ofSession >= mostLinksOfSession) return socket.close(linkCodes.tooMany);
      // It may have ended while the handshake was on its way.
      if (session?.ended.aborted) return socket.close(linkCodes.sessionEnded);
      open.set(socket, session);
      const onSessionEnd = () => socket.close(linkCodes.sessionEnded);
      session?.ended.addEventListener('abort', onSessionEnd);
      const end = connect({
        send(text) {
          if (socket.readyState !== socket.OPEN) return;
          socket.send(text);
          if (socket.bufferedAmount > mostWaitingBytes) socket.terminate();
        },
        waitingBytes: () => socket.bufferedAmount,
        close: (code) => socket.close(code),
        touch: () => {
          if (session) sessions.touch(session);
        },
      });
      let hasAnswered = true;
      let callOff = () => {};
      const beat = () => {
        if (!hasAnswered) return socket.terminate();
        hasAnswered = false;
        socket.ping();
        callOff = clock.after(pingEveryMs, beat);
      };
      callOff = clock.after(pingEveryMs, beat);
      socket.on('pong', () => {
        hasAnswered = true;
      });
      socket.on('message', (data, isBinary) => {
        // What was on its way when the session ended changes nothing any more.
        if (!isBinary && !session?.ended.aborted) end.receive(data.toString());
      });
      socket.on('close', () => {
        open.delete(socket);
        callOff();
        session?.ended.removeEventListener('abort', onSessionEnd);
        end.disconnected();
      });
    },
  };
}

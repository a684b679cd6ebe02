import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Any program of this machine may open sockets to a page's server, and say nothing, or one byte a minute. None of them may be
 * held for ever, nor so many that the page finds no place. Times are the machine's, in ms: Node's own.
 */
export interface ConnectionLimits {
  /** A socket's first byte to the end of its headers; also a socket that never sends a byte. */
  readonly headersMs: number;
  /** First byte to the end of the body. */
  readonly requestMs: number;
  /** Between two requests. */
  readonly keepAliveMs: number;
  /** An answer that nobody reads. A WebSocket has a heart beat instead. */
  readonly stuckMs: number;
  /** How often Node looks for late headers and requests. */
  readonly lookEveryMs: number;
  /** A WebSocket that was told to close and does not answer. */
  readonly closeMs: number;
  readonly mostSockets: number;
  readonly mostOfOneAddress: number;
}

/** A page loads over six sockets and keeps one; monitoring programs and the shell add a few. */
export const connectionLimits: ConnectionLimits = {
  headersMs: 5_000,
  requestMs: 10_000,
  keepAliveMs: 5_000,
  stuckMs: 30_000,
  lookEveryMs: 1_000,
  closeMs: 1_000,
  mostSockets: 64,
  mostOfOneAddress: 48,
};

/**
 * Beyond the limit the one that has waited longest goes, never the one that has just come: whoever hoards sockets must not be
 * able to keep the patient's page out. Linked pages are not counted: there is one at a time, and it has shown its cookie.
 */
export function limitSockets(
  server: Server,
  { mostSockets, mostOfOneAddress }: Pick<ConnectionLimits, 'mostSockets' | 'mostOfOneAddress'>,
): void {
  /** In the order in which they came. */
  const open = new Map<string, Socket>();
  server.on('connection', (socket: Socket) => {
    const name = nameOf(socket);
    open.set(name, socket);
    socket.once('close', () => {
      if (open.get(name) === socket) open.delete(name);
    });
    const ofThisAddress = [...open.values()].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress);
    if (ofThisAddress.length > mostOfOneAddress) drop(ofThisAddress[0]);
    if (open.size > mostSockets) drop(open.values().next().value);
  });
  // It is a WebSocket's handshake from here on, or is refused and closed.
  server.on('upgrade', (_request, socket) => open.delete(nameOf(socket as Socket)));

  function drop(socket: Socket | undefined): void {
    if (!socket) return;
    open.delete(nameOf(socket));
    socket.destroy();
  }
}

/** By its other end: with TLS the socket that connects is not the one that asks. */
function nameOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

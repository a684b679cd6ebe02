import { connect, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { LineProblem, OpenTransport, Transport } from '../contract/transport.ts';
import { transportOver } from './stream-transport.ts';

export interface TcpAddress {
  /** Host name, IPv4 or IPv6 address. */
  readonly host: string;
  readonly port: number;
  /** Name resolution included. Default 3,000. */
  readonly connectTimeoutMs?: number;
}

/**
 * After so long without traffic the system asks whether the peer is alive: ten probes, a second apart (libuv,
 * `uv_tcp_keepalive`). A device whose power or network cable was pulled is `lost` after some 20 s.
 */
const keepAliveAfterMs = 10_000;

/** Opens network printers, serial device servers and simulators. The peer ending its side is a lost line. */
export function openTcp(address: TcpAddress, clock: Clock): OpenTransport {
  const { host, port, connectTimeoutMs = 3_000 } = address;

  return function open() {
    return new Promise<Result<Transport, LineProblem>>((resolve) => {
      const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs });
      const callOffTimeout = clock.after(connectTimeoutMs, () => fail({ kind: 'timed-out' }));
      const onError = (error: NodeJS.ErrnoException) => fail(problemFromCode(error.code));
      socket.once('error', onError);
      socket.once('connect', () => {
        callOffTimeout();
        socket.off('error', onError);
        resolve(ok(transportOver(socket, () => release(socket))));
      });

      function fail(why: LineProblem): void {
        callOffTimeout();
        // A destroyed socket may still report the error of an attempt that was under way.
        socket.on('error', () => {});
        socket.destroy();
        resolve(problem(why));
      }
    });
  };
}

function release(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) return resolve();
    socket.once('close', () => resolve());
    socket.destroy();
  });
}

/** connect(2) and getaddrinfo(3). */
function problemFromCode(code: string | undefined): LineProblem {
  switch (code) {
    case 'ETIMEDOUT':
      return { kind: 'timed-out' };
    case 'EACCES':
    case 'EPERM':
      return { kind: 'not-allowed' };
    // ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENOTFOUND, EAI_AGAIN, ECONNRESET …: nobody is there to talk to.
    default:
      return { kind: 'not-found' };
  }
}

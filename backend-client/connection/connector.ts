import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Clock } from '#config/agreements/clock.ts';
import type { TlsOptions } from './tls-files.ts';

/** Why no connection came about. Not one byte of a request was sent. */
export type ConnectFailure = 'not-connected' | 'tls-refused';

export class ConnectError extends Error {
  readonly failure: ConnectFailure;

  constructor(failure: ConnectFailure, cause: Error | undefined) {
    super(failure, { cause });
    this.failure = failure;
  }
}

interface Needs {
  readonly timeoutMs: number;
  readonly tls: TlsOptions | undefined;
  readonly clock: Clock;
}

export interface Address {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

export type Connected = (error: ConnectError | null, socket?: Socket) => void;

/** How long a server may take to say that it accepts us; one that never says so is believed after that. */
const acceptancePatienceMs = 300;

/** TCP asks an idle server after this time whether it is still there. */
const keepAliveAfterMs = 60_000;

/**
 * Opens connections for the HTTP client; a connection that is handed over has both certificates accepted.
 *
 * Under TLS 1.3 our side is finished before the server has seen our certificate (RFC 8446 §2): a request written at once
 * breaks with a plain reset when the certificate is missing or expired, and nobody can tell it from a dropped delivery. The
 * server's first session ticket comes only after it has accepted us (§4.6.1), so that is waited for, briefly.
 */
export function createConnector({ timeoutMs, tls, clock }: Needs): (address: Address, connected: Connected) => void {
  return ({ host, port, isTls }, connected) => {
    const line = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs };
    const secured = isTls
      ? connectTls({
          ...line,
          // A number is no name that a server could look for (RFC 6066 §3).
          ...(isIP(host) === 0 ? { servername: host } : {}),
          ...tls,
          minVersion: 'TLSv1.2',
          rejectUnauthorized: true,
          ALPNProtocols: ['http/1.1'],
        })
      : undefined;
    const socket = secured ?? connectTcp(line);
    let failure: Error | undefined;
    /** The server shook hands so far that keys were made, and has our certificate, if we have one. */
    let hasLookedAtUs = false;
    secured?.once('keylog', () => {
      hasLookedAtUs = tls?.cert !== undefined;
    });
    const onError = (why: Error) => {
      failure ??= why;
    };
    const onClose = () => {
      callOff();
      connected(connectErrorFrom(failure, hasLookedAtUs));
    };
    const callOff = clock.after(timeoutMs, () => socket.destroy());
    socket.on('error', onError).once('close', onClose);
    socket.once(secured ? 'secureConnect' : 'connect', () => {
      callOff();
      socket.off('close', onClose);
      if (secured?.getProtocol() === 'TLSv1.3') awaitAcceptance(secured, clock, hasLookedAtUs, connected);
      else connected(null, socket);
      socket.off('error', onError);
    });
  };
}

function awaitAcceptance(socket: TLSSocket, clock: Clock, hasLookedAtUs: boolean, connected: Connected): void {
  let error: Error | undefined;
  const onError = (why: Error) => {
    error = why;
  };
  let settled = false;
  const onceSettled = () => {
    if (settled) return;
    settled = true;
    callOff();
    socket.off('session', onAccepted).off('close', onceSettled);
    if (socket.destroyed) connected(connectErrorFrom(error, hasLookedAtUs));
    else {
      connected(null, socket);
      socket.off('error', onError);
    }
  };
  // Not at once: what is written while the ticket is being read stays in OpenSSL's buffer (seen with Node 24.21).
  const onAccepted = () => void setImmediate(onceSettled);
  const callOff = clock.after(acceptancePatienceMs, onceSettled);
  socket.on('session', onAccepted).on('close', onceSettled).on('error', onError);
}

/**
 * A line that ends in the middle of a handshake proves nothing about certificates: a balancer whose program is being restarted does
 * so. What one side says of the other does; and so does a server that shook hands, got our certificate, and went.
 */
function connectErrorFrom(error: Error | undefined, hasLookedAtUs: boolean): ConnectError {
  return new ConnectError(isAboutTls(codeOf(error)) || hasLookedAtUs ? 'tls-refused' : 'not-connected', error);
}

/**
 * Certificates that do not do, alerts of the other side, and a port that speaks no TLS at all; not a server that says that it is in
 * trouble itself, or that just goes.
 */
export function isAboutTls(code: string): boolean {
  if (/INTERNAL_ERROR|USER_CANCELL?ED|UNEXPECTED_EOF/.test(code)) return false;
  return /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_|EPROTO)/.test(
    code,
  );
}

/** Node tells a connection refused on several addresses as an AggregateError. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return codeOf(error.cause);
}

import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { buildConnector } from 'undici';
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

/** How long a server may take to say that it accepts us; one that never says so is believed after that. */
const acceptancePatienceMs = 300;

/**
 * Opens connections for the HTTP client; a connection that is handed over has both certificates accepted.
 *
 * Under TLS 1.3 our side is finished before the server has seen our certificate (RFC 8446 §2): a request written at once
 * breaks with a plain reset when the certificate is missing or expired, and nobody can tell it from a dropped delivery. The
 * server's first session ticket comes only after it has accepted us (§4.6.1), so that is waited for, briefly.
 */
export function createConnector({ timeoutMs, tls, clock }: Needs): buildConnector.connector {
  const connect = buildConnector({
    ...tls,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    allowH2: false,
    timeout: timeoutMs,
  });
  return (options, callback) =>
    connect(options, (error, socket) => {
      if (error !== null) callback(connectErrorFrom(error), null);
      else if (socket instanceof TLSSocket && socket.getProtocol() === 'TLSv1.3')
        awaitAcceptance(socket, clock, callback);
      else callback(null, socket as Socket);
    });
}

function awaitAcceptance(socket: TLSSocket, clock: Clock, callback: buildConnector.Callback): void {
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
    if (socket.destroyed) callback(new ConnectError('tls-refused', error), null);
    else {
      socket.off('error', onError);
      callback(null, socket);
    }
  };
  // Not at once: what is written while the ticket is being read stays in OpenSSL's buffer (seen with Node 24.21).
  const onAccepted = () => void setImmediate(onceSettled);
  const callOff = clock.after(acceptancePatienceMs, onceSettled);
  socket.on('session', onAccepted).on('close', onceSettled).on('error', onError);
}

/** A reset before the connection is ready can only have come in the middle of a handshake: some servers refuse us so. */
function connectErrorFrom(error: Error): ConnectError {
  const code = codeOf(error);
  const refused = isAboutTls(code) || code === 'ECONNRESET' || code === 'EPIPE';
  return new ConnectError(refused ? 'tls-refused' : 'not-connected', error);
}

/** Certificates that do not do, alerts of the other side, and a port that speaks no TLS at all. */
export function isAboutTls(code: string): boolean {
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

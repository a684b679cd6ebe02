import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import type { Clock } from '#config/agreements/clock.ts';
import { codeOf, isAboutTls } from '../connection/connector.ts';
import { noteHospitalTime } from '../connection/hospital-time.ts';
import type { TlsOptions } from '../connection/tls-files.ts';
import { noteOnWire } from '../connection/wire-notes.ts';
import { createMllpFraming, mllpFrame } from './mllp-framing.ts';

/** One TCP or TLS connection that speaks MLLP: frames out, frames in. Knows nothing of acknowledgements. */
export interface MllpLine {
  readonly connected: Promise<MllpConnected>;
  /** Looks once more at what the network has said meanwhile. A hospital may close an idle connection at any time. */
  isStillOpen(): Promise<boolean>;
  /** Heard from, and not ended, in this very turn of the event loop: asking the network again would tell little more. */
  isTalking(): boolean;
  /** Who is told from now on; without anybody, what arrives is dropped. */
  listen(listener: MllpLineListener | undefined): void;
  /** Sends VT, message, FS and CR in one write: some receivers cannot put a frame together again. */
  write(message: Uint8Array): void;
  /** What was written still arrives; nothing more is heard. */
  end(): void;
  close(): Promise<void>;
}

/**
 * - `not-connected`: nobody listens, the name is unknown, or the connection is not there in time.
 * - `tls-refused`: one side does not accept the other's certificate, or speaks no TLS at all.
 */
export type MllpConnected = 'connected' | 'not-connected' | 'tls-refused';

export interface MllpLineListener {
  frame(frame: Uint8Array): void;
  /** Bytes outside any frame, or a frame longer than any acknowledgement. */
  noise(): void;
  /** `tls-refused`: the hospital ended the handshake only now; it has read nothing of what was written. */
  closed(why: 'line-broke' | 'tls-refused'): void;
}

export interface MllpAddress {
  readonly host: string;
  readonly port: number;
  /** Absent: plain TCP. */
  readonly tlsOptions?: TlsOptions;
}

/** An acknowledgement is a few hundred bytes; with many ERR segments a few thousand. */
const longestAnswerBytes = 64 * 1024;

/** TCP asks an idle hospital after this time whether it is still there, so that a dead link is noticed before a patient waits on it. */
const keepAliveAfterMs = 30_000;

export function openMllpLine({
  host,
  port,
  tlsOptions,
  connectTimeoutMs,
  clock,
}: MllpAddress & {
  readonly connectTimeoutMs: number;
  readonly clock: Clock;
}): MllpLine {
  const address = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs };
  const socket = tlsOptions
    ? connectTls({ ...address, ...tlsOptions, minVersion: 'TLSv1.2', rejectUnauthorized: true })
    : connect(address);
  const framing = createMllpFraming(longestAnswerBytes);
  let listener: MllpLineListener | undefined;
  let open = false;
  let heardAnything = false;
  let refused = false;
  let talking = false;
  const fallSilent = () => {
    talking = false;
  };

  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const connected = new Promise<MllpConnected>((resolve) => {
    const cancel = clock.after(connectTimeoutMs, () => socket.destroy());
    socket.once(tlsOptions ? 'secureConnect' : 'connect', () => {
      open = true;
      cancel();
      resolve('connected');
    });
    socket.once('close', () => {
      cancel();
      resolve(refused ? 'tls-refused' : 'not-connected');
    });
  });

  function noteEnd(): void {
    open = false;
    listener?.closed(refused ? 'tls-refused' : 'line-broke');
  }

  // 'close' follows, one turn of the event loop later.
  socket.on('error', (error) => {
    const code = codeOf(error);
    refused ||= !heardAnything && (open ? refusalAfterwards.test(code) : isAboutTls(code));
    noteEnd();
  });
  socket.on('end', noteEnd);
  socket.on('close', noteEnd);
  socket.on('data', (chunk: Uint8Array) => {
    heardAnything = true;
    if (!talking) {
      talking = true;
      setImmediate(fallSilent);
    }
    const { frames, skippedBytes } = framing.push(chunk);
    if (skippedBytes > 0) listener?.noise();
    for (const frame of frames) {
      noteOnWire(() => ({ way: 'in', address: `mllp://${host}:${port}`, bytes: frame }));
      noteHospitalTime(() => ({ form: 'hl7', address: `${host}:${port}`, text: timeOfMessage(frame) }));
      listener?.frame(frame);
    }
  });

  return {
    connected,
    async isStillOpen() {
      // Between two turns the event loop polls the socket once: a FIN or RST that has arrived is known afterwards.
      await nextTurn();
      await nextTurn();
      return open;
    },
    isTalking: () => open && talking,
    listen(next) {
      listener = next;
    },
    write(message) {
      noteOnWire(() => ({ way: 'out', address: `mllp://${host}:${port}`, bytes: message }));
      socket.write(mllpFrame(message));
    },
    end() {
      open = false;
      listener = undefined;
      socket.end();
    },
    close() {
      open = false;
      socket.destroy();
      return gone;
    },
  };
}

/**
 * In TLS 1.3 a client has finished before the server has looked at its certificate: the refusal then comes as an alert after
 * "connected" and after the first message. A server reads nothing of the conversation before that.
 */
const refusalAfterwards = /^ERR_SSL_.*ALERT.*(CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)/;

/** MSH-7 as it stands there; '' in what is no HL7. Far cheaper than taking the message apart, and wanted of each. */
function timeOfMessage(frame: Uint8Array): string {
  const head = Buffer.from(frame.subarray(0, 512)).toString('latin1');
  if (!head.startsWith('MSH')) return '';
  return head.split('\r', 1)[0]?.split(head.charAt(3))[6]?.split(head.charAt(4), 1)[0] ?? '';
}

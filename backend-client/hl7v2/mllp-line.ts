import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#config/agreements/clock.ts';
import { createMllpFraming, mllpFrame } from './mllp-framing.ts';

/** One TCP connection that speaks MLLP: frames out, frames in. Knows nothing of acknowledgements. */
export interface MllpLine {
  /** False when nobody listens, the name is unknown, or the connection is not there in time. */
  readonly connected: Promise<boolean>;
  /** Looks once more at what the network has said meanwhile. A hospital may close an idle connection at any time. */
  isStillOpen(): Promise<boolean>;
  /** Who is told from now on; without anybody, what arrives is dropped. */
  listen(listener: MllpLineListener | undefined): void;
  /** Sends VT, message, FS and CR in one write: some receivers cannot put a frame together again. */
  write(message: Uint8Array): void;
  close(): Promise<void>;
}

export interface MllpLineListener {
  frame(frame: Uint8Array): void;
  /** Bytes outside any frame, or a frame longer than any acknowledgement. */
  noise(): void;
  closed(): void;
}

/** An acknowledgement is a few hundred bytes; with many ERR segments a few thousand. */
const longestAnswerBytes = 64 * 1024;

/** TCP asks an idle hospital after this time whether it is still there, so that a dead link is noticed before a patient waits on it. */
const keepAliveAfterMs = 30_000;

export function openMllpLine({
  host,
  port,
  connectTimeoutMs,
  clock,
}: {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly clock: Clock;
}): MllpLine {
  const socket = connect({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveAfterMs });
  const framing = createMllpFraming(longestAnswerBytes);
  let listener: MllpLineListener | undefined;
  let open = false;

  const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const connected = new Promise<boolean>((resolve) => {
    const cancel = clock.after(connectTimeoutMs, () => socket.destroy());
    socket.once('connect', () => {
      open = true;
      cancel();
      resolve(true);
    });
    socket.once('close', () => {
      cancel();
      resolve(false);
    });
  });

  function noteEnd(): void {
    open = false;
    listener?.closed();
  }

  // What happened to the message does not depend on which error it was. 'close' follows, one turn of the event loop later.
  socket.on('error', noteEnd);
  socket.on('end', noteEnd);
  socket.on('close', noteEnd);
  socket.on('data', (chunk) => {
    const { frames, skippedBytes } = framing.push(chunk);
    if (skippedBytes > 0) listener?.noise();
    for (const frame of frames) listener?.frame(frame);
  });

  return {
    connected,
    async isStillOpen() {
      // Between two turns the event loop polls the socket once: a FIN or RST that has arrived is known afterwards.
      await nextTurn();
      await nextTurn();
      return open;
    },
    listen(next) {
      listener = next;
    },
    write(message) {
      socket.write(mllpFrame(message));
    },
    close() {
      open = false;
      socket.destroy();
      return gone;
    },
  };
}

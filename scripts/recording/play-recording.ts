import { createServer, type Socket } from 'node:net';
import type { Clock } from '#config/agreements/clock.ts';
import { listenOnLoopback, type OnLoopback } from '#config/agreements/listen-on-loopback.ts';
import type { LinePiece } from '#kiosk/host/device-lines/masked-line.ts';
import type { Recording } from '#kiosk/host/device-lines/recording.ts';

export interface PlaybackSettings {
  /** 0 for any free port. */
  readonly port: number;
  readonly clock: Clock;
  /** 2 plays twice as fast; `Infinity` leaves the pauses out. */
  readonly speed: number;
  readonly patienceMs?: number;
  /** Longer pauses are cut to this. */
  readonly longestPauseMs?: number;
  /** A host heard the last byte. */
  onPlayed?(): void;
}

/**
 * Serves a recording as a device on a TCP port. To every host that connects it plays the whole recording from the beginning.
 *
 * What the device said after it was told something is said again when the host has told as much; pauses in between are
 * kept as they were recorded. A host that says less than the recorded one is not waited for longer than `patienceMs`.
 * Rejects with the system's error when the port is taken.
 */
export function playRecording(recording: Recording, settings: PlaybackSettings): Promise<OnLoopback> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    void playTo(socket, recording.pieces, settings);
  });
  return listenOnLoopback(server, settings.port);
}

async function playTo(socket: Socket, pieces: readonly LinePiece[], settings: PlaybackSettings): Promise<void> {
  const { clock, speed, patienceMs = 5_000, longestPauseMs = Number.POSITIVE_INFINITY } = settings;
  let told = 0;
  let look = () => {};
  socket.on('data', (bytes) => {
    told += bytes.length;
    look();
  });
  socket.on('close', () => look());

  /** Until the host has said as much as in the recording. */
  function toldSoMuch(bytes: number): Promise<void> {
    return new Promise((resolve) => {
      const giveUp = clock.after(patienceMs, () => resolve());
      look = () => {
        if (told < bytes && !socket.destroyed) return;
        giveUp();
        resolve();
      };
      look();
    });
  }

  let expected = 0;
  let before = 0;
  for (const { atMs, from, bytes } of pieces) {
    if (socket.destroyed) return;
    if (from === 'host') {
      expected += bytes.length;
      await toldSoMuch(expected);
    } else {
      const pauseMs = Math.min((atMs - before) / speed, longestPauseMs);
      if (pauseMs >= 1) await new Promise<void>((resolve) => clock.after(pauseMs, resolve));
      if (!socket.destroyed) socket.write(bytes);
    }
    before = atMs;
  }
  settings.onPlayed?.();
}

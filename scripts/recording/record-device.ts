import { ok, type Result } from '#config/agreements/result.ts';
import type { OpenTransport } from '#drivers/contract/transport.ts';
import { tapLine } from '#drivers/transport/tap-line.ts';
import { createMaskedLine, type HeardPiece } from '#kiosk/host/device-lines/masked-line.ts';
import { masksFor } from '#kiosk/host/device-lines/masks.ts';
import { type Recording, withoutPlace } from '#kiosk/host/device-lines/recording.ts';
import { openLineOf } from '../poke/open-line.ts';
import type { PokeOutcome } from '../poke/poke-event.ts';
import type { PokeWorld } from '../poke/poked-device.ts';
import { type Poke, runPoke } from '../poke/run-poke.ts';
import { outcomeOf } from './outcome-of.ts';
import { serveLine, untilEnough } from './serve-line.ts';

export interface RecordingTask extends Poke {
  /** Stands between a kiosk and the device on this port, instead of using a driver itself. */
  readonly port: number | undefined;
}

/** A recording is read into memory; a device that talks without end fills it in some hours. */
const mostPieces = 200_000;

/** The problem is one sentence. */
export async function recordDevice(
  task: RecordingTask,
  world: PokeWorld,
): Promise<Result<{ readonly recording: Recording; readonly outcome: PokeOutcome }, string>> {
  const { settings, action } = task;
  const line = openLineOf(settings, world.clock);
  if (!line.ok) return line;
  const pieces: HeardPiece[] = [];
  const masked = createMaskedLine(masksFor(settings.driver), world.clock, (piece) => {
    if (pieces.length < mostPieces) pieces.push(piece);
  });
  const tap = (open: OpenTransport) => tapLine(world.tap(open), { heard: masked.heard, lost: masked.flush });

  const outcome =
    task.port === undefined
      ? await runPoke(task, { ...world, tap })
      : ok(await standBetween(tap(line.value), task.port, task, world));
  masked.flush();
  if (!outcome.ok) return outcome;

  const inOrder = pieces.toSorted((one, other) => one.order - other.order);
  const recording = { settings: withoutPlace(settings), action, pieces: inOrder, expect: [] };
  const expect = action === 'raw' ? ok([]) : await outcomeOf(recording);
  return expect.ok ? ok({ recording: { ...recording, expect: expect.value }, outcome: outcome.value }) : expect;
}

async function standBetween(open: OpenTransport, port: number, task: Poke, world: PokeWorld): Promise<PokeOutcome> {
  const served = await serveLine(open, port);
  world.say({ event: 'ready', port: served.port });
  await untilEnough(task.seconds, task.ending, world.clock);
  await served.close();
  return 'done';
}

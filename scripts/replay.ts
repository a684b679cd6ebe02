/**
 * `npm run replay -- FILE [--port N] [--speed X]`: serves a recording as a device on a TCP port of this machine. Whoever
 * connects gets it from the beginning; `--speed 10` shortens its pauses to a tenth. Prints one line of JSON when it is
 * ready and ends on Ctrl-C.
 */
import { readFileSync } from 'node:fs';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { readRecording } from '#kiosk/host/device-lines/recording.ts';
import { endingOf } from './poke/ending.ts';
import { untilEnded } from './poke/poked-device.ts';
import { playRecording } from './recording/play-recording.ts';

const usage = 'Usage: npm run replay -- FILE [--port N] [--speed X]';
const { file, port, speed } = readArguments();
const recording = readRecording(textOf(file));
if (!recording.ok) stop(2, `${file} is no recording: ${recording.problem}.`);

const ending = endingOf(process);
const playback = await playRecording(recording.value, { port, clock: machineClock, speed }).catch(() =>
  stop(2, `Another program listens on port ${port} already.`),
);
const { kind, driver } = recording.value.settings;
process.stdout.write(`${JSON.stringify({ ready: true, port: playback.port, kind, driver })}\n`);
await untilEnded(ending);
await playback.close();
process.exit(0);

function readArguments(): { readonly file: string; readonly port: number; readonly speed: number } {
  const { values, positionals } = readCommandLine(usage, {
    options: { port: { type: 'string', default: '0' }, speed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const [file] = positionals;
  const given = { port: Number(values.port), speed: Number(values.speed) };
  const isFine = Number.isInteger(given.port) && given.port >= 0 && given.port <= 65_535 && given.speed > 0;
  return file !== undefined && positionals.length === 1 && isFine ? { file, ...given } : stop(2, usage);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return stop(2, `${path} cannot be read.`);
  }
}

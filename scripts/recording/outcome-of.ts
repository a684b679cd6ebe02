import type { Clock } from '#config/agreements/clock.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { Recording } from '#kiosk/host/device-lines/recording.ts';
import type { PokeEvent } from '../poke/poke-event.ts';
import { runPoke } from '../poke/run-poke.ts';
import { playRecording } from './play-recording.ts';

/** What is the outcome, and not the way there or the time that it took. */
const outcomes: readonly string[] = [
  'document',
  'unreadable',
  'result',
  'failed',
  'discarded',
  'status',
  'printed',
  'sent-and-well',
  'sent',
  'not-printed',
];

/** Longer than any driver waits for the rest of a frame. */
const longestPauseMs = 2_500;

/** What a driver has heard it still works on for so long. */
const settledAfterMs = 500;

/**
 * What the driver makes of a recording: the device is played over TCP, the driver is the kiosk's. Recordings hold nobody's
 * data, so nothing is masked here. The problem is one sentence.
 */
export async function outcomeOf(
  recording: Recording,
  clock: Clock = machineClock,
): Promise<Result<readonly PokeEvent[], string>> {
  const events: PokeEvent[] = [];
  const played = new AbortController();
  const playback = await playRecording(recording, {
    port: 0,
    clock,
    speed: 1,
    longestPauseMs,
    onPlayed: () => void clock.after(settledAfterMs, () => played.abort()),
  });
  const settings = overTcp(recording.settings, playback.port);
  const outcome = settings.ok
    ? await runPoke(
        { settings: settings.value, action: recording.action, seconds: undefined, ending: played.signal },
        {
          clock,
          random: Math.random,
          tap: (open) => open,
          say: ({ event, tookMs: _, ...fields }) => void events.push({ event, ...fields }),
          show: true,
          can: undefined,
          hospitalName: 'Bệnh viện Ví Dụ',
        },
      )
    : settings;
  await playback.close();
  return outcome.ok ? ok(events.filter(({ event }) => outcomes.includes(event)).map(asJson)) : outcome;
}

function overTcp(settings: DeviceSettings, port: number): Result<DeviceSettings, string> {
  if (!('transport' in settings) || settings.transport.kind === 'pcsc') {
    return problem(`A ${settings.driver} has no line that can be played.`);
  }
  return ok({ ...settings, transport: { kind: 'tcp', host: '127.0.0.1', port } } as DeviceSettings);
}

/** As it stands in a file. */
function asJson(event: PokeEvent): PokeEvent {
  return JSON.parse(JSON.stringify(event)) as PokeEvent;
}

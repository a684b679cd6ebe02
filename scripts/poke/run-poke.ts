import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeviceSettings } from '#config/settings/site-file.ts';
import type { Device } from '#drivers/contract/device.ts';
import { openLineOf } from './open-line.ts';
import { openPokedDevice } from './open-poked-device.ts';
import type { PokeOutcome } from './poke-event.ts';
import { openRawLine } from './poke-raw.ts';
import { type PokeAction, type PokedDevice, type PokeWorld, untilEnded } from './poked-device.ts';
import { tapLine } from './tap-line.ts';

export interface Poke {
  readonly settings: DeviceSettings;
  readonly action: string;
  /** Bounds everything together. */
  readonly seconds: number | undefined;
  /** Fires when the technician has had enough. */
  readonly ending: AbortSignal;
}

/** How long a device may take to be found. */
const reachedWithinMs = 10_000;

/** Opens one device, does one thing with it, and lets go of it. The problem is one sentence. */
export async function runPoke(poke: Poke, world: PokeWorld): Promise<Result<PokeOutcome, string>> {
  let lineProblem: string | undefined;
  const watched: PokeWorld = {
    ...world,
    tap: (open) =>
      tapLine(world.tap(open), {
        heard: () => {},
        lost(kind) {
          lineProblem = kind;
        },
      }),
  };
  const opened = poke.action === 'raw' ? openRaw(poke.settings, watched) : openPokedDevice(poke.settings, watched);
  if (!opened.ok) return opened;
  const { device, actions } = opened.value;
  device.onCondition((condition) =>
    world.say({ event: 'condition', condition, ...(condition === 'absent' ? { line: lineProblem } : {}) }),
  );
  const action = actions.find(({ name }) => name === poke.action);
  if (!action) {
    await device.close();
    const known = [...actions.map(({ name }) => name), 'raw'].join(', ');
    return problem(`A ${poke.settings.kind} knows no "${poke.action}". It knows: ${known}.`);
  }
  const outcome = await perform(action, device, poke, world);
  if (outcome === 'not-reached') world.say({ event: 'failed', reason: 'absent', line: lineProblem });
  await device.close();
  return ok(outcome);
}

async function perform(action: PokeAction, device: Device, poke: Poke, world: PokeWorld): Promise<PokeOutcome> {
  const { clock } = world;
  const seconds = poke.seconds ?? action.seconds;
  const enough = new AbortController();
  const callOffBound = seconds === undefined ? () => {} : clock.after(seconds * 1000, () => enough.abort());
  const ending = AbortSignal.any([poke.ending, enough.signal]);
  const reached = await isReached(device, ending, world);
  const outcome = reached ? await action.run(ending) : 'not-reached';
  callOffBound();
  return outcome;
}

/** A line that stands, whatever the device behind it says. */
function isReached(device: Device, ending: AbortSignal, { clock }: PokeWorld): Promise<boolean> {
  const isThere = () => device.condition() !== 'connecting' && device.condition() !== 'absent';
  return new Promise((resolve) => {
    const decide = () => {
      unsubscribe();
      callOff();
      resolve(isThere());
    };
    const callOff = clock.after(reachedWithinMs, decide);
    const unsubscribe = device.onCondition(() => isThere() && decide());
    void untilEnded(ending).then(decide);
    if (isThere()) decide();
  });
}

function openRaw(settings: DeviceSettings, world: PokeWorld): Result<PokedDevice, string> {
  const line = openLineOf(settings, world.clock);
  return line.ok ? ok(openRawLine(settings, line.value, world)) : line;
}

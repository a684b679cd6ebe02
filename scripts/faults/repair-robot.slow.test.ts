import { expect, test } from 'vitest';
import { developmentFaults } from './development-faults.ts';
import { openFaultyWorld } from './faulty-world.bench.ts';
import { heldOutFaults } from './held-out-faults.ts';
import type { InjectedFault } from './injected-fault.ts';
import { repair } from './repair-robot.bench.ts';

/** Each fault waits for its own time and its own wires. */
const atOnce = 4;

/** By the world, and by the overview that then says nothing more. */
async function isHealedByRobot(fault: InjectedFault): Promise<{ readonly healed: boolean; readonly tells: string }> {
  const world = await openFaultyWorld(fault);
  try {
    await fault.inject(world);
    const { steps, saysFit } = await repair(world);
    const healed = (await world.isHealed()) && saysFit;
    return {
      healed,
      tells: [`${fault.name} (the overview says ${saysFit ? 'fit' : 'otherwise'})`, ...steps].join('\n  '),
    };
  } finally {
    await world.close();
  }
}

async function rateOf(faults: readonly InjectedFault[]) {
  const left = [...faults];
  const failed: string[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let fault = left.shift(); fault; fault = left.shift()) {
        const { healed, tells } = await isHealedByRobot(fault);
        if (!healed) failed.push(tells);
      }
    }),
  );
  return { rate: 1 - failed.length / faults.length, failed: failed.join('\n') };
}

test.each([
  ['twenty faults that were kept apart from the sentences', heldOutFaults],
  ['the faults that the sentences were written with', developmentFaults],
])(
  'whoever does with their hands and the linked controls what the overview says heals nine in ten of %s',
  async (_, faults) => {
    const { rate, failed } = await rateOf(faults);
    expect(rate, failed).toBeGreaterThanOrEqual(0.9);
    if (failed !== '') process.stderr.write(`not healed:\n${failed}\n`);
  },
  300_000,
);

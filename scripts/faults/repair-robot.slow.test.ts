import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openFaultyWorld } from './faulty-world.bench.ts';
import { heldOutFaults } from './held-out-faults.ts';
import { repair } from './repair-robot.bench.ts';

test.each(heldOutFaults)('$name', async (fault) => {
  const at = performance.now();
  const world = await openFaultyWorld(fault);
  try {
    await fault.inject(world);
    const { steps, saysFit } = await repair(world);
    const isHealed = (await world.isHealed()) && saysFit;
    writeFileSync(
      '/tmp/robot-report.txt',
      `${isHealed ? 'HEALED' : 'FAILED'} fit=${saysFit} ${Math.round(performance.now() - at)} ms ${fault.name}\n   ${steps.join('\n   ')}\n`,
      { flag: 'a' },
    );
    expect(isHealed).toBe(true);
  } finally {
    await world.close();
  }
});

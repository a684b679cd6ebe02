import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { openTcp } from '../transport/tcp.ts';
import { vitalSignsDrivers } from './open-vital-signs-device.ts';
import { createBench, examined } from './vital-signs.bench.ts';
import { vitalSignsExam } from './vital-signs.exam.ts';

for (const driver of vitalSignsDrivers) {
  vitalSignsExam(`${driver} over TCP`, {
    ...examined[driver],
    createBench() {
      const clock = createHandCrankedClock();
      return createBench(driver, clock, async ({ wirePort }) => ({
        open: openTcp({ host: '127.0.0.1', port: wirePort }, clock),
        async unplug() {},
        async plugIn() {},
        async close() {},
      }));
    },
  });
}

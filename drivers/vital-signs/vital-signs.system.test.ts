import { test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { hasSocat, plugInSerialCable } from '../transport/serial-cable.bench.ts';
import { createBench, examined } from './vital-signs.bench.ts';
import { vitalSignsExam } from './vital-signs.exam.ts';

if (hasSocat || process.env.CI) {
  for (const driver of ['nonin-format2', 'onetouch-ultra2'] as const) {
    vitalSignsExam(`${driver} over a serial port`, examined(driver), () =>
      createBench(driver, createHandCrankedClock(), ({ wirePort }) => plugInSerialCable(wirePort)),
    );
  }
} else {
  test.skip('vital signs over a serial port: socat is not installed (Debian package socat)', () => {});
}

import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { vitalSignsNames } from '#config/settings/device-settings.ts';
import { createTcpBench, examined } from './vital-signs.bench.ts';
import { vitalSignsExam } from './vital-signs.exam.ts';

for (const driver of vitalSignsNames) {
  vitalSignsExam(`${driver} over TCP`, examined(driver), () => createTcpBench(driver, createHandCrankedClock()));
}

import type { SimulatedVitals } from '../../contract/vital-signs-simulator.ts';
import { measuredIn, type SimulatedModel, sensorStream } from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const saturation = { of: 'oxygen-saturation', unit: '%', usual: 98 };
const pulse = { of: 'pulse-rate', unit: '/min', usual: 72 };

export const simulated: SimulatedModel = {
  takes: [saturation, pulse],
  create: (parts) => sensorStream(parts, 1000 / 3, noninPacket),
};

function noninPacket(finger: SimulatedVitals | undefined): Uint8Array {
  const shownPulse = finger ? measuredIn(finger, pulse) : 511;
  const shownSaturation = finger ? measuredIn(finger, saturation) : 127;
  const frames = Array.from({ length: 25 }, (_, index) => {
    const data = [shownPulse >> 7, shownPulse & 0x7f, shownSaturation, 0x12][index] ?? 0;
    const status = 0x80 | (finger ? 0x02 : 0x40) | (index === 0 ? 0x01 : 0);
    const pleth = finger ? (index * 7) & 0xff : 0;
    return [0x01, status, pleth, data, (0x01 + status + pleth + data) & 0xff];
  });
  return Uint8Array.from(frames.flat());
}

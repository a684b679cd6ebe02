import type { SimulatedVitals } from '../../contract/vital-signs-simulator.ts';
import { latin1, measuredIn, type SimulatedModel, sensorStream } from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const saturation = { of: 'oxygen-saturation', unit: '%', usual: 98 };
const pulse = { of: 'pulse-rate', unit: '/min', usual: 72 };

export const simulated: SimulatedModel = {
  takes: [saturation, pulse],
  create: (parts) => sensorStream(parts, 1000, noninLine),
};

function noninLine(finger: SimulatedVitals | undefined): Uint8Array {
  const three = (value: number) => String(value).padStart(3, '0');
  if (!finger) return latin1('SPO2=--- HR=---\r\n');
  return latin1(`SPO2=${three(measuredIn(finger, saturation))} HR=${three(measuredIn(finger, pulse))}\r\n`);
}

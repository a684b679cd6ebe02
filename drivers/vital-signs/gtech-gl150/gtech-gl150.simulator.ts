import { measuredIn, pushOnlyMachine, type SimulatedModel } from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const height = { of: 'body-height', unit: 'cm', usual: 165.2 };
const weight = { of: 'body-weight', unit: 'kg', usual: 61.5 };

export const simulated: SimulatedModel = {
  takes: [height, weight],
  create: pushOnlyMachine((vitals) => {
    const [heightCm, weightKg] = [measuredIn(vitals, height), measuredIn(vitals, weight)];
    const bmi = weightKg / (heightCm / 100) ** 2;
    return `\x02${heightCm.toFixed(1)},${weightKg.toFixed(2)},F,102.5,${bmi.toFixed(1).padStart(5, '0')}\x03`;
  }),
};

import { measuredIn, pushOnlyMachine, type SimulatedModel } from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const height = { of: 'body-height', unit: 'cm', usual: 178.7 };
const weight = { of: 'body-weight', unit: 'kg', usual: 90.98 };

export const simulated: SimulatedModel = {
  takes: [height, weight],
  create: pushOnlyMachine((vitals) => {
    const [heightCm, weightKg] = [measuredIn(vitals, height), measuredIn(vitals, weight)];
    const bmi = Math.floor(weightKg / (heightCm / 100) ** 2);
    const weightText = weightKg.toFixed(2).padStart(6, '0');
    const fields = ['R', 'I1234567890', `W${weightText}`, `H${heightCm.toFixed(2)}`, 'T5.7', `B${bmi}`, 'Nm', 'E'];
    return fields.map((field) => `\x1b${field}`).join('');
  }),
};

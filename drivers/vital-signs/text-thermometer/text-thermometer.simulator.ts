import { measuredIn, pushOnlyMachine, type SimulatedModel } from '../machine.simulator.ts';

/** The text is written here a second time, apart from the driver. */
const temperature = { of: 'body-temperature', unit: 'Cel', usual: 36.6 };

export const simulated: SimulatedModel = {
  takes: [temperature],
  create: pushOnlyMachine((vitals) => `${measuredIn(vitals, temperature).toFixed(1)}C\r`),
};

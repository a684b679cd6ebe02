import { createContext } from 'preact';
import { useContext, useEffect } from 'preact/hooks';
import type { SimulatedPatient } from '#drivers/contract/simulator.ts';
import type { SimulatedVitals } from '#drivers/contract/vital-signs-simulator.ts';

/** Who was seated at the monitor last, for the other devices: one visit is one person. */
export interface SeatedPatient {
  readonly patient: SimulatedPatient | undefined;
  readonly seat: (patient: SimulatedPatient | undefined) => void;
}

export const SeatedPatientContext = createContext<SeatedPatient>({ patient: undefined, seat: () => {} });

/** What fits to their pressure; round numbers of ours. */
const vitals = {
  calm: person(98, 70, 36.5, 158.5, 54.3, 96),
  'white-coat': person(98, 82, 36.6, 164, 58.6, 101),
  high: person(96, 78, 36.4, 161.5, 74.2, 148),
  crisis: person(94, 98, 36.8, 166, 79.1, 172),
  'irregular-heart': person(95, 91, 36.3, 155, 50.8, 118),
  'moving-arm': person(98, 74, 36.7, 170.5, 63.4, 105),
} as const satisfies Readonly<Record<SimulatedPatient, SimulatedVitals>>;

function person(saturation: number, pulse: number, celsius: number, cm: number, kg: number, glucose: number) {
  return {
    'oxygen-saturation': saturation,
    'pulse-rate': pulse,
    'body-temperature': celsius,
    'body-height': cm,
    'body-weight': kg,
    glucose,
  };
}

/** Nothing while nobody was seated: then what is usual for the device. */
export function useSeatedVitals(): SimulatedVitals {
  const { patient } = useContext(SeatedPatientContext);
  return patient === undefined ? {} : vitals[patient];
}

/** The monitor's word for it; `isKnown` is false until the simulator has answered. */
export function useSeating(patient: SimulatedPatient | undefined, isKnown: boolean): void {
  const { seat } = useContext(SeatedPatientContext);
  useEffect(() => {
    if (isKnown) seat(patient);
  }, [patient, isKnown]);
}

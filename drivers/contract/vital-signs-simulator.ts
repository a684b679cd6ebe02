/**
 * The words between a simulated scale, oximeter or glucose meter and whoever plays the patient's and the technician's hand,
 * over the control port that `simulator.ts` describes.
 */
export interface VitalSignsSimulatorState {
  readonly kind: 'vital-signs';
  /** The driver's name in a site file. */
  readonly device: string;
  readonly pluggedIn: boolean;
  readonly connections: number;
  /** It measures, and says nothing. */
  readonly silent: boolean;
  /** What will happen to the next thing that it says. */
  readonly spoils: SimulatedSpoiling;
  /** A finger is in. Only oximeters hold on to somebody. */
  readonly holdsFinger: boolean;
  readonly takes: readonly SimulatedQuantity[];
  /** People who were measured since the start. */
  readonly measured: number;
}

export type SimulatedSpoiling = 'not' | 'byte-by-byte' | 'garbage-before' | 'wrong-byte' | 'cut-short';

/** What a person who does not exist has, by the names of observations. Each device takes what it measures, in its own unit. */
export type SimulatedVitals = Readonly<Record<string, number | undefined>>;

/** Something that a simulated device measures. */
export interface SimulatedQuantity {
  /** A name of `config/catalogues/observations.ts`, or of something new. */
  readonly of: string;
  /** As a UCUM code. */
  readonly unit: string;
  /** What it measures in somebody of whom nothing else is said. */
  readonly usual: number;
}

/**
 * - `measure`: a person steps on the scale, puts a finger in, gives a drop of blood.
 * - `take-off`: the finger is taken out.
 * - `spoil-next`: what happens to the next thing the device says: nothing, it comes byte by byte, behind garbage, with one
 *   wrong byte, or breaks off in the middle.
 */
export type VitalSignsSimulatorAction =
  | { readonly do: 'measure'; readonly vitals: SimulatedVitals }
  | { readonly do: 'take-off' }
  | { readonly do: 'set-silent'; readonly silent: boolean }
  | { readonly do: 'spoil-next'; readonly how: SimulatedSpoiling }
  /** Base64. */
  | { readonly do: 'send-bytes'; readonly base64: string }
  | { readonly do: 'unplug' }
  | { readonly do: 'plug-in' };

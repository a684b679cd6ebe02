/** One thing that happened while a technician talked to a device. With `--json` it is one line, the device's name in front. */
export interface PokeEvent {
  /** `condition`, `document`, `result`, `failed` … */
  readonly event: string;
  readonly [field: string]: unknown;
}

export type Say = (event: PokeEvent) => void;

/** How an action ended; the exit code says it. */
export type PokeOutcome = 'done' | 'refused' | 'not-reached';

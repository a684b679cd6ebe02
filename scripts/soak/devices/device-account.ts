/** What became of the patients of one device. */
export interface DeviceAccount {
  readonly device: string;
  readonly broken: string[];
  /** Patients who had a reading. */
  measured: number;
  /** From the end of a measurement with this fault until the next patient had their turn, in ms. */
  healed(fault: string, ms: number): void;
  lines(): readonly string[];
}

export function createAccount(device: string): DeviceAccount {
  const heals = new Map<string, number[]>();
  return {
    device,
    broken: [],
    measured: 0,
    healed(fault, ms) {
      heals.set(fault, [...(heals.get(fault) ?? []), ms]);
    },
    lines: () =>
      [...heals].map(([fault, times]) => {
        const sorted = times.toSorted((one, other) => one - other);
        const seconds = (ms = 0) => `${(ms / 1000).toFixed(1)} s`;
        const usual = seconds(sorted[Math.floor(sorted.length / 2)]);
        return `${device}, ${fault}: healed ${times.length} times, usually in ${usual}, at most in ${seconds(sorted.at(-1))}`;
      }),
  };
}

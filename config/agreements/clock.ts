/** Time as a parameter. Product code never asks the machine itself; `kiosk/host/main.ts` passes the real one. */
export interface Clock {
  /** Epoch ms. May jump when somebody sets the machine's clock. */
  now(): number;
  /**
   * Ms since some moment before the program began. Never jumps and never stands still while the machine runs: what has to last
   * is measured with it.
   */
  monotonic(): number;
  /** Calls once after `ms` of monotonic time. Returns the way to call it off. */
  after(ms: number, call: () => void): () => void;
}

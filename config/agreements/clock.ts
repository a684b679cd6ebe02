/** Time as a parameter. Product code never asks the machine itself; `kiosk/host/main.ts` passes the real one. */
export interface Clock {
  /** Epoch ms. May jump when somebody sets the machine's clock. */
  now(): number;
  /** Calls once after `ms`. Returns the way to call it off. */
  after(ms: number, call: () => void): () => void;
}

import { channel } from 'node:diagnostics_channel';

/**
 * What crosses the wires, for a tool that shows it to people (the conformance kit). A kiosk never listens: notes hold whole
 * messages. Headers are left out, because they hold credentials.
 */
export interface WireNote {
  readonly way: 'out' | 'in';
  /** `POST https://his.example/fhir`, `mllp://his.example:2575`. */
  readonly address: string;
  /** Of an HTTP answer. */
  readonly status?: number;
  readonly bytes: Uint8Array;
}

const wires = channel('tiep-don:wires');

/** Costs nothing while nobody listens. */
export function noteOnWire(note: () => WireNote): void {
  if (wires.hasSubscribers) wires.publish(note());
}

/** Returns the way to stop listening. */
export function listenToWires(listener: (note: WireNote) => void): () => void {
  const hear = (note: unknown) => listener(note as WireNote);
  wires.subscribe(hear);
  return () => void wires.unsubscribe(hear);
}

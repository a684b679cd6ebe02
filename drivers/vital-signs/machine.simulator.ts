import type { Clock } from '#config/agreements/clock.ts';
import type { SimulatedQuantity, SimulatedVitals } from '../contract/vital-signs-simulator.ts';

/** What makes a simulated device this device: what it says when somebody is measured, and what it answers. */
export interface SimulatedMachine {
  /** Whoever is measured stays in it until taken off. */
  readonly holdsFinger: boolean;
  measure(vitals: SimulatedVitals): void;
  takeOff(): void;
  receive(bytes: Uint8Array): void;
  /** Its power, and what it was about to say, is gone; what it has stored stays. */
  powerOff(): void;
  powerOn(): void;
}

export interface MachineParts {
  readonly clock: Clock;
  /** One message: a record, a packet, a line, an answer. */
  say(message: Uint8Array): void;
}

export type CreateMachine = (parts: MachineParts) => SimulatedMachine;

/** One kind of device, as its folder's simulator exports it under the name `simulated`. */
export interface SimulatedModel {
  /** What a person has for it, with what is usual. */
  readonly takes: readonly SimulatedQuantity[];
  readonly create: CreateMachine;
}

/** A person's value, or the usual one of the machine. */
export function measuredIn(vitals: SimulatedVitals, { of, usual }: SimulatedQuantity): number {
  return vitals[of] ?? usual;
}

export function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

/** It sends one record for each person: a scale, a thermometer. */
export function pushOnlyMachine(record: (vitals: SimulatedVitals) => string): CreateMachine {
  return ({ say }) => ({
    holdsFinger: false,
    measure: (vitals) => say(latin1(record(vitals))),
    takeOff() {},
    receive() {},
    powerOff() {},
    powerOn() {},
  });
}

/** Speaks all the time, with and without a finger. */
export function sensorStream(
  { clock, say }: MachineParts,
  everyMs: number,
  message: (finger: SimulatedVitals | undefined) => Uint8Array,
): SimulatedMachine {
  let finger: SimulatedVitals | undefined;
  let callOff = clock.after(everyMs, speak);
  function speak(): void {
    callOff = clock.after(everyMs, speak);
    say(message(finger));
  }
  return {
    holdsFinger: true,
    measure(vitals) {
      finger = vitals;
    },
    takeOff() {
      finger = undefined;
    },
    receive() {},
    powerOff: () => callOff(),
    powerOn() {
      callOff();
      callOff = clock.after(everyMs, speak);
    },
  };
}

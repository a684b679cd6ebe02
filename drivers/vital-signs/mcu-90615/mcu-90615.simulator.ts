import type { SimulatedVitals } from '../../contract/vital-signs-simulator.ts';
import { type MachineParts, measuredIn, type SimulatedMachine, type SimulatedModel } from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const temperature = { of: 'body-temperature', unit: 'Cel', usual: 36.6 };
const airCelsius = 28;
/** What it sees while nobody stands before it. */
const wallCelsius = 27.8;

export const simulated: SimulatedModel = { takes: [temperature], create: infraredModule };

function infraredModule({ say }: MachineParts): SimulatedMachine {
  let forehead: SimulatedVitals | undefined;
  let heard: number[] = [];

  function answer(): void {
    const object = Math.round((forehead ? measuredIn(forehead, temperature) : wallCelsius) * 100);
    const air = airCelsius * 100;
    const bytes = [0x5a, 0x5a, 0x45, 0x04, object >> 8, object & 0xff, air >> 8, air & 0xff];
    say(
      Uint8Array.of(
        ...bytes,
        bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0),
      ),
    );
  }

  return {
    holdsFinger: true,
    measure(vitals) {
      forehead = vitals;
    },
    takeOff() {
      forehead = undefined;
    },
    receive(bytes) {
      for (const byte of bytes) {
        heard = [...heard, byte].slice(-3);
        if (heard.join() === '165,69,234') answer();
      }
    },
    powerOff() {
      heard = [];
    },
    powerOn() {},
  };
}

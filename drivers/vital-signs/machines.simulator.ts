import type { Clock } from '#config/agreements/clock.ts';
import type { SimulatedVitals } from '../contract/vital-signs-simulator.ts';

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

/** The bytes are written here a second time, apart from the drivers: both follow the notes §2. */
export const machines = {
  'gtech-gl150': scale(({ weightKg = 61.5, heightCm = 165.2 }) => {
    const bmi = weightKg / (heightCm / 100) ** 2;
    return `\x02${heightCm.toFixed(1)},${weightKg.toFixed(2)},F,102.5,${bmi.toFixed(1).padStart(5, '0')}\x03`;
  }),
  'health-o-meter': scale(({ weightKg = 90.98, heightCm = 178.7 }) => {
    const bmi = Math.floor(weightKg / (heightCm / 100) ** 2);
    const weight = weightKg.toFixed(2).padStart(6, '0');
    const fields = ['R', 'I1234567890', `W${weight}`, `H${heightCm.toFixed(2)}`, 'T5.7', `B${bmi}`, 'Nm', 'E'];
    return fields.map((field) => `\x1b${field}`).join('');
  }),
  'nonin-format2': (parts) => stream(parts, 1000 / 3, noninPacket),
  'nonin-ascii': (parts) => stream(parts, 1000, noninLine),
  'onetouch-ultra2': glucoseMeter,
} satisfies Readonly<Record<string, CreateMachine>>;

export type MachineName = keyof typeof machines;

function latin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function scale(record: (vitals: SimulatedVitals) => string): CreateMachine {
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
function stream(
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

function noninPacket(finger: SimulatedVitals | undefined): Uint8Array {
  const pulse = finger ? (finger.pulse ?? 72) : 511;
  const saturation = finger ? (finger.saturation ?? 98) : 127;
  const frames = Array.from({ length: 25 }, (_, index) => {
    const data = [pulse >> 7, pulse & 0x7f, saturation, 0x12][index] ?? 0;
    const status = 0x80 | (finger ? 0x02 : 0x40) | (index === 0 ? 0x01 : 0);
    const pleth = finger ? (index * 7) & 0xff : 0;
    return [0x01, status, pleth, data, (0x01 + status + pleth + data) & 0xff];
  });
  return Uint8Array.from(frames.flat());
}

function noninLine(finger: SimulatedVitals | undefined): Uint8Array {
  const three = (value: number) => String(value).padStart(3, '0');
  if (!finger) return latin1('SPO2=--- HR=---\r\n');
  return latin1(`SPO2=${three(finger.saturation ?? 98)} HR=${three(finger.pulse ?? 72)}\r\n`);
}

/** Hardly anybody sets the clock of a meter: it counts from when its battery was put in. */
const meterBegan = Date.UTC(2010, 0, 1);

/** Keeps what it has measured, the newest first, and speaks only when it is asked. */
function glucoseMeter({ clock, say }: MachineParts): SimulatedMachine {
  const readings: string[] = [];
  const switchedOnAt = clock.now();
  let asked = '';

  function line(text: string): string {
    const sum = [...latin1(text)].reduce((total, byte) => (total + byte) & 0xffff, 0);
    return `${text} ${sum.toString(16).toUpperCase().padStart(4, '0')}\r\n`;
  }

  /** `"MON","mm/dd/yy","hh:mm:ss   "` */
  function time(): string {
    const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
    const now = new Date(meterBegan + clock.now() - switchedOnAt);
    const [date = '', hours = ''] = now.toISOString().split('T');
    const [year = '', month, day] = date.split('-');
    return `"${days[now.getUTCDay()]}","${month}/${day}/${year.slice(2)}","${hours.slice(0, 8)}   "`;
  }

  function answer(command: string): void {
    if (command === 'DMF') say(latin1(line(`F ${time()}`)));
    if (command !== 'DMP') return;
    const header = line(`P ${String(readings.length).padStart(3, '0')},"AB1234567","MG/DL "`);
    say(latin1(header + readings.map(line).join('')));
  }

  return {
    holdsFinger: false,
    measure({ glucoseMgPerDl = 105 }) {
      const value = String(glucoseMgPerDl).padStart(3, '0');
      readings.unshift(`P ${time()},"  ${value} ","N","00", 00`);
      if (readings.length > 500) readings.pop();
    },
    takeOff() {},
    receive(bytes) {
      for (const byte of bytes) {
        if (byte !== 0x0d) {
          asked = (asked + String.fromCharCode(byte)).slice(-16);
          continue;
        }
        answer(asked);
        asked = '';
      }
    },
    powerOff() {
      asked = '';
    },
    powerOn() {},
  };
}

import {
  latin1,
  type MachineParts,
  measuredIn,
  type SimulatedMachine,
  type SimulatedModel,
} from '../machine.simulator.ts';

/** The bytes are written here a second time, apart from the driver: both follow the notes §2. */
const glucose = { of: 'glucose', unit: 'mg/dL', usual: 105 };

export const simulated: SimulatedModel = { takes: [glucose], create: glucoseMeter };

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
    measure(vitals) {
      const value = String(measuredIn(vitals, glucose)).padStart(3, '0');
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

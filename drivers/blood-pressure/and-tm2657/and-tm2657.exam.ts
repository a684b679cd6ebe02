import { type ExaminedMonitor, pushesItsRecord } from '../examined-monitor.exam.ts';
import { encodeTm2657 } from './and-tm2657.simulator.ts';
import { readTm2657 } from './and-tm2657-protocol.ts';

export const examined: ExaminedMonitor = {
  ...pushesItsRecord,
  encode: encodeTm2657,
  recordIn(frame) {
    const message = readTm2657(frame);
    return message.kind === 'record' ? message.record : undefined;
  },
  begins: 'measuring',
  error: { reason: 'moved', advice: 'sit-still', deviceError: 'E44' },
  garbage: [0xff, 0x01, 0x30, 0x30, 0x02, 0x54, 0x16],
  whenSilent: 'no-answer',
};

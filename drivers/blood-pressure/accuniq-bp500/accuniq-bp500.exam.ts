import { type ExaminedMonitor, pushesItsRecord } from '../examined-monitor.exam.ts';
import { encodeR1 } from './accuniq-bp500.simulator.ts';
import { readR1 } from './r1-protocol.ts';

export const examined: ExaminedMonitor = {
  ...pushesItsRecord,
  encode: (result) => encodeR1(result.kind === 'values' ? result : undefined),
  recordIn(frame) {
    const message = readR1(frame);
    return message.kind === 'record' ? message.record : undefined;
  },
  // The protocol knows no record of an error.
  error: { reason: 'timed-out', advice: 'try-again', deviceError: undefined },
  garbage: [0xff, 0x02, 0x52, 0x31, 0x2c, 0x30],
  whenSilent: 'no-answer',
};

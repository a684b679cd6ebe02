import type { ExaminedMonitor } from '../examined-monitor.exam.ts';
import { encodeSuntech } from './suntech-oem.simulator.ts';
import { readSuntech } from './suntech-protocol.ts';

export const examined: ExaminedMonitor = {
  encode: encodeSuntech,
  recordIn(frame) {
    const message = readSuntech(frame);
    return message.kind === 'record' ? message.record : undefined;
  },
  tellsMean: true,
  hasChecksum: true,
  takesUnasked: false,
  begins: 'measuring',
  error: { reason: 'cuff', advice: 'put-cuff-right', deviceError: '87' },
  damaged: 'device-error',
  stale: [],
  unasked: [],
  second: ['stale', 'stale'],
  garbage: [0xff, 0x3e, 0x05, 0x3e, 0x18, 0x00],
  whenSilent: 'no-answer',
};

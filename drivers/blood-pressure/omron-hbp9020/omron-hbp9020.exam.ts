import { deviceError, type ExaminedMonitor, pushesItsRecord } from '../examined-monitor.exam.ts';
import { encodeHbp9020 } from './omron-hbp9020.simulator.ts';
import { readHbp9020 } from './omron-hbp9020-protocol.ts';

export const examined: ExaminedMonitor = {
  ...pushesItsRecord,
  encode: encodeHbp9020,
  recordIn: readHbp9020,
  hasChecksum: false,
  error: deviceError('1'),
  garbage: [0xff, 0x62, 0x70, 0x2c, 0x31, 0x32, 0x33, 0x62],
  whenSilent: 'ready',
};

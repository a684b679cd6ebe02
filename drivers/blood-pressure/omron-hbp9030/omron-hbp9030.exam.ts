import { deviceError, type ExaminedMonitor, pushesItsRecord } from '../examined-monitor.exam.ts';
import { encodeHbp9030 } from './omron-hbp9030.simulator.ts';
import { readHbp9030 } from './omron-hbp9030-protocol.ts';

export const examined: ExaminedMonitor = {
  ...pushesItsRecord,
  encode: encodeHbp9030,
  recordIn: readHbp9030,
  tellsMean: false,
  hasChecksum: false,
  error: deviceError('1'),
  garbage: [0xff, 0x32, 0x30, 0x32, 0x36, 0x2c, 0x30, 0x00],
  whenSilent: 'ready',
};

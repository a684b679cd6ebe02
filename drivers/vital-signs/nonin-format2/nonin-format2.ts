import type { FrameShape } from '../../framing/frames.ts';
import { maskNothing } from '../../masking/mask-lines.ts';
import { type OximetrySample, steadyOximetry } from '../steady-oximetry.ts';
import { watchedSensor } from '../vital-signs-device.ts';

/**
 * Nonin serial data format 2 (notes §2.1, CONFIRMED): 9600 8N1, 75 groups of 5 bytes a second, `01 STATUS PLETH DATA CHK`,
 * CHK the sum of the first four. 25 groups are a packet, three packets a second; the first has SYNC in its status, and the
 * place in the packet says what DATA is.
 *
 * A frame is a whole packet: it counts only when its 25 groups follow each other without a gap and every checksum holds.
 */
const groupBytes = 5;
const groupsPerPacket = 25;

const packetShape: FrameShape = {
  longestBytes: groupBytes * groupsPerPacket,
  lengthAt(bytes, at) {
    for (let group = 0; group < groupsPerPacket; group++) {
      const start = at + group * groupBytes;
      const [first, status, pleth, data, check] = bytes.subarray(start, start + groupBytes);
      if (first === undefined) return 'unfinished';
      if (first !== 0x01) return 'none';
      if (status === undefined) return 'unfinished';
      const isFirst = (status & statusBits.sync) !== 0;
      if ((status & statusBits.always) === 0 || isFirst !== (group === 0)) return 'none';
      if (pleth === undefined || data === undefined || check === undefined) return 'unfinished';
      if (((first + status + pleth + data) & 0xff) !== check) return 'none';
    }
    return groupBytes * groupsPerPacket;
  },
};

const statusBits = { always: 0x80, disconnected: 0x40, artefact: 0x20, outOfTrack: 0x10, alarm: 0x08, sync: 0x01 };
const trouble = statusBits.disconnected | statusBits.artefact | statusBits.outOfTrack | statusBits.alarm;
const missing = { pulse: 511, saturation: 127 };

export const noninFormat2 = watchedSensor({
  measures: ['oxygen-saturation', 'pulse-rate'],
  shape: packetShape,
  ...steadyOximetry(3, sample),
  mask: maskNothing,
});

/** Groups 0 and 1 are the pulse, 2 high and 7 low bits; group 2 is the saturation. */
function sample(packet: Uint8Array): OximetrySample {
  const dataOf = (group: number) => packet[group * groupBytes + 3] ?? 0;
  const pulse = ((dataOf(0) & 0x03) << 7) | (dataOf(1) & 0x7f);
  const saturation = dataOf(2) & 0x7f;
  const isTroubled = packet.some((byte, at) => at % groupBytes === 1 && (byte & trouble) !== 0);
  if (isTroubled || pulse === missing.pulse || saturation === missing.saturation) return { kind: 'no-values' };
  return { kind: 'values', saturation, pulse };
}

import { addSample, emptyWindow, type OximetrySample, type SteadyWindow } from '../steady-oximetry.ts';
import type { VitalRecord } from '../vital-record.ts';
import type { SpeakingProtocol } from '../vital-signs-device.ts';

/**
 * Nonin serial data format 2 (notes §2.1, CONFIRMED): 9600 8N1, 75 frames of 5 bytes a second, `01 STATUS PLETH DATA CHK`,
 * CHK the sum of the first four. 25 frames are a packet, three packets a second; the first has SYNC in its status, and the
 * place in the packet says what DATA is.
 *
 * A packet counts only when its 25 frames follow each other without a gap and every checksum holds.
 */
export interface NoninFraming {
  /** Less than a frame. */
  readonly rest: Uint8Array;
  /** DATA and STATUS of the frames of the packet under way; empty until a SYNC. */
  readonly packet: readonly NoninFrame[];
  readonly window: SteadyWindow;
}

interface NoninFrame {
  readonly status: number;
  readonly data: number;
}

export const noninFormat2: SpeakingProtocol<NoninFraming> = {
  measures: ['oxygen-saturation', 'pulse-rate'],
  speaks: 'stream',
  start: { rest: new Uint8Array(), packet: [], window: emptyWindow },
  cut,
  isInRecord: ({ rest, packet }) => rest.length > 0 || packet.length > 0,
};

const frameLength = 5;
const framesPerPacket = 25;
const packetsPerSecond = 3;

function cut(before: NoninFraming, chunk: Uint8Array) {
  const records: VitalRecord[] = [];
  let { packet, window } = before;
  const bytes = new Uint8Array(before.rest.length + chunk.length);
  bytes.set(before.rest);
  bytes.set(chunk, before.rest.length);

  function sample(next: OximetrySample): void {
    const step = addSample(window, next, packetsPerSecond);
    window = step.window;
    if (step.record) records.push(step.record);
  }

  let at = 0;
  while (bytes.length - at >= frameLength) {
    const frame = frameAt(bytes, at);
    if (!frame) {
      // Out of step: what was gathered has a hole now.
      if (packet.length > 0 || window.length > 0) sample({ kind: 'lost' });
      packet = [];
      at += 1;
      continue;
    }
    at += frameLength;
    const isFirst = (frame.status & statusBits.sync) !== 0;
    if (isFirst && packet.length > 0) sample({ kind: 'lost' });
    if (isFirst) packet = [frame];
    else if (packet.length > 0) packet = [...packet, frame];
    if (packet.length < framesPerPacket) continue;
    sample(sampleFrom(packet));
    packet = [];
  }
  return { framing: { rest: bytes.slice(at), packet, window }, records };
}

const statusBits = { always: 0x80, disconnected: 0x40, artefact: 0x20, outOfTrack: 0x10, alarm: 0x08, sync: 0x01 };

function frameAt(bytes: Uint8Array, at: number): NoninFrame | undefined {
  const [first = 0, status = 0, pleth = 0, data = 0, check = 0] = bytes.subarray(at, at + frameLength);
  if (first !== 0x01 || (status & statusBits.always) === 0) return undefined;
  return ((first + status + pleth + data) & 0xff) === check ? { status, data } : undefined;
}

const missing = { pulse: 511, saturation: 127 };

/** Frames 0 and 1 are the pulse, 2 high and 7 low bits; frame 2 is the saturation. */
function sampleFrom(packet: readonly NoninFrame[]): OximetrySample {
  const trouble = statusBits.disconnected | statusBits.artefact | statusBits.outOfTrack | statusBits.alarm;
  const [high, low, saturated] = packet;
  if (!high || !low || !saturated) return { kind: 'lost' };
  const pulse = ((high.data & 0x03) << 7) | (low.data & 0x7f);
  const saturation = saturated.data & 0x7f;
  const isTroubled = packet.some(({ status }) => (status & trouble) !== 0);
  if (isTroubled || pulse === missing.pulse || saturation === missing.saturation) return { kind: 'no-values' };
  return { kind: 'values', saturation, pulse };
}

import { cutFrames, type FrameShape, noBytes } from '../../framing/frames.ts';
import type { MonitorBody, MonitorDialect, SimulatedResult } from '../monitor-body.simulator.ts';
import { byteSum } from './r1-protocol.ts';

/** An ACCUNIQ BP500: started by its button, answers ENQ with the result that it keeps, deletes it on ACK. */
export function simulated(body: MonitorBody): MonitorDialect {
  let rest = noBytes;
  let kept: SimulatedResult | undefined;

  function hear(bytes: Uint8Array): void {
    const cut = cutFrames(commandShape, rest, bytes);
    rest = cut.rest;
    for (const frame of cut.frames) {
      if (frame[3] !== byteSum(frame.subarray(0, 3))) continue;
      if (frame[1] === 0x05) answer();
      if (frame[1] === 0x06) kept = undefined;
    }
  }

  function answer(): void {
    if (kept?.kind === 'values') body.sendRecord(encodeR1(kept), -1);
    else body.send(encodeR1(undefined));
  }

  return {
    startedBy: 'button',
    hear,
    measured(result) {
      // No record of an error is known: the device shows it, and keeps nothing.
      kept = result.kind === 'values' ? result : undefined;
    },
    keepStale(result) {
      kept = result;
    },
    keepsResult: () => kept !== undefined,
  };
}

const commandShape: FrameShape = {
  longestBytes: 4,
  lengthAt(bytes, at) {
    if (bytes[at] !== 0x02) return 'none';
    return at + 4 > bytes.length ? 'unfinished' : 4;
  },
};

/** `undefined`: nothing is kept. */
export function encodeR1(result: Extract<SimulatedResult, { kind: 'values' }> | undefined): Uint8Array {
  const three = (value: number) => String(value).padStart(3, '0');
  const { year = '0000', month = '00', day = '00', hour = '00', minute = '00', second = '00' } = result?.at ?? {};
  const { systolic = 0, mean = 0, diastolic = 0, pulse = 0 } = result ?? {};
  const when = [`${year.slice(2)}${month}${day}`, `${hour}${minute}${second}`];
  const measured = [systolic, mean, diastolic, pulse].map(three);
  const text = ['R1', '000000000', ...when, ...measured, '0000', '0000', '00000', '000'].join(',');
  const summed = Uint8Array.of(0x02, ...new TextEncoder().encode(text), 0x03);
  return Uint8Array.of(...summed, byteSum(summed));
}

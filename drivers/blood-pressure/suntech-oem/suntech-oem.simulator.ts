import { cutFrames, noBytes } from '../../framing/frames.ts';
import type { MonitorBody, MonitorDialect, SimulatedResult } from '../monitor-body.simulator.ts';
import { suntechCommandShape, withChecksum } from './suntech-protocol.ts';

/** SunTech's OEM module: no button; says `K` when it has measured, and gives its last result whenever it is asked. */
export function simulated(body: MonitorBody): MonitorDialect {
  let rest = noBytes;
  let kept: SimulatedResult | undefined;

  function hear(bytes: Uint8Array): void {
    const cut = cutFrames(suntechCommandShape, rest, bytes);
    rest = cut.rest;
    for (const frame of cut.frames) perform(frame);
  }

  function perform(frame: Uint8Array) {
    if (frame[1] === 0x20) {
      if (body.isWorking()) return answer('B');
      answer('O');
      return body.startCuff();
    }
    if (frame[1] !== 0x79) return answer('O');
    switch (frame[2]) {
      case 0x01:
        body.emptyCuff();
        return answer('A');
      case 0x03:
        return body.sendRecord(encodeSuntech(kept), -1);
      case 0x05:
        return body.send(withChecksum(0x3e, 5, body.cuffMmHg() & 0xff, body.cuffMmHg() >> 8));
      default:
        return answer('N');
    }
  }

  function answer(status: string): void {
    body.send(withChecksum(0x3e, 4, status.charCodeAt(0)));
  }

  return {
    startedBy: 'host',
    hear,
    measured(result) {
      kept = result;
      answer(result.kind === 'error' ? 'E' : 'K');
    },
    keepStale(result) {
      kept = result;
    },
    keepsResult: () => kept !== undefined,
  };
}

/** Zeros while there was no measurement yet. */
export function encodeSuntech(result: SimulatedResult | undefined): Uint8Array {
  const bytes = new Uint8Array(23);
  const view = new DataView(bytes.buffer);
  bytes.set([0x3e, 0x18]);
  if (result?.kind === 'values') {
    view.setInt16(2, result.systolic, true);
    view.setInt16(4, result.diastolic, true);
    // One program checks that the status of the measurement is 1.
    view.setUint8(7, 1);
    view.setUint8(16, result.pulse);
    view.setInt16(18, result.mean, true);
  }
  if (result?.kind === 'error') view.setUint8(20, Number(result.code ?? 87) & 0xff);
  return withChecksum(...bytes);
}

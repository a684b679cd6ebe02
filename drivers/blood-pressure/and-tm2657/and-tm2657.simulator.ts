import { cutFrames, type FrameShape, noBytes } from '../../framing/frames.ts';
import type { MonitorBody, MonitorDialect, SimulatedResult } from '../monitor-body.simulator.ts';
import { blockCheck } from './and-tm2657-protocol.ts';

/** An A&D TM-2657: measures on `ST` or by its button, stops on `SP`, gives the record that it keeps on `RB`. */
export function simulated(body: MonitorBody): MonitorDialect {
  let rest = noBytes;
  let kept: SimulatedResult | undefined;

  function hear(bytes: Uint8Array): void {
    const cut = cutFrames(commandShape, rest, bytes);
    rest = cut.rest;
    for (const frame of cut.frames) {
      if (frame[7] === blockCheck(frame.subarray(0, 7))) perform(String.fromCharCode(...frame.subarray(4, 6)));
    }
  }

  function perform(command: string) {
    switch (command) {
      case 'ST':
        if (body.isWorking()) return answer(0x15);
        answer(0x06);
        return body.startCuff();
      case 'SP':
        body.emptyCuff();
        return answer(0x06);
      case 'RB':
        return kept ? sendRecord(kept) : answer(0x15);
      default:
        return answer(0x15);
    }
  }

  function answer(byte: number): void {
    body.send(Uint8Array.of(0x16, 0x16, 0x01, 0x30, 0x30, byte));
  }

  function sendRecord(result: SimulatedResult): void {
    body.sendRecord(encodeTm2657(result), -1);
  }

  return {
    startedBy: 'host',
    hear,
    measured(result) {
      kept = result;
      sendRecord(result);
    },
    keepStale(result) {
      kept = result;
    },
    keepsResult: () => kept !== undefined,
  };
}

/** Ten bytes of which two are SYN. */
const commandShape: FrameShape = {
  longestBytes: 8,
  lengthAt(bytes, at) {
    if (bytes[at] !== 0x01) return 'none';
    return at + 8 > bytes.length ? 'unfinished' : 8;
  },
};

/** The fields of the real record, with other values. */
export function encodeTm2657(result: SimulatedResult): Uint8Array {
  const { year, month, day, hour, minute } = result.at;
  const clock = `${year.slice(2)}${month}${day}${hour}${minute}`;
  const values = result.kind === 'values' ? result : { systolic: 0, mean: 0, diastolic: 0, pulse: 0 };
  const three = (value: number) => String(value).padStart(3);
  const measured = [
    `E${result.kind === 'error' ? (result.code ?? 'E44').replace(/^E/, '') : '00'}`,
    `S${three(values.systolic)}`,
    `M${three(values.mean)}`,
    `D${three(values.diastolic)}`,
    `P${three(values.pulse)}`,
  ];
  const tail = [
    'I00',
    'L232',
    'p173',
    `i ${result.kind === 'values' && result.irregular ? 2 : 0}`,
    `m${result.kind === 'values' && result.moved ? 1 : 0}`,
    'r0',
    't 35',
    'cN',
    'l  ',
    'd',
    'h     ',
    's     ',
  ];
  const blanks = ['w      ', 'f      ', 'e      ', 'b     ', ''];
  const text = ['TM2657', clock, 'RA', 'M', ...measured, ...tail, ...blanks].join('\x1e');
  const checked = Uint8Array.of(0x01, 0x30, 0x30, 0x02, ...new TextEncoder().encode(text), 0x03);
  return Uint8Array.of(0x16, 0x16, ...checked, blockCheck(checked));
}

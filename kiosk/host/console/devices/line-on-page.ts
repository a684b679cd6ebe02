import type { LineOnPage } from '#kiosk/bridge/console/devices-words.ts';
import type { LineEar } from '../../device-lines/line-ear.ts';

/** What an ear has heard, as a page shows it; looking is what keeps it listening. */
export function lineOnPage(ear: LineEar): LineOnPage {
  return {
    figures: ear.figures(),
    isRecording: ear.isRecording(),
    pieces: ear.look().map(({ order, at, from, bytes, length }) => ({
      ...{ order, at, from, length },
      hex: Buffer.from(bytes)
        .toString('hex')
        .replace(/(..)(?=.)/g, '$1 '),
      text: visible(bytes),
    })),
  };
}

/** Printable ASCII as it is, everything else as a dot. */
export function visible(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
}

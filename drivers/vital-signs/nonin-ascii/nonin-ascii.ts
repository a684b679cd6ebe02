import { addSample, emptyWindow, type OximetrySample, type SteadyWindow } from '../steady-oximetry.ts';
import { cutLines, type LineFraming, noLine } from '../text-lines.ts';
import type { VitalRecord } from '../vital-record.ts';
import type { SpeakingProtocol } from '../vital-signs-device.ts';

/**
 * Nonin's lines of text (8500, 2500, 9600; notes §2.1, CONFIRMED): 9600 8N1, once a second `SPO2=XXX HR=YYY`, `---` where
 * there is no value, on some models with `HH:MM:SS ` in front and a `*` behind while the meter marks an event. No checksum:
 * ten steady seconds stand in for it.
 */
export interface NoninAsciiFraming {
  readonly line: LineFraming;
  readonly window: SteadyWindow;
}

export const noninAscii: SpeakingProtocol<NoninAsciiFraming> = {
  measures: ['oxygen-saturation', 'pulse-rate'],
  speaks: 'stream',
  // The stream runs before it is listened to: the end of some line comes first, and no end looks like a whole line.
  start: { line: noLine, window: emptyWindow },
  cut(before, chunk) {
    const records: VitalRecord[] = [];
    const { framing, lines } = cutLines(before.line, chunk, longestLine);
    let { window } = before;
    for (const line of lines) {
      const step = addSample(window, line === undefined ? { kind: 'lost' } : sampleFrom(line), linesPerSecond);
      window = step.window;
      if (step.record) records.push(step.record);
    }
    return { framing: { line: framing, window }, records };
  },
  isInRecord: ({ line }) => line.held.length > 0,
};

const longestLine = 40;
const linesPerSecond = 1;

function sampleFrom(line: string): OximetrySample {
  const parts = /^(?:\d\d:\d\d:\d\d )?SPO2=([ \d]{2}\d|---) HR=([ \d]{2}\d|---)\*? *$/.exec(line);
  const [, saturation, pulse] = parts ?? [];
  if (saturation === undefined || pulse === undefined) return { kind: 'lost' };
  if (saturation === '---' || pulse === '---') return { kind: 'no-values' };
  return { kind: 'values', saturation: Number(saturation), pulse: Number(pulse) };
}

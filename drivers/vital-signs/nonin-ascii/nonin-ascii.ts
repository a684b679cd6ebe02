import { lineShape, textOfLine } from '../../framing/lines.ts';
import { maskLineLike, maskLinesBy } from '../../masking/mask-lines.ts';
import { type OximetrySample, steadyOximetry } from '../steady-oximetry.ts';
import { watchedSensor } from '../vital-signs-device.ts';

/**
 * Nonin's lines of text (8500, 2500, 9600; notes §2.1, CONFIRMED): 9600 8N1, once a second `SPO2=XXX HR=YYY`, `---` where
 * there is no value, on some models with `HH:MM:SS ` in front and a `*` behind while the meter marks an event. No checksum:
 * ten steady seconds stand in for it.
 */
export const noninAscii = watchedSensor({
  measures: ['oxygen-saturation', 'pulse-rate'],
  // The stream runs before it is listened to: the end of some line comes first, and no end looks like a whole line.
  shape: lineShape(40),
  ...steadyOximetry(1, sample),
  mask: maskLinesBy(maskLineLike(/^[ *]*(\d\d:\d\d:\d\d )?SPO2=[\d-]{2,3}[ *]+HR=[\d-]{2,3}[ *]*$/d)),
});

function sample(frame: Uint8Array): OximetrySample | undefined {
  const line = textOfLine(frame);
  if (line === '') return undefined;
  const parts = /^(?:\d\d:\d\d:\d\d )?SPO2=([ \d]{2}\d|---) HR=([ \d]{2}\d|---)\*? *$/.exec(line);
  const [, saturation, pulse] = parts ?? [];
  if (saturation === undefined || pulse === undefined) return { kind: 'lost' };
  if (saturation === '---' || pulse === '---') return { kind: 'no-values' };
  return { kind: 'values', saturation: Number(saturation), pulse: Number(pulse) };
}

import type { PokeEvent, Say } from './poke-event.ts';

export interface Terminal {
  write(text: string): unknown;
}

/** One line of JSON per event, the device's name in front. */
export function sayJson(device: string, out: Terminal): Say {
  return (event) => void out.write(`${JSON.stringify({ device, ...event })}\n`);
}

/** One line of text per event: `14:02:07  bp  result  systolic 127, diastolic 76`. */
export function sayPlainly(device: string, out: Terminal, now: () => Date): Say {
  return ({ event, ...fields }) => {
    const time = now().toTimeString().slice(0, 8);
    out.write(`${`${time}  ${device}  ${event.padEnd(18)}  ${wordsOf(event, fields)}`.trimEnd()}\n`);
  };
}

function wordsOf(event: string, fields: Omit<PokeEvent, 'event'>): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (name === event && typeof value === 'string' ? [value] : partsOf(name, value)))
    .join(', ');
}

function partsOf(name: string, value: unknown): readonly string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.length === 0 ? [`no ${name}`] : [`${name}: ${value.map(textOf).join('; ')}`];
  if (typeof value === 'object' && value !== null) {
    if ('value' in value && 'unit' in value) return [`${name} ${value.value} ${value.unit}`];
    return Object.entries(value).flatMap(([inner, part]) => (inner === 'precision' ? [] : partsOf(inner, part)));
  }
  return [`${name} ${value}`];
}

function textOf(value: unknown): string {
  return typeof value === 'object' && value !== null ? Object.values(value).join(' ') : String(value);
}

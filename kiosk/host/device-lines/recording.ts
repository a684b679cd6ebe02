import * as z from 'zod';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { type DeviceSettings, device } from '#config/settings/device-settings.ts';
import type { LinePiece } from './masked-line.ts';

/**
 * What went over the line between a kiosk and a device, masked, as a file of JSON lines:
 *
 *     {"recording":1,"settings":{"id":"bp","kind":"blood-pressure-monitor","driver":"and-tm2657",…},"action":"measure"}
 *     {"atMs":0,"from":"host","hex":"16160130…"}
 *     {"atMs":31870,"from":"device","hex":"16160130…"}
 *     {"expect":{"event":"result","systolic":127,…}}
 *
 * The first line says which driver talked and what it was asked to do, the last ones what the driver makes of these
 * bytes. So a recording that is put into `drivers/<kind>/recordings` is a test.
 */
export interface Recording {
  readonly settings: DeviceSettings;
  readonly action: string;
  readonly pieces: readonly LinePiece[];
  readonly expect: readonly RecordedEvent[];
}

/** What a driver made of the bytes, as `npm run poke` says it. */
export interface RecordedEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}

const headLine = z.object({ recording: z.literal(1), settings: device, action: z.string().max(40) });
const pieceLine = z.object({
  atMs: z.number().min(0),
  from: z.enum(['device', 'host']),
  hex: z.string().regex(/^([0-9a-f]{2})*$/),
});
const expectLine = z.object({ expect: z.looseObject({ event: z.string() }) });

export function headOf({ settings, action }: Pick<Recording, 'settings' | 'action'>): string {
  return JSON.stringify({ recording: 1, settings, action });
}

export function lineOf({ atMs, from, bytes }: LinePiece): string {
  return JSON.stringify({ atMs, from, hex: Buffer.from(bytes).toString('hex') });
}

export function expectationOf(expected: RecordedEvent): string {
  return JSON.stringify({ expect: expected });
}

/** A recording travels; where a hospital has its devices does not. */
export function withoutPlace(settings: DeviceSettings): DeviceSettings {
  if (!('transport' in settings) || !('path' in settings.transport || 'host' in settings.transport)) return settings;
  const { transport } = settings;
  const elsewhere =
    'host' in transport ? { ...transport, host: '127.0.0.1', port: 1 } : { ...transport, path: '/dev/recorded' };
  return { ...settings, transport: elsewhere } as DeviceSettings;
}

/** The problem is one sentence. */
export function readRecording(text: string): Result<Recording, string> {
  const [first = '', ...rest] = text.split('\n').filter((line) => line.trim() !== '');
  const head = headLine.safeParse(parsedJson(first));
  if (!head.success) return problem('line 1 does not say whose recording it is');
  const pieces: LinePiece[] = [];
  const expect: RecordedEvent[] = [];
  for (const [at, line] of rest.entries()) {
    const json = parsedJson(line);
    const piece = pieceLine.safeParse(json);
    const expected = expectLine.safeParse(json);
    if (piece.success) {
      const { atMs, from, hex } = piece.data;
      pieces.push({ atMs, from, bytes: Buffer.from(hex, 'hex') });
    } else if (expected.success) expect.push(expected.data.expect);
    else return problem(`line ${at + 2} is neither bytes nor an expectation`);
  }
  const { settings, action } = head.data;
  return ok({ settings, action, pieces, expect });
}

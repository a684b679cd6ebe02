import * as z from 'zod';
import { parsedJson } from '#config/agreements/parsed-json.ts';
import type { BoardSays } from '#kiosk/bridge/hub/board-words.ts';

/** Anybody in the house may open a board, so whatever comes from one is looked at: short, and of these shapes. */
const call = z.string().regex(/^\d{4}-\d{2}-\d{2}\/\d{1,7}$/);
const attempt = z.int().min(1).max(1_000_000_000);
const calls = z.array(call).max(200);

const boardSays = z.union([
  z.strictObject({ heard: calls, ended: calls }),
  z.strictObject({ here: z.int().min(0).max(1_000_000_000), speaker: z.boolean() }),
  z.strictObject({ spoken: call, attempt }),
  z.strictObject({ failed: call, attempt }),
]) satisfies z.ZodType<BoardSays>;

const longest = 10_000;

export function readBoardSays(text: string): BoardSays | undefined {
  if (text.length > longest) return undefined;
  const read = boardSays.safeParse(parsedJson(text));
  return read.success ? read.data : undefined;
}

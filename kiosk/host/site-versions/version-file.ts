import { createHash } from 'node:crypto';
import * as z from 'zod';

/** Who changed the site file: a person who signed in, or a hand with an editor, which nobody signed. */
const author = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), id: z.string().min(1).max(64), name: z.string().min(1).max(120) }),
  z.strictObject({ kind: z.literal('hand') }),
]);

/** One version on disk: the kiosk's own file as it was written, and who wrote it why. */
export const versionFile = z
  .strictObject({
    version: z.int().min(1),
    at: z.int(),
    by: author,
    why: z.string().max(200),
    /** SHA-256 of the text, hexadecimal. */
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    text: z.string().max(1 << 20),
  })
  .refine(({ hash, text }) => hashOf(text) === hash);

export type VersionFile = z.infer<typeof versionFile>;
export type Author = z.infer<typeof author>;
export type VersionHead = Omit<VersionFile, 'text'>;

export function hashOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}

/** `undefined`: cut off, or something else. */
export function readVersion(bytes: Uint8Array): VersionFile | undefined {
  try {
    return versionFile.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))).data;
  } catch {
    return undefined;
  }
}

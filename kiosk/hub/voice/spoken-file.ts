import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { tryOnDisk, writeDurably } from '#config/agreements/durable-file.ts';
import { parsedJson } from '#config/agreements/parsed-json.ts';

/**
 * Which calls were heard to their end, over a restart: `<dataDir>/voice/spoken.json`. Only those of the last minutes matter; a file that
 * does not read is an empty one, and boards tell what they know besides.
 */
export interface SpokenFile {
  read(): readonly string[];
  /** Before anybody is told. False: the disk does not take it. */
  keep(spoken: readonly string[]): boolean;
}

const content = z.strictObject({ spoken: z.array(z.string().max(60)).max(2_000) });

export function spokenFile(dataDir: string): SpokenFile {
  const path = join(dataDir, 'voice', 'spoken.json');
  return {
    read() {
      let text = '';
      tryOnDisk(() => {
        text = readFileSync(path, 'utf8');
      });
      const read = content.safeParse(parsedJson(text));
      return read.success ? read.data.spoken : [];
    },
    keep: (spoken) => tryOnDisk(() => writeDurably(path, JSON.stringify({ spoken }))),
  };
}

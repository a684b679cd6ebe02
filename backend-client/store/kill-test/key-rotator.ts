import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { rotateMasterKey } from '../rotate-master-key.ts';

/** For the kill test: rotates the master key of the store at the path in its argument again and again until it is killed. */
const [storePath = ''] = process.argv.slice(2);
for (;;) {
  const rotated = rotateMasterKey({ storePath, dataDir: dirname(storePath), randomBytes });
  if (!rotated.ok) throw new Error(rotated.problem.kind);
  writeSync(1, 'rotated\n');
}

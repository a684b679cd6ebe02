/** Writes one of two texts into a file until it is killed: `durable-writer.bench.ts FILE`. */
import { writeSync } from 'node:fs';
import { writeDurably } from './durable-file.ts';

const [path = ''] = process.argv.slice(2);
for (let each = 0; each < 100_000; each += 1) {
  writeDurably(path, `${each % 2}`.repeat(300_000));
  if (each % 5 === 0) writeSync(1, `${each}\n`);
}

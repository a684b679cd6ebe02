import { writeSync } from 'node:fs';
import { rewriteOnce } from '../rewrite-file.ts';

/** For the kill test: writes the store at the path in its argument anew, and says when it begins. */
const [path = ''] = process.argv.slice(2);
rewriteOnce({ path, freeBytes: () => Number.POSITIVE_INFINITY, say: ({ step }) => writeSync(1, `${step}\n`) });
setInterval(() => {}, 1_000);

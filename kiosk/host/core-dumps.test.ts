import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('a host that dies leaves no core file with patients in it, and what it starts neither', {
  timeout: 30_000,
}, async () => {
  const script = `
    import { execFileSync } from 'node:child_process';
    import { forbidCoreDumps } from ${JSON.stringify(new URL('./core-dumps.ts', import.meta.url).href)};
    console.log(forbidCoreDumps(), execFileSync('sh', ['-c', 'ulimit -c']).toString().trim());`;
  const shell = 'ulimit -S -c unlimited; exec "$0" --input-type=module --eval "$1"';
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, process.execPath, script]);
  // The shell counts in blocks.
  expect(stdout).toMatch(/^true [01]\n$/);
});

/** Notes acts until it is killed, and says the number of each once it is on disk: `audit-writer.bench.ts FOLDER KEY`. */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { openAuditLog } from './audit-log.ts';

const [folder = '', key = ''] = process.argv.slice(2);
const opened = openAuditLog({
  folder,
  key: Buffer.from(key, 'hex'),
  clock: machineClock,
  bootId: 'boot',
  randomBytes,
  fullBytes: 2_000,
});
if (opened.setAside()) throw new Error(JSON.stringify(opened.setAside()));
for (let each = 0; each < 10_000; each += 1) {
  const noted = opened.log.append(null, { act: 'lobby-act', details: { act: 'test-print' } });
  if (!noted.ok) throw new Error(noted.problem.kind);
  writeSync(1, `${noted.value.n}\n`);
}

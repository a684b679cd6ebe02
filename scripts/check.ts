/** `npm run check`: the one gate. Needs only `npm ci`; every step prints how long it took. Without `*.slow.test.ts`: `npm test` has them. */
import { closingLine, runGates, runTests } from './test/run.ts';

const gates = await runGates();
const tests = await runTests('unit');
for (const { test, reason } of [...gates.failures, ...tests.failures]) console.log(`failed: ${test}\n${reason}`);
console.log(closingLine([gates, tests]));
process.exit(gates.failed + tests.failed > 0 ? 1 : 0);

/**
 * `npm test`: everything that proves the kiosk. The gate first, with the tests that it leaves out because they are slow; then the
 * tests that need a browser and other system parts, which are fetched where that is allowed.
 */
import { closingLine, runGates, runTests } from './test/run.ts';
import { prepareSystemParts } from './test/system-parts.ts';

// The gate walks a quarter of them.
process.env.PROMISE_WALKS ??= '6000';

const gates = await runGates();
const unit = await runTests('unit', 'slow');
const missing = await prepareSystemParts();
for (const part of missing) console.log(`Missing: ${part.name}. ${part.instruction}`);
const system = await runTests('system');

const results = [gates, unit, system];
for (const { test, reason } of results.flatMap((each) => each.skips)) console.log(`skipped: ${test}: ${reason}`);
for (const { test, reason } of results.flatMap((each) => each.failures)) console.log(`failed: ${test}\n${reason}`);
const mustHave = process.env.CI ? missing.length : 0;
if (mustHave > 0) console.log('In CI nothing may be missing.');
console.log(closingLine(results));
process.exit(results.some((each) => each.failed > 0) || mustHave > 0 ? 1 : 0);

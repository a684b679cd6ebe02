/**
 * `npm test`: everything that proves the kiosk. The gate first, with the tests that it leaves out because they are slow; then the
 * tests that need a browser and other system parts, which are fetched where that is allowed.
 */
import { runGates, runTests, sayOutcomes } from './test/run.ts';
import { prepareSystemParts } from './test/system-parts.ts';

// The gate walks a quarter of them.
process.env.PROMISE_WALKS ??= '6000';

const outcomes = [await runGates(), await runTests('unit', 'slow')];
const missing = await prepareSystemParts();
for (const part of missing) console.log(`Missing: ${part.name}. ${part.instruction}`);
outcomes.push(await runTests('system', 'system-alone'));

const mustHave = process.env.CI ? missing.length : 0;
if (mustHave > 0) console.log('In CI nothing may be missing.');
sayOutcomes(outcomes);
process.exit(outcomes.some(({ failures }) => failures.length > 0) || mustHave > 0 ? 1 : 0);

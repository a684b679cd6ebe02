/** `npm run check`: the one gate. Needs only `npm ci`; every step prints how long it took. Without `*.slow.test.ts`: `npm test` has them. */
import { runGates, runTests, sayOutcomes } from './test/run.ts';

const outcomes = [await runGates(), await runTests('unit')];
sayOutcomes(outcomes);
process.exit(outcomes.some(({ failures }) => failures.length > 0) ? 1 : 0);

/**
 * `npm run house`: draws who imports whom, from the code, into `house.svg`. Types count; tests, simulators and benches do not. Ends
 * with 1 when rooms import each other in a circle, when a file belongs to no room, or a room has no file.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sayHelp } from '#config/agreements/command-line.ts';
import { houseOf, sayPlanProblem } from './house/house-of.ts';

sayHelp('Usage: npm run house');
const root = fileURLToPath(new URL('..', import.meta.url));
const house = houseOf(root);
if (!house.ok) {
  console.error(sayPlanProblem(house.problem));
  process.exit(1);
}
writeFileSync(join(root, 'house.svg'), house.value);
console.log('house.svg shows the house as it stands.');

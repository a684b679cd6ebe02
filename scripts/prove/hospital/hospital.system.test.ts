import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, test } from 'vitest';
import { skipReason as noServer } from '#kiosk/hub/log/postgresql/cluster.bench.ts';
import { skipReason as noBrowser } from '#kiosk/ui/built-page.ts';
import { buildPages } from '../../start/build-pages.ts';
import { faultsOf, type HospitalPlan, proveHospital } from './prove-hospital.ts';

/** The short form of `npm run prove -- hospital`, which has 500 patients and 35 faults. */
const visits = 8;

beforeAll(() => buildPages(fileURLToPath(new URL('../../..', import.meta.url)), () => undefined));

async function prove(database: HospitalPlan['database']): Promise<void> {
  const faults = faultsOf(database, 'short');
  const proof = await proveHospital({ database, visits, faults, seed: 16, say: () => undefined });
  assert.deepEqual(proof.open, []);
  assert.equal(proof.visits, visits);
  assert.ok(proof.spoken > 0);
}

const missing = noBrowser ?? noServer;
describe.skipIf(missing)(`a whole hospital${missing ? ` (skipped: ${missing})` : ''}`, () => {
  test(
    'a server that falls, a hub that is killed and one that hangs lose nobody, and call nobody twice',
    () => prove('postgresql'),
    300_000,
  );
});

describe.skipIf(noBrowser)(`a whole hospital on one machine${noBrowser ? ` (skipped: ${noBrowser})` : ''}`, () => {
  test('a hub that is killed and started anew loses nobody, and calls nobody twice', () => prove('sqlite'), 300_000);
});

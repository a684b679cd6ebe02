import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'vitest';
import { startHisSimulator } from '#backend-client/hospital-kit/simulator/his-simulator.ts';
import { simulatedSecret } from '#backend-client/hospital-kit/simulator/webhook-receiver.ts';
import { machineClock } from '#config/agreements/machine-clock.ts';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { runConformance } from './run.ts';

test('the simulated hospital has nothing to change over any protocol, also when it knows the people already', async () => {
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
  const told = ['registrations', 'readings', 'arrivals'];
  const asked = ['patient-look-up', 'appointment-look-up', 'insurance-check'];
  const { hospital } = siteFile.parse({
    ...syntheticSite,
    hospital: [
      { id: 'his', protocol: 'hl7v2-mllp', host: '127.0.0.1', port: simulator.mllpPort, capabilities: told },
      { id: 'fhir', protocol: 'fhir-r4', baseUrl: simulator.fhirUrl, capabilities: told },
      {
        id: 'rest',
        protocol: 'webhook',
        url: simulator.webhookUrl,
        secretVariable: 'SECRET',
        capabilities: [...told, ...asked],
      },
    ],
  });
  const site = { ...syntheticSite, hospital };
  for (let run = 1; run <= 2; run += 1) {
    const ran = await runConformance(site, {
      clock: machineClock,
      randomBytes,
      environment: { SECRET: simulatedSecret },
      kioskVersion: '0.1.0',
      appointmentId: 'VIDU-2026.118804',
      onCheck: () => {},
    });
    assert.ok(ran.ok);
    const notAccepted = ran.value.systems.flatMap(({ id: systemId, checks }) =>
      checks.filter(({ verdict }) => verdict !== 'accepted').map(({ id, verdict }) => `${systemId} ${id} ${verdict}`),
    );
    assert.deepEqual(
      notAccepted,
      ['his kept.ordinary not-checkable', 'rest kept.ordinary not-checkable'],
      `in run ${run}`,
    );
  }
  await simulator.close();
});

test('a server whose searches lag is found, and the setting that it needs is named', async () => {
  const simulator = await startHisSimulator({ mllpPort: 0, webPort: 0 });
  simulator.setHttpMode('fhir', { kind: 'search-lags' });
  const system = { id: 'fhir', protocol: 'fhir-r4', baseUrl: simulator.fhirUrl, capabilities: ['registrations'] };
  const { hospital } = siteFile.parse({ ...syntheticSite, hospital: [system] });
  const ran = await runConformance(
    { ...syntheticSite, hospital },
    {
      clock: machineClock,
      randomBytes,
      environment: {},
      kioskVersion: '0.1.0',
      appointmentId: undefined,
      onCheck() {},
    },
  );
  await simulator.close();
  assert.ok(ran.ok);
  const kept = ran.value.systems.flatMap(({ checks }) => checks).find(({ id }) => id === 'kept.ordinary');
  assert.deepEqual([kept?.verdict, kept?.finding.en], ['wrong', 'Accepted, but it is not there.']);
  assert.match(kept?.advice?.en ?? '', /"searchLagSeconds"/);
});

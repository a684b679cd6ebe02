import { createSessionId } from '#config/agreements/ids.ts';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { ok, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { createPassingMemory } from '../../contract/system-memory.ts';
import type { HospitalSystemProblem, HospitalSystemsNeeds } from '../../hospital-systems.ts';
import { checkSystem } from './check-system.ts';
import type { ReportMasks } from './exchange.ts';
import { type Check, type ConformanceReport, isNothingWrong, type SystemReport, summaryOf } from './report.ts';
import { openTestedSystems } from './tested-systems.ts';

interface Needs extends Omit<HospitalSystemsNeeds, 'log' | 'memoryOf'> {
  readonly kioskVersion: string;
  readonly appointmentId: string | undefined;
  readonly onCheck: (check: Check, systemId: string) => void;
  readonly masks?: ReportMasks | undefined;
}

/** One system after the other, one message at a time. Touches no store. */
export async function runConformance(
  site: SiteFile,
  { kioskVersion, appointmentId, onCheck, masks, ...needs }: Needs,
): Promise<Result<ConformanceReport, HospitalSystemProblem>> {
  const { clock, randomBytes } = needs;
  const startedAt = clock.now();
  const { facilityCode, name, timeZone } = site.site;
  // What the log would say stands in the report, beside the answer itself.
  const opened = await openTestedSystems(site, { ...needs, log: () => {}, memoryOf: createPassingMemory });
  if (!opened.ok) return opened;
  const systems: SystemReport[] = [];
  for (const system of opened.value) {
    const day = businessDayAt(clock.now(), timeZone);
    const [service, otherService = service] = site.services;
    if (!service || !otherService) throw new Error('a site file without services was read');
    const set = { clock, randomBytes, day, service, otherService, appointmentId };
    systems.push(await checkSystem(system, { ...set, onCheck, masks }));
  }
  await Promise.all(opened.value.map(({ endpoint }) => endpoint.close()));
  const summary = summaryOf(systems);
  return ok({
    version: 1,
    runId: createSessionId(randomBytes).slice(0, 8),
    kioskVersion,
    site: { name, facilityCode, kioskId: site.kiosk.id, timeZone },
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(clock.now()).toISOString(),
    summary,
    nothingWrong: isNothingWrong(summary),
    systems,
  });
}

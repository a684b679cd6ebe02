import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { HospitalSettings, SiteFile } from '#config/settings/site-file.ts';
import type { HospitalSystem, OpenHospitalSystem, SendingSite, SystemNeeds } from './contract/hospital-system.ts';
import type { SecretProblem } from './contract/secret-problem.ts';
import type { SystemMemory } from './contract/system-memory.ts';
import { openFhirSystem } from './fhir/fhir-system.ts';
import { openHl7v2System } from './hl7v2/hl7v2-system.ts';
import { openWebhookSystem } from './webhook/webhook-system.ts';

type Protocol = HospitalSettings['protocol'];

/** The protocols that a kiosk speaks; a protocol is one folder and one line here. */
const protocols = {
  'hl7v2-mllp': openHl7v2System,
  'fhir-r4': openFhirSystem,
  webhook: openWebhookSystem,
} satisfies { [P in Protocol]: OpenHospitalSystem<Extract<HospitalSettings, { protocol: P }>> };

export interface HospitalSystemsNeeds extends Omit<SystemNeeds, 'site' | 'lookUpDeadlineMs' | 'memory'> {
  /** What a system has told of its own records outlives the process; asked from the first message on. */
  readonly memoryOf: (systemId: string) => SystemMemory;
}

/** A secret of one system that cannot be used as it stands. */
export interface HospitalSystemProblem {
  readonly systemId: string;
  readonly secret: SecretProblem;
}

/** Everything for the systems of the hospital that the site file names, in its order. */
export async function openHospitalSystems(
  site: SiteFile,
  needs: HospitalSystemsNeeds,
): Promise<Result<readonly HospitalSystem[], HospitalSystemProblem>> {
  const systems: HospitalSystem[] = [];
  for (const settings of site.hospital) {
    const opened = openHospitalSystem(settings, {
      ...needs,
      site: sendingSite(site),
      lookUpDeadlineMs: site.lookUps.deadlineMs,
      memory: needs.memoryOf(settings.id),
    });
    if (!opened.ok) {
      await Promise.all(systems.map(({ endpoint }) => endpoint.close()));
      return problem({ systemId: settings.id, secret: opened.problem });
    }
    systems.push(opened.value);
  }
  return ok(systems);
}

/** One system, by its protocol. */
export function openHospitalSystem<P extends Protocol>(
  settings: Extract<HospitalSettings, { protocol: P }>,
  needs: SystemNeeds,
): Result<HospitalSystem, SecretProblem> {
  const open: { [Each in Protocol]: OpenHospitalSystem<Extract<HospitalSettings, { protocol: Each }>> } = protocols;
  return open[settings.protocol as P](settings, needs);
}

function sendingSite({ site: { facilityCode, timeZone }, kiosk, profile, checkIn }: SiteFile): SendingSite {
  const { screening, companion, consents, particulars, purposes } = checkIn;
  const lists = [consents, particulars, purposes];
  const asksMore = screening !== undefined || companion || lists.some((each) => each.length > 0);
  return { facilityCode, timeZone, kioskId: kiosk.id, profile, asksMore };
}

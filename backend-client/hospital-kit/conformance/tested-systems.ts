import { ok, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import type { HospitalSystem } from '../../contract/hospital-system.ts';
import type { HospitalLookUps } from '../../contract/look-up.ts';
import { type HospitalSystemProblem, type HospitalSystemsNeeds, openHospitalSystems } from '../../hospital-systems.ts';
import { createHospitalLookUps } from '../../look-ups/hospital-look-ups.ts';
import type { TestedSystem } from './tested-system.ts';

/**
 * The systems of the site file, told and asked by the kiosk's own code. Whatever the profile of the site is, everything is
 * rendered as a demo's: every message says that it is a test.
 */
export async function openTestedSystems(
  given: SiteFile,
  needs: HospitalSystemsNeeds,
): Promise<Result<readonly TestedSystem[], HospitalSystemProblem>> {
  const site: SiteFile = { ...given, profile: 'demo' };
  const opened = await openHospitalSystems(site, needs);
  if (!opened.ok) return opened;
  return ok(
    opened.value.flatMap(({ alertChannel: _, ...system }) => {
      const settings = site.hospital.find(({ id }) => id === system.endpoint.id);
      return settings ? [{ ...system, settings, lookUps: inTime(system, site, needs) }] : [];
    }),
  );
}

/** With the deadline of the patient page; only what this system offers. */
function inTime(
  { endpoint, lookUps }: Pick<HospitalSystem, 'endpoint' | 'lookUps'>,
  site: SiteFile,
  { clock, log }: HospitalSystemsNeeds,
): Partial<HospitalLookUps> {
  const { deadlineMs } = site.lookUps;
  const all = createHospitalLookUps({ systems: [{ endpoint, lookUps }], deadlineMs, clock, log });
  const { findPatient, findEarlierPressures, findAppointments, findAppointment, checkInsurance } = lookUps;
  return {
    ...(findPatient ? { findPatient: all.findPatient } : {}),
    ...(findEarlierPressures ? { findEarlierPressures: all.findEarlierPressures } : {}),
    ...(findAppointments ? { findAppointments: all.findAppointments } : {}),
    ...(findAppointment ? { findAppointment: all.findAppointment } : {}),
    ...(checkInsurance ? { checkInsurance: all.checkInsurance } : {}),
  };
}

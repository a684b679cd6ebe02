import type { HospitalSystem } from '#backend-client/contract/hospital-system.ts';
import { type HospitalSystemsNeeds, openHospitalSystems } from '#backend-client/hospital-systems.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { secretSentence } from './start-sentences.ts';

/** The hospital's systems, or what the technician reads when one of them cannot be used. */
export async function openHospital(
  site: SiteFile,
  needs: HospitalSystemsNeeds,
): Promise<Result<readonly HospitalSystem[], { readonly sentence: string }>> {
  const opened = await openHospitalSystems(site, needs);
  return opened.ok ? ok(opened.value) : problem({ sentence: secretSentence(opened.problem) });
}

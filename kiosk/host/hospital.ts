import type { SecretFileProblem } from '#backend-client/connection/tls-files.ts';
import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { MessageRenderer } from '#backend-client/contract/store.ts';
import { createHl7v2Hospital } from '#backend-client/hl7v2/hl7v2-hospital.ts';
import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';

/** For each endpoint of the site file: how a fact becomes its message, and the way there. */
export interface Hospital {
  readonly renderers: readonly MessageRenderer[];
  readonly endpoints: readonly Endpoint[];
}

/** A secret of one endpoint that cannot be used as it stands; `sentence` is for the technician. */
export interface HospitalProblem {
  readonly sentence: string;
}

export function createHospital(siteFile: SiteFile, clock: Clock): Result<Hospital, HospitalProblem> {
  const { hospital, site, profile, services, lookUps } = siteFile;
  const { facilityCode, timeZone } = site;
  const renderers: MessageRenderer[] = [];
  const endpoints: Endpoint[] = [];
  for (const endpoint of hospital.filter((each) => each.protocol === 'hl7v2-mllp')) {
    const created = createHl7v2Hospital({
      endpoint,
      site: { facilityCode, timeZone, profile, services },
      clock,
      deadlineMs: lookUps.deadlineMs,
    });
    if (!created.ok) return problem({ sentence: secretSentence(endpoint.id, created.problem) });
    renderers.push(created.value.renderer);
    endpoints.push(created.value.endpoint);
  }
  return ok({ renderers, endpoints });
}

function secretSentence(id: string, { kind, path }: SecretFileProblem): string {
  const trouble = {
    'not-readable': 'cannot be read',
    'readable-by-others': 'can be read by other users; run: chmod 600',
    'not-pem': 'is not what it should be: a PEM file was expected',
    'too-short': 'holds a secret that is too short',
    'too-long': 'is too long',
  }[kind];
  return `A file of the hospital system ${id} ${trouble}: ${path}`;
}

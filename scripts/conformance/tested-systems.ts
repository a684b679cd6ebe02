import type { HospitalLookUps } from '#backend-client/contract/look-up.ts';
import type { TestedSystem } from '#backend-client/hospital-kit/conformance/tested-system.ts';
import { createHospitalLookUps, type LookUpEndpoint } from '#backend-client/look-ups/hospital-look-ups.ts';
import { ok, type Result, unreachable } from '#config/agreements/result.ts';
import type { SiteFile } from '#config/settings/site-file.ts';
import { createHospital, type HospitalNeeds, type HospitalProblem } from '#kiosk/host/hospital.ts';
import { openFhirReadBack } from './fhir-read-back.ts';
import { openForgeries } from './webhook-forgeries.ts';

export interface TestedHospital {
  readonly systems: readonly TestedSystem[];
  close(): Promise<void>;
}

/**
 * The systems of the site file, told and asked by the kiosk's own code. Whatever the profile of the site is, everything is
 * rendered as a demo's: every message says that it is a test.
 */
export async function openTestedHospital(
  given: SiteFile,
  needs: HospitalNeeds,
): Promise<Result<TestedHospital, HospitalProblem>> {
  const site: SiteFile = { ...given, profile: 'demo' };
  const created = await createHospital(site, needs);
  if (!created.ok) return created;
  const { renderers, endpoints, lookUps } = created.value;
  const closeLater: (() => Promise<void>)[] = endpoints.map((endpoint) => () => endpoint.close());
  const systems = site.hospital.map((settings): TestedSystem => {
    const renderer = byId(renderers, ({ endpointId }) => endpointId === settings.id);
    const endpoint = byId(endpoints, ({ id }) => id === settings.id);
    const asked = byId(lookUps, ({ endpointId }) => endpointId === settings.id);
    const system = { settings, renderer, endpoint, lookUps: inTime(asked, site, needs) };
    switch (settings.protocol) {
      case 'hl7v2-mllp':
        return system;
      case 'fhir-r4': {
        const { readBack, readBackReading, close } = openFhirReadBack(settings, site, needs);
        closeLater.push(close);
        return { ...system, readBack, readBackReading };
      }
      case 'webhook': {
        const { forge, close } = openForgeries(settings, needs);
        closeLater.push(close);
        return { ...system, forge };
      }
      default:
        return unreachable(settings);
    }
  });
  return ok({
    systems,
    async close() {
      await Promise.all(closeLater.map((close) => close()));
    },
  });
}

/** With the deadline of the patient page; only what this system offers. */
function inTime(endpoint: LookUpEndpoint, site: SiteFile, { clock, log }: HospitalNeeds): Partial<HospitalLookUps> {
  const { deadlineMs } = site.lookUps;
  const all = createHospitalLookUps({ endpoints: [endpoint], deadlineMs, clock, log });
  const { findPatient, findAppointments, findAppointment, checkInsurance } = endpoint.lookUps;
  return {
    ...(findPatient ? { findPatient: all.findPatient } : {}),
    ...(findAppointments ? { findAppointments: all.findAppointments } : {}),
    ...(findAppointment ? { findAppointment: all.findAppointment } : {}),
    ...(checkInsurance ? { checkInsurance: all.checkInsurance } : {}),
  };
}

function byId<Part>(parts: readonly Part[], isIt: (part: Part) => boolean): Part {
  const found = parts.find(isIt);
  if (!found) throw new Error('createHospital left out a system of the site file');
  return found;
}

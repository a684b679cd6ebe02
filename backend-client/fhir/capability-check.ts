import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Capability, FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { EndpointMismatch } from '../contract/delivery.ts';
import { type JsonObject, objectsAt, resourceFromBytes, textAt } from './read-json.ts';
import type { FhirServer } from './server.ts';

interface Needs {
  readonly settings: Pick<FhirEndpointSettings, 'capabilities' | 'corrections' | 'answerRecords'>;
  readonly server: Pick<FhirServer, 'metadata'>;
  /** The site file has patients asked more than their service. */
  readonly asksMore: boolean;
}

/** Whether the server's CapabilityStatement offers what this endpoint is told and asked. */
export async function checkCapabilities({
  settings,
  server,
  asksMore,
}: Needs): Promise<Result<'as-expected', EndpointMismatch>> {
  const answer = await server.metadata();
  if (!answer.ok) {
    const { kind } = answer.problem;
    if (kind === 'no-credentials') return mismatch('lacks', ['authorization']);
    return mismatch('not-reachable');
  }
  const { status, body } = answer.value;
  if (status === 401 || status === 403) return mismatch('lacks', ['authorization']);
  if (status === 429 || status >= 500) return mismatch('not-reachable');
  const statement = status === 200 ? resourceFromBytes(body, 'CapabilityStatement') : undefined;
  if (!statement) return mismatch('not-understood');
  const offered = offers(statement);
  const missing = [...new Set(needs(settings, asksMore))].filter((need) => !offered.has(need));
  return missing.length === 0 ? ok('as-expected') : mismatch('lacks', missing);
}

function mismatch(kind: EndpointMismatch['kind'], missing: readonly string[] = []): Result<never, EndpointMismatch> {
  return problem({ kind, missing });
}

const createUnlessFound = (...types: readonly string[]) =>
  types.flatMap((type) => [`${type}.create`, `${type}.conditionalCreate`]);
const lookedAt = (...types: readonly string[]) => types.flatMap((type) => [`${type}.search-type`, `${type}.read`]);
const mended = (...types: readonly string[]) => [...lookedAt(...types), ...types.map((type) => `${type}.update`)];

const ofAnswers = ['RelatedPerson', 'QuestionnaireResponse', 'Consent'];

/** In the words of the CapabilityStatement. */
function needs({ capabilities, corrections, answerRecords }: Needs['settings'], asksMore: boolean): readonly string[] {
  const perCapability: Readonly<Record<Capability, readonly string[]>> = {
    registrations: [
      'transaction',
      ...createUnlessFound('Patient', 'Encounter', 'Coverage', 'Provenance'),
      ...mended('Encounter', 'Coverage'),
      ...(answerRecords && asksMore ? [...createUnlessFound(...ofAnswers), ...mended(...ofAnswers)] : []),
      ...(corrections === 'update-patient' ? mended('Patient') : lookedAt('Patient')),
    ],
    readings: [
      'transaction',
      ...createUnlessFound('Patient', 'Encounter', 'Observation', 'Provenance'),
      ...lookedAt('Patient', 'Encounter'),
    ],
    arrivals: ['transaction', 'Appointment.patch', 'Appointment.read', ...createUnlessFound('Provenance')],
    surveys: ['transaction', ...createUnlessFound('QuestionnaireResponse')],
    'patient-look-up': ['Patient.search-type'],
    'appointment-look-up': ['Patient.search-type', 'Appointment.search-type'],
    'insurance-check': [],
    alerts: [],
  };
  return ['fhirVersion-4.0', ...capabilities.flatMap((capability) => perCapability[capability])];
}

function offers(statement: JsonObject): ReadonlySet<string> {
  const offered = new Set<string>();
  if (/^4\.0\b/.test(textAt(statement, 'fhirVersion') ?? '')) offered.add('fhirVersion-4.0');
  for (const rest of objectsAt(statement, 'rest').filter(({ mode }) => mode === 'server')) {
    for (const { code } of objectsAt(rest, 'interaction')) if (typeof code === 'string') offered.add(code);
    for (const resource of objectsAt(rest, 'resource', 500)) {
      const type = textAt(resource, 'type');
      for (const { code } of objectsAt(resource, 'interaction')) offered.add(`${type}.${String(code)}`);
      if (resource.conditionalCreate === true) offered.add(`${type}.conditionalCreate`);
    }
  }
  return offered;
}

import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { KeptReading, KeptVisit, ReadBack, ReadBackProblem, SendingSite } from '../contract/hospital-system.ts';
import type { VisitAnswers } from '../contract/visit-answers.ts';
import { answeredItems, answersIdentifier } from './answers.ts';
import { extensionUrls } from './codes.ts';
import type { Identifier } from './fhir-types.ts';
import { bloodPressureToken } from './observation.ts';
import { type JsonObject, matchesOf, objectAt, objectsAt, resourceFromBytes, textAt } from './read-json.ts';
import { tokenList } from './search.ts';
import type { FhirServer } from './server.ts';
import { identifierSystems } from './systems.ts';

type Searched = Result<readonly JsonObject[], ReadBackProblem>;

/** Looks at a FHIR server for the Encounter of a visit and its Patient. */
export function createFhirReadBack(
  server: Pick<FhirServer, 'search'>,
  settings: Pick<FhirEndpointSettings, 'identifierSystems'>,
  site: Pick<SendingSite, 'facilityCode'>,
): ReadBack {
  const systems = identifierSystems(settings, site);
  return {
    async visit({ visit, answers }) {
      const encounters = await search(server, 'Encounter', {
        identifier: tokenList([{ system: systems.visit, value: visit.visitId }]),
      });
      if (!encounters.ok) return encounters;
      const answered = await keptAnswers(server, answersIdentifier(visit.visitId, systems), answers);
      const kept: KeptVisit[] = [];
      for (const encounter of encounters.value) {
        const patients = await patientOf(server, encounter);
        if (!patients.ok) return patients;
        kept.push({ ...keptVisit(patients.value[0], systems.citizenNumber), ...(answered && { answered }) });
      }
      return ok(kept);
    },
    async reading({ reading }) {
      const observations = await search(server, 'Observation', {
        identifier: tokenList([bloodPressureToken(reading, systems)]),
      });
      return observations.ok ? ok(observations.value.map(keptReading)) : observations;
    },
  };
}

/** `undefined` where a server keeps no such records, or does not let the kit search them. */
async function keptAnswers(
  server: Pick<FhirServer, 'search'>,
  { system = '', value = '' }: Identifier,
  answers: VisitAnswers | undefined,
): Promise<readonly string[] | undefined> {
  const sent = answeredItems(answers);
  if (sent.length === 0) return undefined;
  const found = await search(server, 'QuestionnaireResponse', { identifier: tokenList([{ system, value }]) });
  const [response] = found.ok ? found.value : [];
  if (!response) return undefined;
  const items = objectsAt(response, 'item');
  return sent
    .filter(({ linkId, answer = [] }) => {
      const kept = objectsAt(items.find((each) => each.linkId === linkId) ?? {}, 'answer');
      return answer.every((each) => kept.some((one) => isPartOf(each, one)));
    })
    .map(({ linkId }) => linkId);
}

/** A server may add to what it keeps, as a display name. */
function isPartOf(sent: unknown, kept: unknown): boolean {
  if (typeof sent !== 'object' || sent === null) return sent === undefined || sent === kept;
  const whole: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  return Object.entries(sent).every(([key, value]) => isPartOf(value, whole[key]));
}

async function patientOf(server: Pick<FhirServer, 'search'>, encounter: JsonObject): Promise<Searched> {
  const reference = textAt(objectAt(encounter, 'subject') ?? {}, 'reference') ?? '';
  const id = /(?:^|\/)Patient\/(?<id>[A-Za-z0-9.-]{1,64})$/.exec(reference)?.groups?.id;
  return id === undefined ? ok([]) : search(server, 'Patient', { _id: id });
}

async function search(
  server: Pick<FhirServer, 'search'>,
  resourceType: string,
  criteria: Readonly<Record<string, string>>,
): Promise<Searched> {
  const answer = await server.search(resourceType, new URLSearchParams(criteria));
  if (!answer.ok) return problem({ kind: answer.problem.kind === 'no-credentials' ? 'refused' : 'no-answer' });
  if (answer.value.status !== 200) return problem({ kind: 'refused' });
  const bundle = resourceFromBytes(answer.value.body, 'Bundle');
  return bundle ? ok(matchesOf(bundle, resourceType)) : problem({ kind: 'not-understood' });
}

/** The Encounter is there; a Patient that cannot be found has lost everything. */
function keptVisit(patient: JsonObject | undefined, citizenSystem: string): KeptVisit {
  const resource = patient ?? {};
  const texts = (key: string, inner: string, isIt: (each: JsonObject) => boolean) =>
    objectsAt(resource, key)
      .filter(isIt)
      .map((each) => textAt(each, inner) ?? '')
      .filter((text) => text !== '');
  return {
    citizenNumbers: texts('identifier', 'value', ({ system }) => system === citizenSystem),
    fullName: objectsAt(resource, 'name').map(nameFrom)[0],
    address: texts('address', 'text', ({ type }) => type !== 'physical')[0],
    phones: texts('telecom', 'value', ({ system }) => system === 'phone' || system === 'sms'),
  };
}

function keptReading(observation: JsonObject): KeptReading {
  const pressureOf = (loinc: string) => {
    const component = objectsAt(observation, 'component').find((each) =>
      objectsAt(objectAt(each, 'code') ?? {}, 'coding').some(({ code }) => code === loinc),
    );
    const quantity = objectAt(component ?? {}, 'valueQuantity');
    return quantity?.code === 'mm[Hg]' && typeof quantity.value === 'number' ? quantity.value : undefined;
  };
  const taken = objectsAt(observation, 'extension').find(({ url }) => url === extensionUrls.measuringCircumstances);
  const protocol = objectsAt(taken ?? {}, 'extension').find(({ url }) => url === 'protocol');
  return {
    systolic: pressureOf('8480-6') ?? pressureOf('96608-5'),
    diastolic: pressureOf('8462-4') ?? pressureOf('96609-3'),
    protocol: textAt(protocol ?? {}, 'valueCode'),
  };
}

/** `text`, or family and given names as they are written in Vietnam. */
function nameFrom(name: JsonObject): string {
  const given = Array.isArray(name.given) ? name.given.filter((part) => typeof part === 'string') : [];
  return textAt(name, 'text') ?? [textAt(name, 'family') ?? '', ...given].join(' ');
}

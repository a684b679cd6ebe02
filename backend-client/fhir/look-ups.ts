import type { BusinessDay } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { Appointment } from '../contract/appointment.ts';
import type { SendingSite } from '../contract/hospital-system.ts';
import type {
  EarlierPressure,
  HospitalLookUps,
  KnownPatient,
  LookUpAnswer,
  LookUpProblem,
} from '../contract/look-up.ts';
import type { Patient } from '../contract/patient.ts';
import { earlierPressures } from '../look-ups/earlier-pressures.ts';
import { namesAnother } from '../look-ups/named-person.ts';
import { appointmentFromFhir, firstMomentOf, momentAfter } from './found-appointment.ts';
import { contradicts, type FoundPatient, knownPatientFrom, patientsFound, personNamed } from './found-patient.ts';
import { pressureFromFhir, pressurePanels } from './found-pressures.ts';
import { documentTokens } from './patient.ts';
import { type JsonObject, matchesOf, resourceFromBytes } from './read-json.ts';
import { type Token, tokenList } from './search.ts';
import type { FhirServer } from './server.ts';
import { type IdentifierSystems, identifierSystems } from './systems.ts';

/** The questions a FHIR server is asked. Nobody asks it about insurance. */
export type FhirLookUps = Pick<
  HospitalLookUps,
  'findPatient' | 'findEarlierPressures' | 'findAppointments' | 'findAppointment'
>;

interface Needs {
  readonly settings: FhirEndpointSettings;
  readonly site: Pick<SendingSite, 'facilityCode' | 'timeZone'>;
  readonly server: Pick<FhirServer, 'search'>;
  /** For each single request; the caller has a deadline for the whole question. */
  readonly timeoutMs: number;
}

const mostAppointments = 8;
/** Some sittings of three, with their means. */
const mostPressures = '60';

/**
 * Asks with `POST …/_search`, so that no number is in an address. A server that does not know a criterion may answer with
 * everybody it has: what comes back counts only when it carries what was asked for.
 */
export function createFhirLookUps({ settings, site, server, timeoutMs }: Needs): FhirLookUps {
  const systems = identifierSystems(settings, site);
  return { findPatient, findEarlierPressures, findAppointments, findAppointment };

  async function findPatient(patient: Patient): Promise<LookUpAnswer<KnownPatient | undefined>> {
    const found = await personOf(patient, undefined);
    return found.ok ? ok(found.value && knownPatientFrom(found.value, systems, patient.fullName === undefined)) : found;
  }

  /** A server that shows nobody its observations has none for us. */
  async function findEarlierPressures(
    patient: Patient,
    known: KnownPatient,
    day: BusinessDay,
  ): Promise<LookUpAnswer<readonly EarlierPressure[]>> {
    const person = await personOf(patient, known);
    if (!person.ok) return person;
    if (!person.value) return ok([]);
    const { id } = person.value;
    const found = await search('Observation', [
      ['patient', `Patient/${id}`],
      ['code', pressurePanels],
      ['_sort', '-date'],
      ['_count', mostPressures],
    ]);
    if (!found.ok) return found.problem.kind === 'refused' ? ok([]) : found;
    const told = found.value.map((each) => pressureFromFhir(each, { personId: id, timeZone: site.timeZone }));
    return ok(
      earlierPressures(
        told.filter((each) => each !== undefined),
        day,
      ),
    );
  }

  async function findAppointments(
    patient: Patient,
    known: KnownPatient | undefined,
    day: BusinessDay,
  ): Promise<LookUpAnswer<readonly Appointment[]>> {
    const person = await personOf(patient, known);
    if (!person.ok) return person;
    if (!person.value) return ok([]);
    const { timeZone } = site;
    const found = await search('Appointment', [
      ['patient', `Patient/${person.value.id}`],
      ['date', `ge${firstMomentOf(day, timeZone)}`],
      ['date', `lt${momentAfter(day, timeZone)}`],
      ['_count', '50'],
    ]);
    if (!found.ok) return found;
    const ofPerson = { id: person.value.id };
    return ok(appointmentsOf(found.value, day, systems, ofPerson).slice(0, mostAppointments));
  }

  async function findAppointment(
    appointmentId: string,
    day: BusinessDay,
  ): Promise<LookUpAnswer<Appointment | undefined>> {
    const { appointment: system } = systems;
    if (system === undefined && !/^[A-Za-z0-9.-]{1,64}$/.test(appointmentId)) return ok(undefined);
    const found = await search('Appointment', [
      system === undefined ? ['_id', appointmentId] : ['identifier', tokenList([{ system, value: appointmentId }])],
    ]);
    if (!found.ok) return found;
    const [appointment, another] = appointmentsOf(found.value, day, systems).filter(
      (each) => each.appointmentId === appointmentId,
    );
    return another ? problem({ kind: 'ambiguous' }) : ok(appointment);
  }

  function appointmentsOf(
    found: readonly JsonObject[],
    day: BusinessDay,
    known: IdentifierSystems,
    person?: { readonly id: string },
  ): readonly Appointment[] {
    return found
      .map((resource) => appointmentFromFhir(resource, { day, timeZone: site.timeZone, systems: known, person }))
      .filter((appointment) => appointment !== undefined)
      .sort((a, b) => (a.startsAt ?? 0) - (b.startsAt ?? 0));
  }

  /** By every number of theirs at once; the strongest that somebody carries decides. */
  async function personOf(
    patient: Patient,
    known: KnownPatient | undefined,
  ): Promise<LookUpAnswer<FoundPatient | undefined>> {
    const contact = known && { phone: undefined, patientCode: known.patientCode, phoneConfirmed: undefined };
    const groups = documentTokens({ patient, contact }, systems);
    const tokens: readonly Token[] = groups.flat();
    if (tokens.length === 0) return ok(undefined);
    const found = await search('Patient', [
      ['identifier', tokenList(tokens)],
      ['_count', '20'],
    ]);
    if (!found.ok) return found;
    for (const [rank, group] of groups.entries()) {
      const carriers = patientsFound(found.value, group);
      const [one, another] = carriers.filter(({ resource }) => !namesAnother(patient, personNamed(resource)));
      if (!one && carriers.length > 0) return problem({ kind: 'other-person' });
      if (another || (one && contradicts(one, groups.slice(0, rank)))) return problem({ kind: 'ambiguous' });
      if (one) return ok(one);
    }
    return ok(undefined);
  }

  async function search(
    resourceType: string,
    criteria: readonly [string, string][],
  ): Promise<Result<readonly JsonObject[], LookUpProblem>> {
    const form = new URLSearchParams([...criteria]);
    const answer = await server.search(resourceType, form, timeoutMs);
    if (!answer.ok) return problem({ kind: kindFromLine[answer.problem.kind] });
    const { status, body } = answer.value;
    if (status === 429 || status >= 500) return problem({ kind: 'no-answer' });
    if (status >= 400) return problem({ kind: 'refused' });
    const bundle = status === 200 ? resourceFromBytes(body, 'Bundle') : undefined;
    return bundle ? ok(matchesOf(bundle, resourceType)) : problem({ kind: 'not-understood' });
  }
}

const kindFromLine = {
  'not-connected': 'not-connected',
  'tls-refused': 'refused',
  'no-credentials': 'refused',
  'no-answer': 'no-answer',
  'line-broke': 'no-answer',
  stopped: 'no-answer',
} as const;

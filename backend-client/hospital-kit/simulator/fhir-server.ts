import { isDeepStrictEqual } from 'node:util';
import { businessDayAt } from '#config/agreements/local-time.ts';
import { firstMomentOf } from '../../fhir/found-appointment.ts';
import { factsOfPatient, patientWith } from './fhir-patient.ts';
import { type FhirResource, objectOf, textOf } from './fhir-search.ts';
import { FhirStore, newId } from './fhir-store.ts';
import { type Change, type FhirRefusal, resourceOf, searched, transact } from './fhir-transaction.ts';
import type { HttpAnswer, HttpQuestion } from './http-question.ts';
import { cutNumber, dayOf, type KnownPerson } from './known-person.ts';
import type { People } from './people.ts';
import { jsonFrom } from './untrusted-request.ts';

/**
 * A small FHIR R4 server: metadata, transaction, create, update, read, search. In memory only. Whom the hospital knows is a
 * Patient here, one for each person, whatever protocol they were registered over.
 */
export interface SimulatedFhir {
  /** `path` begins after the base address: '', `/metadata`, `/Patient/_search`. */
  answer(question: HttpQuestion, faults: FhirFaults): HttpAnswer;
  /** What is kept under `Patient/7`. */
  read(reference: string): FhirResource | undefined;
  /** Shows this person as the hospital knows them now. */
  show(person: KnownPerson): void;
  forget(person: KnownPerson): void;
}

export interface FhirFaults {
  readonly digits: number | undefined;
  readonly race: boolean;
  readonly searchLags: boolean;
}

interface Needs {
  readonly people: People;
  readonly now: () => number;
  /** Of the resources that are nobody's record: visits, readings, and so on. */
  readonly keepResources: number;
}

export const fhirTypes = [
  'Patient',
  'RelatedPerson',
  'Encounter',
  'Appointment',
  'Coverage',
  'QuestionnaireResponse',
  'Consent',
  'Observation',
  'Provenance',
] as const;
const timeZone = 'Asia/Ho_Chi_Minh';
const lagMs = 60_000;

export function createSimulatedFhir({ people, now, keepResources }: Needs): SimulatedFhir {
  const store = new FhirStore(keepResources);
  const idOf = new Map<string, string>();
  const codeOf = new Map<string, string>();
  for (const person of people.list()) {
    show(person);
    showAppointment(person);
    showPressures(person);
  }

  function show(person: KnownPerson): void {
    const id = idOf.get(person.patientCode) ?? newId();
    bind(person, id);
    write(patientWith(store.read('Patient', id) ?? { resourceType: 'Patient' }, person), id);
  }

  function forget({ patientCode }: KnownPerson): void {
    const id = idOf.get(patientCode) ?? '';
    store.delete('Patient', id);
    idOf.delete(patientCode);
    codeOf.delete(id);
  }

  function bind({ patientCode }: KnownPerson, id: string): void {
    idOf.set(patientCode, id);
    codeOf.set(id, patientCode);
  }

  /** A repeated message makes no new version of anybody. */
  function write(patient: FhirResource, id: string): void {
    if (!isDeepStrictEqual(patient, store.read('Patient', id)))
      store.put(patient, id, { now: now(), kept: codeOf.has(id) });
  }

  function answer(question: HttpQuestion, { digits, race, searchLags }: FhirFaults): HttpAnswer {
    const { method, path, query, body } = question;
    const [, type = '', id] = path.split('/');
    if (method === 'GET' && type === 'metadata') return json(200, capabilityStatement);
    if (type !== '' && !fhirTypes.some((known) => known === type))
      return outcome({ status: 404, code: 'not-supported', words: 'This type of resource is not kept here.' });
    if (method === 'GET' && id !== undefined) {
      const found = store.read(type, id);
      return found ? json(200, readBack(found, digits)) : outcome(notFound);
    }
    if ((method === 'POST' && id === '_search') || (method === 'GET' && type !== ''))
      return search(type, id === '_search' ? body : query, { digits, searchLags });
    const resource = resourceOf(jsonFrom(body));
    if (!resource) return outcome({ status: 400, code: 'structure', words: 'The body is not a resource.' });
    if (method === 'POST' && type === '') return transaction(resource, race);
    return single(question, resource, race);
  }

  function search(type: string, criteria: string, { digits, searchLags }: Omit<FhirFaults, 'race'>): HttpAnswer {
    const all = searched(store, type, criteria);
    if (!all.ok) return outcome(all.problem);
    const shown = now() - (searchLags ? lagMs : 0);
    const found = all.value.filter(({ meta }) => Date.parse(textOf(objectOf(meta).lastUpdated)) <= shown);
    const most = Number(new URLSearchParams(criteria).get('_count') ?? 50);
    return json(200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.length,
      entry: found.slice(0, most).map((resource) => ({
        fullUrl: `urn:uuid:${resource.id ?? ''}`,
        resource: readBack(resource, digits),
        search: { mode: 'match' },
      })),
    });
  }

  function transaction(bundle: FhirResource, race: boolean): HttpAnswer {
    const done = transact(bundle, { store, recognise });
    if (!done.ok) return outcome(done.problem);
    for (const change of done.value) apply(change, race);
    return json(200, {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: done.value.map((change) => ({
        response: { status: statusOf(change), location: `${change.resource.resourceType}/${change.id}` },
      })),
    });
  }

  /** One interaction is a transaction of one. */
  function single(
    { method, path, query, ifNoneExist }: HttpQuestion,
    resource: FhirResource,
    race: boolean,
  ): HttpAnswer {
    const url = path.slice(1) + (query === '' ? '' : `?${query}`);
    const request = { method, url, ...(ifNoneExist === undefined ? {} : { ifNoneExist }) };
    const bundle = { resourceType: 'Bundle', type: 'transaction', entry: [{ resource, request }] };
    const done = transact(bundle, { store, recognise });
    if (!done.ok) return outcome(done.problem);
    const [change] = done.value;
    if (!change) return outcome(notFound);
    apply(change, race);
    return json(change.does === 'create' ? 201 : 200, store.read(change.resource.resourceType, change.id));
  }

  function recognise(patient: FhirResource): string | undefined {
    const person = people.whoIs(factsOfPatient(patient));
    return person && idOf.get(person.patientCode);
  }

  function apply(change: Change, race: boolean): void {
    const { resource, id, does } = change;
    const isPatient = resource.resourceType === 'Patient';
    if (isPatient) registerPatient(change);
    else if (does !== 'keep') store.put(resource, id, { now: now() });
    if (race && isPatient && does === 'create') store.put(resource, newId(), { now: now() });
  }

  /** Whoever is written here is known over every protocol. A Patient of somebody known keeps what is known of them. */
  function registerPatient({ resource, id, does }: Change): void {
    const person = people.register(factsOfPatient(resource));
    if (does !== 'keep') {
      if (person && !codeOf.has(id) && !idOf.has(person.patientCode)) bind(person, id);
      const [holder] = people.find([codeOf.get(id) ?? '']);
      write(patientWith(resource, holder), id);
    }
    if (person) show(person);
  }

  function showAppointment({ appointment, patientCode }: KnownPerson): void {
    if (!appointment) return;
    const midnight = Date.parse(firstMomentOf(businessDayAt(now(), timeZone), timeZone));
    const resource = {
      resourceType: 'Appointment',
      status: 'booked',
      start: new Date(midnight + (appointment.hour ?? 7) * 3_600_000).toISOString(),
      description: appointment.description,
      appointmentType: { coding: [{ code: appointment.kind === 'follow-up-slip' ? 'FOLLOWUP' : 'ROUTINE' }] },
      serviceType: [{ coding: [{ code: appointment.serviceHisCode }] }],
      participant: [{ actor: { reference: `Patient/${idOf.get(patientCode)}` }, status: 'accepted' }],
    };
    store.put(resource, appointment.appointmentId, { now: now(), kept: true });
  }

  function showPressures({ pressures, patientCode }: KnownPerson): void {
    for (const each of pressures) {
      const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
      const quantity = (value: number) => ({
        value,
        unit: 'mmHg',
        system: 'http://unitsofmeasure.org',
        code: 'mm[Hg]',
      });
      const resource = {
        resourceType: 'Observation',
        status: 'final',
        code: loinc('96607-7'),
        subject: { reference: `Patient/${idOf.get(patientCode)}` },
        effectiveDateTime: dayOf(each, now(), timeZone),
        component: [
          { code: loinc('96608-5'), valueQuantity: quantity(each.systolic) },
          { code: loinc('96609-3'), valueQuantity: quantity(each.diastolic) },
        ],
      };
      store.put(resource, newId(), { now: now(), kept: true });
    }
  }

  function read(reference: string): FhirResource | undefined {
    const [type = '', id = ''] = reference.split('/');
    return store.read(type, id);
  }

  return { answer, read, show, forget };
}

function statusOf({ does }: Change): string {
  return does === 'create' ? '201 Created' : '200 OK';
}

const notFound: FhirRefusal = { status: 404, code: 'not-found', words: 'There is no such resource.' };

export function outcome({ status, code, words }: FhirRefusal): HttpAnswer {
  return json(status, {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, diagnostics: words }],
  });
}

function json(status: number, body: unknown): HttpAnswer {
  return { status, contentType: 'application/fhir+json; charset=utf-8', body: JSON.stringify(body) };
}

function readBack(resource: FhirResource, digits: number | undefined): FhirResource {
  if (digits === undefined) return resource;
  return JSON.parse(JSON.stringify(resource), (key, value: unknown) =>
    key === 'value' && typeof value === 'string' ? cutNumber(value, digits) : value,
  ) as FhirResource;
}

const capabilityStatement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-01-01',
  kind: 'instance',
  fhirVersion: '4.0.1',
  format: ['json'],
  rest: [
    {
      mode: 'server',
      interaction: [{ code: 'transaction' }],
      resource: fhirTypes.map((type) => ({
        type,
        interaction: ['read', 'create', 'update', 'patch', 'search-type'].map((code) => ({ code })),
        conditionalCreate: true,
        conditionalUpdate: true,
        searchParam: [{ name: 'identifier', type: 'token' }],
      })),
    },
  ],
};

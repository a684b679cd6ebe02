import { businessDayAt } from '#config/agreements/local-time.ts';
import { firstMomentOf } from '../fhir/found-appointment.ts';
import { type FhirResource, FhirStore, newId } from './fhir-store.ts';
import { type FhirRefusal, resourceOf, searched, transact } from './fhir-transaction.ts';
import type { HttpAnswer, HttpQuestion } from './http-peer.ts';
import { cutNumber, type KnownPerson } from './people.ts';
import { jsonFrom } from './untrusted-request.ts';

/** A small FHIR R4 server: metadata, transaction, create, update, read, search. In memory only. */
export interface SimulatedFhir {
  /** `path` begins after the base address: '', `/metadata`, `/Patient/_search`. */
  answer(question: HttpQuestion, faults: FhirFaults): HttpAnswer;
}

export interface FhirFaults {
  readonly digits: number | undefined;
  readonly race: boolean;
}

export const fhirTypes = ['Patient', 'Encounter', 'Appointment', 'Coverage', 'Observation', 'Provenance'] as const;
const vnCore = 'http://fhir.ehealth.gov.vn/core/sid';
const timeZone = 'Asia/Ho_Chi_Minh';

export function createSimulatedFhir(people: readonly KnownPerson[], now: () => number): SimulatedFhir {
  let store = seeded(people, now());

  function answer(question: HttpQuestion, { digits, race }: FhirFaults): HttpAnswer {
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
      return search(type, id === '_search' ? body : query, digits);
    const resource = resourceOf(jsonFrom(body));
    if (!resource) return outcome({ status: 400, code: 'structure', words: 'The body is not a resource.' });
    if (method === 'POST' && type === '') return transaction(resource, race);
    return single(question, resource, race);
  }

  function search(type: string, criteria: string, digits: number | undefined): HttpAnswer {
    const found = searched(store, type, criteria);
    if (!found.ok) return outcome(found.problem);
    const most = Number(new URLSearchParams(criteria).get('_count') ?? 50);
    return json(200, {
      resourceType: 'Bundle',
      type: 'searchset',
      total: found.value.length,
      entry: found.value.slice(0, most).map((resource) => ({
        fullUrl: `urn:uuid:${resource.id ?? ''}`,
        resource: readBack(resource, digits),
        search: { mode: 'match' },
      })),
    });
  }

  function transaction(bundle: FhirResource, race: boolean): HttpAnswer {
    const done = transact(bundle, store, now(), race);
    if (!done.ok) return outcome(done.problem);
    store = done.value.store;
    return json(200, {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: done.value.answers.map((response) => ({ response })),
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
    const done = transact(bundle, store, now(), race);
    if (!done.ok) return outcome(done.problem);
    store = done.value.store;
    const [first] = done.value.answers;
    const [type = '', id = ''] = (first?.location ?? '').split('/');
    return json(first?.status.startsWith('201') ? 201 : 200, store.read(type, id));
  }

  return { answer };
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

function seeded(people: readonly KnownPerson[], now: number): FhirStore {
  let store = new FhirStore();
  const midnight = Date.parse(firstMomentOf(businessDayAt(now, timeZone), timeZone));
  for (const person of people) {
    const id = newId();
    store = store.with(patientOf(person), id, now);
    const { appointment } = person;
    if (appointment)
      store = store.with(
        {
          resourceType: 'Appointment',
          status: 'booked',
          start: new Date(midnight + (appointment.hour ?? 7) * 3_600_000).toISOString(),
          description: appointment.description,
          appointmentType: { coding: [{ code: appointment.kind === 'follow-up-slip' ? 'FOLLOWUP' : 'ROUTINE' }] },
          serviceType: [{ coding: [{ code: appointment.serviceHisCode }] }],
          participant: [{ actor: { reference: `Patient/${id}` }, status: 'accepted' }],
        },
        appointment.appointmentId,
        now,
      );
  }
  return store;
}

function patientOf(person: KnownPerson): FhirResource {
  const [family, ...given] = person.fullName.split(' ');
  const numbers = [
    ['patient-internal-id', person.patientCode],
    ['national_id', person.citizenNumber],
    ['insurance_number', person.insuranceNumber],
  ];
  return {
    resourceType: 'Patient',
    identifier: numbers
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ system: `${vnCore}/${name}`, value })),
    active: true,
    name: [{ text: person.fullName, family, given }],
    gender: person.sex,
    birthDate: person.birth,
    ...(person.phone === '' ? {} : { telecom: [{ system: 'phone', use: 'mobile', value: person.phone }] }),
  };
}

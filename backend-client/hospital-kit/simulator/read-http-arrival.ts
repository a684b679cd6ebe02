import type { Received } from './arrivals.ts';
import { factsOfPatient, numberedBy, sexOf } from './fhir-patient.ts';
import { listOf, objectOf, textOf } from './fhir-search.ts';
import type { HttpAnswer, HttpQuestion } from './http-question.ts';
import { answersInBundle, answersInDocument } from './read-answers.ts';
import { readingInBundle, readingInDocument } from './reading-in-words.ts';
import { jsonFrom } from './untrusted-request.ts';
import type { ArrivalFacts, ArrivalKind } from './words.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the page shows of a request; `undefined` for what is not about a patient: alerts, metadata, read-back. */
export function receivedOverHttp(
  protocol: 'fhir' | 'webhook',
  { method, path, body }: HttpQuestion,
  answer: HttpAnswer | undefined,
  kept: (reference: string) => Json | undefined = () => undefined,
): Received | undefined {
  if (method !== 'POST' || path.startsWith('/alerts')) return undefined;
  const answered = objectOf(jsonFrom(answer?.body ?? ''));
  const document = objectOf(jsonFrom(body));
  const raw = path.endsWith('/_search') ? body : JSON.stringify(document, null, 2);
  // Of whoever it is: were its control id noted, the true fact would be taken for a repetition of this one.
  if (protocol === 'webhook' && answer?.status === 401)
    return { protocol, raw, kind: 'other', says: 'Signature not valid: nothing was taken', facts: noFacts };
  if (protocol === 'webhook') return { protocol, raw, ...fromWebhook(document, path, answered) };
  if (path.endsWith('/_search')) {
    // The kiosk looks once more for a patient whom it has just created; nobody waits for that.
    if (new URLSearchParams(body).has('_elements')) return undefined;
    const says = `${path.slice(1).replace('/_search', '')}: ${String(answered.total ?? 'no answer')}`;
    return { protocol, raw, kind: 'look-up', says, facts: { ...noFacts, event: 'search' } };
  }
  return path === '' ? { protocol, raw, ...fromBundle(document, kept) } : undefined;
}

type Shown = Pick<Received, 'kind' | 'says' | 'facts'>;

function fromWebhook(document: Json, path: string, answered: Json): Shown {
  const at = (value: unknown, name: string) => textOf(objectOf(value)[name]);
  const { patient, visit, service, appointment, contact } = document;
  const card = objectOf(objectOf(document.insurance).card ?? document.insuranceCard);
  const kind = path === '/look-ups' ? 'look-up' : kindOf(textOf(document.kind));
  const taken = kind === 'reading' ? readingInDocument(document) : undefined;
  const says = {
    'look-up': answerInWords(answered),
    arrival: at(appointment, 'appointmentId'),
    reading: taken?.says ?? '',
    registration: replacing(at(visit, 'replaces')),
    correction: replacing(at(visit, 'replaces')),
    cancellation: '',
    survey: `${at(document.opinion, 'score')} of 5`,
    other: '',
  }[kind];
  const priority = objectOf(objectOf(visit).priority);
  return {
    kind,
    says,
    facts: {
      ...noFacts,
      controlId: textOf(document.controlId),
      event: textOf(document.kind),
      test: document.test === true,
      sendingFacility: textOf(document.facilityCode),
      ticket: at(visit, 'ticketNumber'),
      businessDay: at(visit, 'day').replaceAll('-', ''),
      visitId: at(visit, 'visitId'),
      patientName: at(patient, 'fullName'),
      birth: at(patient, 'birthDate').replaceAll('-', ''),
      sex: sexOf(at(patient, 'sex')),
      address: at(patient, 'address'),
      citizenNumber: at(patient, 'citizenNumber'),
      oldCitizenNumber: at(patient, 'oldCitizenNumber'),
      passportNumber: at(objectOf(patient).passport, 'number'),
      insuranceNumber: textOf(card.number),
      insuranceFrom: textOf(card.validFrom).replaceAll('-', ''),
      insuranceTo: textOf(card.validTo).replaceAll('-', ''),
      patientCode: at(contact, 'patientCode') || at(patient, 'patientCode'),
      phone:
        at(objectOf(document.answers).particulars, 'phone') ||
        (objectOf(contact).phoneConfirmed === true ? at(contact, 'phone') : at(patient, 'saidPhone')),
      serviceCode: at(service, 'hisCode'),
      serviceName: at(service, 'name'),
      room: at(service, 'room'),
      priority: priority.ground !== undefined,
      priorityGround: groundIn(priority.ground),
      priorityToCheck: priority.certain === false,
      identitySource: at(patient, 'source'),
      purpose: at(visit, 'purpose'),
      answers: answersInDocument(document),
      quality: taken?.quality ?? {},
      chipVerdict: at(patient, 'chip'),
    },
  };
}

/** Words of FHIR and the webhook that are more than HL7’s without hyphens. */
const inHl7: ReadonlyMap<string, string> = new Map([
  ['SEVEREDISABILITY', 'DISABILITY'],
  ['CRISISREADING', 'CRISIS'],
]);

/** In the words of HL7, whichever way it came. */
function groundIn(word: unknown): string {
  const ground = textOf(word).toUpperCase().replaceAll('-', '');
  return inHl7.get(ground) ?? ground;
}

/** Somebody chose another service: their number before this one is called no more. */
function replacing(number: string): string {
  return number === '' ? '' : `replaces ${number}`;
}

/** `found BN260007`, `HK-000007`, `insurance 004`. */
function answerInWords(answered: Json): string {
  const { result, patientCode, maKetQua, appointment, appointments } = answered;
  if (result !== undefined) return [result, patientCode].map(textOf).filter(Boolean).join(' ');
  if (maKetQua !== undefined) return `insurance ${textOf(maKetQua)}`;
  if (appointment === undefined && appointments === undefined) return 'no answer';
  const found = [objectOf(appointment), ...listOf(appointments)].map(({ appointmentId }) => textOf(appointmentId));
  return found.filter(Boolean).join(', ') || 'no appointment';
}

/** `kept`: what the hospital has under `Patient/7`, for what a bundle only names because it is there already. */
function fromBundle(bundle: Json, kept: (reference: string) => Json | undefined): Shown {
  const entries = listOf(bundle.entry);
  const resource = (type: string) =>
    objectOf(entries.map((entry) => objectOf(entry.resource)).find(({ resourceType }) => resourceType === type));
  const [observation, provenance] = [resource('Observation'), resource('Provenance')];
  const named = [...listOf(provenance.target), objectOf(observation.subject), objectOf(observation.encounter)];
  const sentOrKept = (type: string) => {
    const sent = resource(type);
    const reference = named.map((each) => textOf(each.reference)).find((each) => each.startsWith(`${type}/`));
    return sent.resourceType === type || reference === undefined ? sent : objectOf(kept(reference));
  };
  const [patient, encounter] = [sentOrKept('Patient'), sentOrKept('Encounter')];
  const patch = entries.map(({ request }) => objectOf(request)).find(({ method }) => method === 'PATCH');
  const mends = listOf(objectOf(provenance.activity).coding).some(({ code }) => code === 'UPDATE');
  const numbered = (of: Json, ending: string) => {
    const found = numberedBy(of, ending);
    return { value: textOf(found?.value), period: objectOf(found?.period) };
  };
  const kind: ArrivalKind = patch
    ? 'arrival'
    : resource('QuestionnaireResponse').status && encounter.resourceType === undefined
      ? 'survey'
      : observation.code
        ? 'reading'
        : mends
          ? 'correction'
          : encounter.status
            ? 'registration'
            : 'other';
  const taken = kind === 'reading' ? readingInBundle(entries) : undefined;
  const card = numbered(patient, '/insurance_number');
  const ticket = numbered(encounter, ':ticket');
  const givenUp = listOf(encounter.identifier).find(
    ({ use, system }) => use === 'old' && textOf(system).endsWith(':ticket'),
  );
  const [service] = listOf(objectOf(encounter.serviceType).coding);
  const [location] = listOf(encounter.location);
  const [ground] = listOf(objectOf(encounter.priority).coding);
  const [reason] = listOf(encounter.reasonCode);
  return {
    kind,
    says: kind === 'arrival' ? textOf(patch?.url) : taken?.says || replacing(textOf(givenUp?.value)),
    facts: {
      ...noFacts,
      ...factsOfPatient(patient),
      controlId: textOf(objectOf(bundle.identifier).value),
      event: 'transaction',
      test: listOf(objectOf(patient.meta).security).length > 0,
      ticket: ticket.value,
      businessDay: textOf(ticket.period.start).replaceAll('-', ''),
      visitId: numbered(encounter, ':visit').value,
      oldCitizenNumber: numbered(patient, '/citizen_id').value,
      passportNumber: passportIn(patient),
      insuranceFrom: textOf(card.period.start).replaceAll('-', ''),
      insuranceTo: textOf(card.period.end).replaceAll('-', ''),
      serviceCode: textOf(service?.code),
      serviceName: textOf(service?.display),
      room: textOf(objectOf(location?.location).display),
      priority: encounter.priority !== undefined,
      priorityGround: groundIn(ground?.code),
      priorityToCheck: textOf(objectOf(encounter.priority).text).endsWith('(nhân viên kiểm tra)'),
      identitySource: readFrom(provenance, ':identity-source'),
      purpose: textOf(listOf(reason?.coding)[0]?.code) || textOf(reason?.text),
      answers: answersInBundle(kind === 'registration' || kind === 'correction' ? sentOrKept : () => ({})),
      quality: taken?.quality ?? {},
      chipVerdict: readFrom(provenance, ':chip-verdict'),
    },
  };
}

/** Each state's passports have a system of their own. */
function passportIn(patient: Json): string {
  return textOf(listOf(patient.identifier).find(({ system }) => /passport/.test(textOf(system)))?.value);
}

function readFrom(provenance: Json, ending: string): string {
  const sources = listOf(provenance.entity).map(({ what }) => objectOf(objectOf(what).identifier));
  return textOf(sources.find(({ system }) => textOf(system).endsWith(ending))?.value);
}

function kindOf(kind: string): ArrivalKind {
  return kind === 'registration' ||
    kind === 'correction' ||
    kind === 'arrival' ||
    kind === 'reading' ||
    kind === 'survey'
    ? kind
    : 'other';
}

const noFacts: ArrivalFacts = {
  controlId: '',
  event: '',
  test: false,
  sendingFacility: '',
  ticket: '',
  businessDay: '',
  visitId: '',
  patientName: '',
  birth: '',
  sex: '',
  address: '',
  citizenNumber: '',
  oldCitizenNumber: '',
  passportNumber: '',
  insuranceNumber: '',
  insuranceFrom: '',
  insuranceTo: '',
  patientCode: '',
  phone: '',
  serviceCode: '',
  serviceName: '',
  room: '',
  priority: false,
  priorityGround: '',
  priorityToCheck: false,
  identitySource: '',
  purpose: '',
  answers: {},
  quality: {},
  chipVerdict: '',
};

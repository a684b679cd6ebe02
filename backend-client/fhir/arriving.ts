import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Refusal } from './delivery-answer.ts';
import { type CurrentRecord, forAPerson, type Questions } from './questions.ts';
import { type JsonObject, objectAt, textAt } from './read-json.ts';
import { isResourceId } from './visit-records.ts';

/** Somebody is expected: http://hl7.org/fhir/R4/valueset-appointmentstatus.html */
const expected: readonly unknown[] = ['proposed', 'pending', 'booked', 'waitlist'];
/** The hospital knows already that the patient is here, or has been. */
const here: readonly unknown[] = ['arrived', 'checked-in', 'fulfilled'];

/**
 * The patch of an appointment, under the status that it was read with, so that nothing is undone that the hospital says meanwhile.
 * `undefined` when there is nothing to say any more; one that was cancelled, missed or never was is for a person.
 */
export async function openAppointment(
  entry: JsonObject,
  questions: Questions,
): Promise<Result<JsonObject | undefined, Refusal>> {
  const found = await locate(textAt(objectAt(entry, 'request') ?? {}, 'url') ?? '', questions);
  if (!found.ok) return found;
  // The server's answer to the patch says whether it is the appointment that is not theirs, or the address.
  if (!found.value) return ok(patchOf(entry, 'booked', objectAt(entry, 'request') ?? {}));
  const { id, resource, version } = found.value;
  const { status } = resource;
  if (here.includes(status)) return ok(undefined);
  if (!expected.includes(status)) return problem(isOver);
  const ifMatch = version === undefined ? {} : { ifMatch: `W/"${version}"` };
  return ok(patchOf(entry, status, { method: 'PATCH', url: `Appointment/${id}`, ...ifMatch }));
}

/** RFC 6902. */
function patchOf(entry: JsonObject, from: unknown, request: JsonObject): JsonObject {
  const patch = [
    { op: 'test', path: '/status', value: from },
    { op: 'replace', path: '/status', value: 'arrived' },
  ];
  const data = Buffer.from(JSON.stringify(patch)).toString('base64');
  return { ...entry, resource: { ...objectAt(entry, 'resource'), data }, request };
}

/** `Appointment/7`, or `Appointment?identifier=…` */
async function locate(url: string, questions: Questions): Promise<Result<CurrentRecord | undefined, Refusal>> {
  const [path = '', criterion] = url.split('?');
  const id = path.split('/')[1];
  if (criterion === undefined) return isResourceId(id) ? questions.read('Appointment', id) : ok(undefined);
  const found = await questions.search('Appointment', [
    ...new URLSearchParams(criterion),
    ['_elements', 'identifier'],
    ['_count', '2'],
  ]);
  if (!found.ok) return found;
  const { records, refused: mayNot } = found.value;
  if (mayNot) return problem(mayNot);
  const [only, another] = records.map((resource) => textAt(resource, 'id')).filter(isResourceId);
  if (another !== undefined) return problem(isNotOne);
  return only === undefined ? ok(undefined) : questions.read('Appointment', only);
}

const isOver = forAPerson('http-content-refused', 409, 'business-rule');
const isNotOne = forAPerson('http-precondition-412', 412, 'multiple-matches');

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
  if (!found.value) return problem(isNotThere);
  const { id, resource, version } = found.value;
  const { status } = resource;
  if (here.includes(status)) return ok(undefined);
  if (!expected.includes(status)) return problem(isOver);
  const patch = [
    { op: 'test', path: '/status', value: status },
    { op: 'replace', path: '/status', value: 'arrived' },
  ];
  return ok({
    ...entry,
    resource: { ...objectAt(entry, 'resource'), data: Buffer.from(JSON.stringify(patch)).toString('base64') },
    request: {
      method: 'PATCH',
      url: `Appointment/${id}`,
      ...(version === undefined ? {} : { ifMatch: `W/"${version}"` }),
    },
  });
}

/** `Appointment/7`, or `Appointment?identifier=…` */
async function locate(url: string, questions: Questions): Promise<Result<CurrentRecord | undefined, Refusal>> {
  const [path = '', criterion] = url.split('?');
  const id = path.split('/')[1];
  if (criterion === undefined) return isResourceId(id) ? questions.read('Appointment', id) : ok(undefined);
  const found = await questions.search('Appointment', [...new URLSearchParams(criterion), ['_count', '2']]);
  if (!found.ok) return found;
  const { records, refused: mayNot } = found.value;
  if (mayNot) return problem(mayNot);
  const [only, another] = records.map((resource) => textAt(resource, 'id')).filter(isResourceId);
  if (another !== undefined) return problem(isNotOne);
  return only === undefined ? ok(undefined) : questions.read('Appointment', only);
}

/** Or the address is not theirs: the caller asks which. */
const isNotThere: Refusal = {
  delivery: { kind: 'settings', reason: 'http-not-found', counts: false },
  status: 404,
  issues: [{ code: 'not-found', at: '' }],
};
const isOver = forAPerson('http-content-refused', 409, 'business-rule');
const isNotOne = forAPerson('http-precondition-412', 412, 'multiple-matches');

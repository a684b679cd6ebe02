import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { deliveryProblemFromLine } from '../connection/http-outcome.ts';
import type { DeliveryProblem, Endpoint, OutgoingMessage } from '../contract/delivery.ts';
import { checkCapabilities } from './capability-check.ts';
import { contentRefused, type Refusal, readDeliveryAnswer } from './delivery-answer.ts';
import { isCapabilityStatement } from './harmless-question.ts';
import { keepWhatServerKnows, noCredentials } from './known-patient.ts';
import { issuesInWords } from './operation-outcome.ts';
import {
  type JsonObject,
  matchesOf,
  objectAt,
  objectFromBytes,
  objectsAt,
  resourceFromBytes,
  textAt,
} from './read-json.ts';
import type { FhirServer } from './server.ts';

interface Needs {
  readonly settings: FhirEndpointSettings;
  readonly server: FhirServer;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A hospital that takes FHIR R4 transactions.
 *
 * `If-None-Exist` is no lock: two kiosks that register one person at the same moment may both create (hapi-fhir 3141). So a
 * patient that was created is looked for once more; several are reported to the technician and left to the hospital.
 */
export function createFhirEndpoint({ settings, server, clock, log }: Needs): Endpoint {
  const { id, deduplicates } = settings;

  async function send({ bytes, controlId }: OutgoingMessage): Promise<Result<'accepted', DeliveryProblem>> {
    const entries = objectsAt(objectFromBytes(bytes) ?? {}, 'entry');
    const ready = await keepWhatServerKnows(bytes, { server, now: clock.now });
    if (!ready.ok) return ready;
    const answer = await server.transact(ready.value);
    if (!answer.ok)
      return problem(
        answer.problem.kind === 'no-credentials' ? noCredentials : deliveryProblemFromLine(answer.problem),
      );
    const read = readDeliveryAnswer(answer.value, entries.length, clock.now());
    if (!read.ok) {
      const { status, issues } = read.problem;
      log('fhir-refusal', { endpointId: id, controlId, status, issues: issuesInWords(issues) });
      return problem(await aboutAddressOrContent(read.problem));
    }
    const created = entries.findIndex((entry, at) => read.value.createdAt[at] === true && isPatient(entry));
    const criterion = created === -1 ? undefined : criterionOf(entries[created]);
    if (criterion !== undefined) await reportDuplicates(criterion, controlId);
    return ok('accepted');
  }

  /**
   * FHIR servers say 404 with reasons of a resource that the bundle names, and of a base address that is not theirs. Where a
   * CapabilityStatement is, the address is right.
   */
  async function aboutAddressOrContent({ delivery, status, issues }: Refusal): Promise<DeliveryProblem> {
    if ((status !== 404 && status !== 410) || issues.length === 0 || delivery.kind !== 'settings') return delivery;
    const asked = await server.metadata();
    const isTheirs = asked.ok && isCapabilityStatement(asked.value);
    return isTheirs ? contentRefused : delivery;
  }

  /** The message is accepted whatever comes of this: nothing here could be mended by sending it again. */
  async function reportDuplicates(criterion: URLSearchParams, controlId: string): Promise<void> {
    const found = await server.search('Patient', criterion);
    if (!found.ok || found.value.status !== 200) return;
    const bundle = resourceFromBytes(found.value.body, 'Bundle');
    const records = bundle ? matchesOf(bundle, 'Patient').length : 0;
    if (records > 1) log('duplicate-patient', { endpointId: id, controlId, records });
  }

  return {
    id,
    deduplicates,
    send,
    check: () => checkCapabilities({ settings, server }),
    close: server.close,
  };
}

function isPatient(entry: JsonObject): boolean {
  return objectAt(entry, 'resource')?.resourceType === 'Patient';
}

/** What the patient was to be found by; only ids come back, and no more than tell one from several. */
function criterionOf(entry: JsonObject | undefined): URLSearchParams | undefined {
  const request = entry && objectAt(entry, 'request');
  const url = request && textAt(request, 'url');
  const criterion = (request && textAt(request, 'ifNoneExist')) ?? url?.split('?')[1];
  if (criterion === undefined) return undefined;
  const form = new URLSearchParams(criterion);
  form.set('_elements', 'id');
  form.set('_count', '5');
  return form;
}

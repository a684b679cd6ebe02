import type { Clock } from '#config/agreements/clock.ts';
import type { Log } from '#config/agreements/log-events.ts';
import { problem } from '#config/agreements/result.ts';
import type { Endpoint } from '../contract/delivery.ts';
import type { HospitalSystem } from '../contract/hospital-system.ts';
import type { HospitalLookUps, LookUpAnswer } from '../contract/look-up.ts';

type AnsweringSystem = Pick<HospitalSystem, 'lookUps'> & { readonly endpoint: Pick<Endpoint, 'id'> };

interface Needs {
  /** In the order of the site file: the first that offers a question is asked. */
  readonly systems: readonly AnsweringSystem[];
  readonly deadlineMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface AnsweringHospital extends HospitalLookUps {
  /** How many of its answers named somebody else than whom it was asked about, since the start. */
  namedAnother(endpointId: string): number;
}

/**
 * The hospital's answers, each within the deadline. An answer that comes later is dropped: the patient has gone on as "not
 * verified" (laws 1, 9). Log lines name the question and the endpoint, never the person.
 */
export function createHospitalLookUps({ systems, deadlineMs, clock, log }: Needs): AnsweringHospital {
  const othersNamed = new Map<string, number>();

  function ask<Value>(
    question: keyof HospitalLookUps,
    put: (lookUps: Partial<HospitalLookUps>) => Promise<LookUpAnswer<Value>> | undefined,
  ): Promise<LookUpAnswer<Value>> {
    for (const { endpoint, lookUps } of systems) {
      const endpointId = endpoint.id;
      const startedAt = clock.monotonic();
      const answer = put(lookUps);
      if (!answer) continue;
      return inTime(answer).then((given) => {
        const tookMs = clock.monotonic() - startedAt;
        if (given.ok) log('look-up-answered', { endpointId, question, tookMs });
        else if (given.problem.kind === 'other-person') {
          othersNamed.set(endpointId, (othersNamed.get(endpointId) ?? 0) + 1);
          log('look-up-named-another', { endpointId, question, tookMs });
        } else log('look-up-failed', { endpointId, question, reason: given.problem.kind, tookMs });
        return given;
      });
    }
    return Promise.resolve(problem({ kind: 'not-offered' }));
  }

  function inTime<Value>(answer: Promise<LookUpAnswer<Value>>): Promise<LookUpAnswer<Value>> {
    return new Promise((resolve, reject) => {
      const callOff = clock.after(deadlineMs, () => resolve(problem({ kind: 'no-answer' })));
      answer.then(resolve, reject).finally(callOff);
    });
  }

  return {
    findPatient: (patient) => ask('findPatient', (lookUps) => lookUps.findPatient?.(patient)),
    findEarlierPressures: (patient, known, day) =>
      ask('findEarlierPressures', (lookUps) => lookUps.findEarlierPressures?.(patient, known, day)),
    findAppointments: (patient, known, day) =>
      ask('findAppointments', (lookUps) => lookUps.findAppointments?.(patient, known, day)),
    findAppointment: (appointmentId, day) =>
      ask('findAppointment', (lookUps) => lookUps.findAppointment?.(appointmentId, day)),
    namedAnother: (endpointId) => othersNamed.get(endpointId) ?? 0,
    checkInsurance: (patient) => ask('checkInsurance', (lookUps) => lookUps.checkInsurance?.(patient)),
  };
}

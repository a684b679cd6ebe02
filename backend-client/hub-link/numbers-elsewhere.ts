import type { BusinessDay } from '#config/agreements/ids.ts';
import type { Log } from '#config/agreements/log-events.ts';
import type { Patient } from '../contract/patient.ts';
import type { ServiceWords, StoredVisit } from '../contract/visit.ts';
import type { DocumentKey } from './document-day-mac.ts';
import type { HubClient } from './hub-client.ts';
import { hubId } from './hub-system.ts';
import { hasNumberAnswer, wireVersion } from './wire.ts';

interface Needs {
  readonly client: Pick<HubClient, 'ask'>;
  readonly documentKey: DocumentKey;
  readonly kioskId: string;
  /** How long a patient waits. */
  readonly deadlineMs: number;
  /** Of this kiosk's services; a number of another service cannot be shown with its way. */
  readonly serviceOf: (code: string) => ServiceWords | undefined;
  readonly monotonic: () => number;
  readonly log: Log;
}

/** The numbers that this person's cards have today at other kiosks, the latest first. No answer is as none. */
export type NumbersElsewhere = (patient: Patient, day: BusinessDay) => Promise<readonly StoredVisit[]>;

export function createNumbersElsewhere(needs: Needs): NumbersElsewhere {
  const { client, documentKey, kioskId, deadlineMs: timeoutMs, serviceOf, monotonic, log } = needs;
  return async (patient, day) => {
    const documents = documentKey.macsOf(patient, day);
    if (documents.length === 0) return [];
    const startedAt = monotonic();
    const body = { version: wireVersion, day, documents };
    const answer = await client.ask({ path: 'has-number', body, answer: hasNumberAnswer, timeoutMs });
    const asked = { endpointId: hubId, question: 'numbersToday', tookMs: monotonic() - startedAt };
    if (!answer.ok) {
      log('look-up-failed', { ...asked, reason: answer.problem.kind });
      return [];
    }
    log('look-up-answered', asked);
    return answer.value.numbers.flatMap((found): readonly StoredVisit[] => {
      const service = serviceOf(found.serviceCode);
      if (!service || found.kioskId === kioskId) return [];
      const { visitId, number, givenAt } = found;
      return [
        {
          visitId,
          day: found.day,
          number,
          service,
          priority: undefined,
          storedAt: givenAt,
          paper: 'printed',
          replaces: undefined,
          isElsewhere: true,
        },
      ];
    });
  };
}

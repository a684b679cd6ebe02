import { problem } from '#config/agreements/result.ts';
import type { HarmlessQuestion } from '../connection/harmless-first.ts';
import type { HttpAnswer } from '../connection/http-client.ts';
import { answeredOverHttp } from '../connection/http-question.ts';
import type { FhirServer } from './server.ts';

/** `GET [base]/metadata`: the CapabilityStatement. */
export function metadataQuestion(server: Pick<FhirServer, 'metadata'>): HarmlessQuestion {
  return async () => {
    let hasCredentials = true;
    const answered = await answeredOverHttp(async () => {
      const asked = await server.metadata();
      if (asked.ok) return asked;
      const { kind } = asked.problem;
      hasCredentials = kind !== 'no-credentials';
      return problem({ kind: kind === 'no-credentials' ? 'not-connected' : kind });
    }, isCapabilityStatement);
    return hasCredentials ? answered : problem({ kind: 'settings', reason: 'http-unauthorized', counts: false });
  };
}

/** Told from its beginning: a large one is cut off. */
export function isCapabilityStatement({ body }: Pick<HttpAnswer, 'body'>): boolean {
  return /"resourceType"\s*:\s*"CapabilityStatement"/.test(new TextDecoder().decode(body.subarray(0, 16_384)));
}

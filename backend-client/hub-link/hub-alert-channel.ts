import * as z from 'zod';
import type { AlertId } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { shownText } from '#config/agreements/shown-text.ts';
import type { Alert, AlertChannel, AlertEnd, AlertProblem } from '../contract/alert.ts';
import type { HubClient, HubProblem } from './hub-client.ts';
import { callStanding } from './wire.ts';

interface Needs {
  readonly endpointId: string;
  readonly client: Pick<HubClient, 'ask'>;
}

/** The hub has nothing to say but that it has it. */
const taken = z.unknown();

/** Calls for a person ring on the counters of the kiosk's place until somebody signed in says that they are coming. */
export function createHubAlertChannel({ endpointId, client }: Needs): AlertChannel {
  return {
    endpointId,
    deliver({ alertId, kind, place, raisedAt, escalation, ticketNumber }: Alert) {
      return told('calls', { alertId, kind, place, raisedAt, escalation, ...(ticketNumber && { ticketNumber }) });
    },
    end: ({ alertId, ended, endedBy, by }: AlertEnd) =>
      told('calls/end', { alertId, ended, endedBy, ...(by && { by }) }),
    acknowledgement,
  };

  async function told(path: string, body: unknown): Promise<Result<'taken', AlertProblem>> {
    const answer = await client.ask({ path, body, answer: taken });
    return answer.ok ? ok('taken') : problem({ kind: alertProblemFrom(answer.problem) });
  }

  async function acknowledgement(alertId: AlertId): Promise<Result<{ readonly by: string } | undefined, AlertProblem>> {
    const answer = await client.ask({ path: `calls/${alertId}`, answer: callStanding });
    if (!answer.ok) return problem({ kind: alertProblemFrom(answer.problem) });
    const by = shownText(answer.value.acknowledgedBy ?? '', 80);
    return ok(by ? { by } : undefined);
  }
}

function alertProblemFrom(found: HubProblem): AlertProblem['kind'] {
  switch (found.kind) {
    case 'line':
      return found.line.kind === 'not-connected' || found.line.kind === 'tls-refused' ? 'not-connected' : 'no-answer';
    case 'status':
      return found.answer.status >= 500 ? 'no-answer' : 'refused';
    case 'not-deciding':
      return 'no-answer';
    case 'not-understood':
      return 'not-understood';
    default:
      return 'refused';
  }
}

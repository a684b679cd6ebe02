import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { probeUnanswered } from './harmless-first.ts';
import type { HttpAnswer, HttpProblem } from './http-client.ts';
import { deliveryProblemFromLine } from './http-outcome.ts';

type Asked = Result<HttpAnswer, HttpProblem>;

/**
 * What the answer to a harmless question over HTTP says about a message that would follow. A status below 500 was made by somebody
 * who answers, and the message would get a status, too; 5xx, silence and a broken line are what would leave it in doubt.
 */
export async function answeredOverHttp(
  ask: () => Promise<Asked>,
  isTheirs: (answer: HttpAnswer) => boolean,
): Promise<Result<'answered', DeliveryProblem>> {
  const first = await ask();
  // An idle connection that the server has just closed: asking again is harmless, too.
  const asked = !first.ok && first.problem.kind === 'line-broke' ? await ask() : first;
  if (!asked.ok) {
    const met = deliveryProblemFromLine(asked.problem);
    return problem(met.kind === 'ambiguous' && asked.problem.kind !== 'stopped' ? probeUnanswered : notRisked(met));
  }
  const { status } = asked.value;
  const isInDoubt = status >= 500 || status === 408 || status === 429;
  return isInDoubt || (status < 300 && !isTheirs(asked.value)) ? problem(probeUnanswered) : ok('answered');
}

function notRisked(met: DeliveryProblem): DeliveryProblem {
  return met.kind === 'ambiguous' ? { kind: 'transient', reason: met.reason, counts: false } : met;
}

import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { probeUnanswered } from '../connection/harmless-first.ts';
import type { DeliveryProblem } from '../contract/delivery.ts';
import { notTaken } from './mllp-exchange.ts';
import { type MllpAddress, openMllpLine } from './mllp-line.ts';

/**
 * Asks "are you there?" on a line of its own. Any frame is an answer; its MSH-7 the line notes by itself
 * (`connection/hospital-time.ts`).
 */
export async function askIfThere(
  address: MllpAddress & { readonly ackTimeoutMs: number; readonly clock: Clock },
  question: Uint8Array,
): Promise<Result<'answered', DeliveryProblem>> {
  const { ackTimeoutMs: connectTimeoutMs, clock } = address;
  const line = openMllpLine({ ...address, connectTimeoutMs });
  const connected = await line.connected;
  if (connected !== 'connected') return notTaken(connected);
  const heard = Promise.withResolvers<Result<'answered', DeliveryProblem>>();
  const callOff = clock.after(connectTimeoutMs, () => heard.resolve(problem(probeUnanswered)));
  line.listen({
    frame: () => heard.resolve(ok('answered')),
    noise: () => {},
    closed: (why) => heard.resolve(why === 'tls-refused' ? notTaken(why) : problem(probeUnanswered)),
  });
  line.write(question);
  const answered = await heard.promise;
  callOff();
  await line.close();
  return answered;
}

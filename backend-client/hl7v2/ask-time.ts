import type { Clock } from '#config/agreements/clock.ts';
import { type MllpAddress, openMllpLine } from './mllp-line.ts';

/**
 * Asks "are you there?" on a line of its own, and only for MSH-7 of whatever comes back, which the line notes by itself
 * (`connection/hospital-time.ts`). Resolves when something came, or nothing in time.
 */
export async function askTime(
  address: MllpAddress & { readonly ackTimeoutMs: number; readonly clock: Clock },
  question: Uint8Array,
): Promise<void> {
  const { ackTimeoutMs: connectTimeoutMs, clock } = address;
  const line = openMllpLine({ ...address, connectTimeoutMs });
  if ((await line.connected) === 'connected') {
    const heard = Promise.withResolvers<void>();
    const callOff = clock.after(connectTimeoutMs, heard.resolve);
    line.listen({ frame: () => heard.resolve(), noise: () => {}, closed: () => heard.resolve() });
    line.write(question);
    await heard.promise;
    callOff();
  }
  await line.close();
}

import type { Clock } from './clock.ts';

/** What `promise` comes to, or `late` when it has not come within `ms`; it is waited for no longer then. */
export async function within<Value, Late>(
  clock: Pick<Clock, 'after'>,
  ms: number,
  promise: Promise<Value>,
  late: Late,
): Promise<Value | Late> {
  const { promise: passed, resolve } = Promise.withResolvers<Late>();
  const callOff = clock.after(ms, () => resolve(late));
  const first = await Promise.race([promise, passed]);
  callOff();
  return first;
}

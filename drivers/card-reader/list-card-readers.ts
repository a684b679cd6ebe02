import type { Clock } from '#config/agreements/clock.ts';
import { readersNamedWithinMs } from './pcsc-emrtd.ts';
import { watchPcsc } from './pcsc-readers.ts';

/** Names of the PC/SC readers; none when there is no PC/SC service. */
export async function listCardReaders(clock: Clock, random: () => number): Promise<readonly string[]> {
  const readers = new Set<string>();
  await new Promise<void>((resolve) => {
    const callOff = clock.after(readersNamedWithinMs, done);
    const pcsc = watchPcsc({
      reader: '*',
      clock,
      random,
      onEvent(event) {
        if (event.type === 'reader-present') readers.add(event.reader);
        if (event.type === 'service-absent') done();
      },
    });
    function done(): void {
      callOff();
      // An event may come before `pcsc` is there.
      queueMicrotask(() => void pcsc.close().then(resolve));
    }
  });
  return [...readers].toSorted();
}

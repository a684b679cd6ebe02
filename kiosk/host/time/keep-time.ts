import { listenToHospitalTime, readHospitalTime } from '#backend-client/connection/hospital-time.ts';
import type { Endpoint } from '#backend-client/contract/delivery.ts';
import type { SystemAddress } from '#backend-client/contract/hospital-system.ts';
import type { StoreTime } from '#backend-client/store/store.ts';
import type { Clock } from '#config/agreements/clock.ts';
import type { KernelClock } from './kernel-clock.ts';

/** The last stored moment is never older when the power fails. */
const noteEveryMs = 60_000;
/** In minutes. While time is not confirmed, every minute. */
const askKernelEvery = 10;

/**
 * Looks at the clock every minute, asks the kernel whether it is synchronised, and hears what time it is in the hospital from
 * whatever its systems say. Of several systems on one machine the newest word counts: they have one clock.
 */
export function keepTime({
  time,
  clock,
  askKernel,
  timeZone,
  systems,
}: {
  readonly time: StoreTime;
  readonly clock: Clock;
  readonly askKernel: KernelClock | undefined;
  /** The facility's, for a hospital that names none. */
  readonly timeZone: string;
  readonly systems: readonly {
    readonly address: Pick<SystemAddress, 'host'>;
    readonly endpoint: Pick<Endpoint, 'askTime'>;
  }[];
}): { stop(): void } {
  const hosts = new Set(systems.map(({ address }) => address.host));
  let stopped = false;
  let callOff = () => {};
  let minutes = 0;
  const stopListening = listenToHospitalTime((note) => {
    const host = hostOfAddress(note.address);
    if (!hosts.has(host)) return;
    const read = readHospitalTime(note, timeZone);
    if (read) time.heardHospital({ host, ...read });
  });

  function look(): void {
    time.note();
    if (minutes % askKernelEvery === 0 || time.status().trust.is === 'unconfirmed') void ask();
    minutes += 1;
    callOff = clock.after(noteEveryMs, look);
  }

  async function ask(): Promise<void> {
    const isSynchronised = await askKernel?.();
    if (!stopped) time.heardKernel(isSynchronised);
  }

  // Before the first patient; nobody waits for the answers.
  for (const { endpoint } of systems) void endpoint.askTime?.();
  look();
  return {
    stop() {
      stopped = true;
      callOff();
      stopListening();
      time.note();
    },
  };
}

/** Without the port. */
function hostOfAddress(address: string): string {
  return address.replace(/:\d+$/, '');
}

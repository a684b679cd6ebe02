import type { Clock } from '#config/agreements/clock.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { Console, ManagementPlace } from './console.ts';
import type { ConsoleProblem } from './console-problem.ts';

/** How often the place is tried that the site file names. */
export const tryAgainMs = 15_000;

/** A console that is somewhere, whatever keeps it from where the site file says. */
export interface LastingConsole {
  now(): Console;
  /** Why it is elsewhere for the time being. */
  trouble(): ConsoleProblem | undefined;
  close(): Promise<void>;
}

interface Needs {
  readonly wanted: ManagementPlace;
  readonly open: (place: ManagementPlace) => Promise<Result<Console, ConsoleProblem>>;
  readonly clock: Pick<Clock, 'after'>;
  /** Whoever is signed in is not thrown out because a port has become free. */
  readonly isAnybodyIn: () => boolean;
  /** It has come back to where the site file says. */
  readonly onBack: () => void;
  readonly onBug: (error: unknown) => void;
}

/**
 * Patients are served whether a technician can look on or not: a busy port, an address that is not there yet or a certificate that does
 * not read sends the console elsewhere, to another port or to this machine alone, until it can be where it should.
 */
export async function openLastingConsole({
  wanted,
  open,
  clock,
  isAnybodyIn,
  onBack,
  onBug,
}: Needs): Promise<Result<LastingConsole, ConsoleProblem>> {
  const first = await open(wanted);
  const opened = first.ok ? first : await openElsewhere(first.problem);
  if (!opened.ok) return opened;
  let here = opened.value;
  let trouble = first.ok ? undefined : first.problem;
  let isClosing = false;
  let trying: Promise<void> | undefined;
  let callOff = () => {};
  if (trouble) callOff = clock.after(tryAgainMs, again);

  return ok({
    now: () => here,
    trouble: () => trouble,
    async close() {
      isClosing = true;
      callOff();
      await trying;
      await here.close();
    },
  });

  async function openElsewhere(why: ConsoleProblem): Promise<Result<Console, ConsoleProblem>> {
    const isOfPort = why.kind === 'port-busy' || why.kind === 'port-not-allowed';
    const onOtherPort = isOfPort
      ? await open({ ...wanted, listen: { ...wanted.listen, port: 0 } })
      : problem<ConsoleProblem>(why);
    return onOtherPort.ok ? onOtherPort : open({ listen: { host: '127.0.0.1', port: 0 }, allowedHosts: [] });
  }

  function again(): void {
    trying = comeBack().catch(onBug);
  }

  async function comeBack(): Promise<void> {
    const back = isAnybodyIn() ? undefined : await open(wanted);
    if (back?.ok) {
      const elsewhere = here;
      here = back.value;
      trouble = undefined;
      await elsewhere.close();
      if (!isClosing) onBack();
      return;
    }
    if (back) trouble = back.problem;
    if (!isClosing) callOff = clock.after(tryAgainMs, again);
  }
}

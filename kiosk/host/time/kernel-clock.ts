import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';

/** Whether the machine's clock is set by a time server; `undefined`: nobody here can tell. */
export type KernelClock = () => Promise<boolean | undefined>;

/** What a program printed; `undefined`: it is not there, or did not end well in time. */
export type Run = (program: string, args: readonly string[]) => Promise<string | undefined>;

interface Asked {
  readonly program: string;
  readonly args: readonly string[];
  readonly read: (printed: string) => boolean | undefined;
}

/**
 * None needs privileges. `timedatectl` and `adjtimex` tell the kernel's own flag (STA_UNSYNC of adjtimex(2)); a chrony that does
 * not set it (no `rtcsync`) is asked itself.
 */
export const asked: readonly Asked[] = [
  { program: 'timedatectl', args: ['show', '--property=NTPSynchronized', '--value'], read: yesOrNo },
  { program: 'chronyc', args: ['-n', 'tracking'], read: chronyTracking },
  { program: 'adjtimex', args: ['--print'], read: adjtimexStatus },
];

/** systemd-timesyncd touches it at each synchronisation, at most 34 min apart; it stays behind when the clock is set by hand. */
const timesyncFile = '/run/systemd/timesync/synchronized';
const freshMs = 3 * 60 * 60 * 1000;
const patienceMs = 3_000;

/** One yes is enough; no yes and one no is a no. */
export function createKernelClock(run: Run = runProgram, touchedAt = timesyncTouchedAt, now = Date.now): KernelClock {
  return async () => {
    let answer: boolean | undefined;
    for (const { program, args, read } of asked) {
      const printed = await run(program, args);
      const says = printed === undefined ? undefined : read(printed);
      if (says === true) return true;
      answer = says ?? answer;
    }
    if (answer !== undefined) return answer;
    const at = await touchedAt();
    const sinceMs = at === undefined ? Number.NaN : now() - at;
    return sinceMs >= 0 && sinceMs < freshMs ? true : undefined;
  };
}

function yesOrNo(printed: string): boolean | undefined {
  const word = printed.trim();
  return word === 'yes' ? true : word === 'no' ? false : undefined;
}

/** `Leap status     : Normal`, `Insert second`, `Delete second` or `Not synchronised` (chronyc(1), tracking). */
function chronyTracking(printed: string): boolean | undefined {
  const status = /^Leap status\s*:\s*(.+?)\s*$/m.exec(printed)?.[1];
  if (status === undefined) return undefined;
  return /^(Normal|Insert second|Delete second)$/.test(status);
}

/** Debian's adjtimex(8) prints `status: 8193`; 0x40 is STA_UNSYNC. */
function adjtimexStatus(printed: string): boolean | undefined {
  const status = /^\s*status:\s*(\d+)/m.exec(printed)?.[1];
  return status === undefined ? undefined : (Number(status) & 0x40) === 0;
}

function runProgram(program: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(
      program,
      [...args],
      { timeout: patienceMs, env: { ...process.env, LC_ALL: 'C' }, maxBuffer: 64 * 1024 },
      (error, stdout) => resolve(error ? undefined : stdout),
    );
  });
}

async function timesyncTouchedAt(): Promise<number | undefined> {
  return stat(timesyncFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => undefined,
  );
}

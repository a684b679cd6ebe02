import { readdirSync, readFileSync } from 'node:fs';

/** A process of this machine, as any of its users sees it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly commandLine: string;
}

export function processes(): readonly Process[] {
  return readdirSync('/proc').flatMap((entry) => {
    const found = /^\d+$/.test(entry) ? readProcess(Number(entry)) : undefined;
    return found ? [found] : [];
  });
}

/** Everything that a process has started, and what these have. */
export function descendantsOf(pid: number): readonly Process[] {
  const all = processes();
  const below = (parent: number): readonly Process[] =>
    all.filter((each) => each.parent === parent).flatMap((child) => [child, ...below(child.pid)]);
  return below(pid);
}

/** `undefined` when it has ended meanwhile. */
function readProcess(pid: number): (Process & { readonly state: string }) | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    // `PID (name, which may hold anything) state parent …` (proc_pid_stat(5))
    const [, name = '', state = '', parent = ''] = /\((.*)\) (\S) (\d+)/s.exec(stat) ?? [];
    return { pid, parent: Number(parent), name, commandLine, state };
  } catch {
    return undefined;
  }
}

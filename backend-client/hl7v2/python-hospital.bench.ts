import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** For tests: the hospital of `hl7-python-receiver.py`. Debian's own interpreter: python3-hl7 is installed for it alone. */
const python = '/usr/bin/python3';

export const hasPythonHl7 = spawnSync(python, ['-c', 'import hl7.mllp']).status === 0;

export interface PythonHospital {
  readonly port: number;
  /** The next message as python3-hl7 has parsed it: segments, fields, and lists as deep as it found delimiters. */
  next(): Promise<unknown>;
  close(): void;
}

export async function openPythonHospital(encoding = 'utf-8', certificates?: string): Promise<PythonHospital> {
  const script = fileURLToPath(new URL('./hl7-python-receiver.py', import.meta.url));
  const more = certificates === undefined ? [] : [certificates];
  const child = spawn(python, [script, encoding, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse(String((await lines.next()).value));
  return { port: Number(await next()), next, close: () => void child.kill() };
}

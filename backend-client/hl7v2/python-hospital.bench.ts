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

/** OBX-3.1 and the first part of OBX-5, as python3-hl7 has taken a message apart: lists as deep as it found delimiters. */
export function observationsIn(message: unknown): ReadonlyMap<string, string> {
  const segments = message as readonly (readonly unknown[])[];
  const observed = segments.filter(([name]) => firstText(name) === 'OBX');
  return new Map(observed.map((segment) => [firstText(segment[3]), firstText(segment[5])]));
}

function firstText(part: unknown): string {
  return Array.isArray(part) ? firstText(part[0]) : String(part ?? '');
}

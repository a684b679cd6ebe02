import type { SecretFileProblem } from '#backend-client/contract/secret-problem.ts';
import type { HospitalSystemProblem } from '#backend-client/hospital-systems.ts';
import type { MasterKeyProblem } from '#backend-client/store/master-key.ts';
import type { StoreOpenProblem } from '#backend-client/store/store.ts';
import { sayIn } from '#config/strings/host-messages.ts';
import { type KioskProblem, sayKioskProblem } from '#kiosk/bridge/console/kiosk-problem.ts';
import type { ListenProblem } from '#kiosk/web/listen.ts';
import type { ConsoleProblem } from './console/console-problem.ts';

/** Why a kiosk does not open, from the rooms that know it; how it is said stands in `kiosk/bridge/console/kiosk-problem.ts`. */

/** For stderr and for programs. */
export function englishOf(found: KioskProblem): string {
  return sayKioskProblem(found, sayIn('en'));
}

/** The uppermost line of our own in a stack: `kiosk/host/kiosk.ts:120:7`, or `dist/host/main.js:5:7044` of a bundle. */
export function frameOf(error: unknown): string {
  const stack = (error instanceof Error && error.stack) || '';
  return /(?:kiosk|drivers|backend-client|config|dist)\/[\w./-]+:\d+:\d+/.exec(stack)?.[0] ?? 'unknown';
}

export function keyProblem({ kind, path }: MasterKeyProblem): KioskProblem {
  return { kind: 'store-key', why: kind, path };
}

export function storeProblem({ kind }: StoreOpenProblem, dataDir: string): KioskProblem {
  return { kind: 'store', why: kind, dataDir };
}

/** Which listener it is about; `field` is its place in the site file. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
  readonly field: string;
}

export function listenProblem({ kind }: ListenProblem, { host, port, field }: ListenPlace): KioskProblem {
  return { kind: 'listen', why: kind, host, port, field };
}

export function ticketKeyProblem({ kind, path }: SecretFileProblem): KioskProblem {
  return { kind: 'ticket-key', why: kind, what: path };
}

export function secretProblem({ systemId, secret }: HospitalSystemProblem): KioskProblem {
  return { kind: 'secret', why: secret.kind, what: 'path' in secret ? secret.path : secret.variable, systemId };
}

export function consoleProblem(
  trouble: ConsoleProblem,
  { host, port }: { readonly host: string; readonly port: number },
): KioskProblem {
  if (trouble.kind === 'certificate') return trouble;
  return listenProblem(trouble, { host, port, field: 'management.listen' });
}

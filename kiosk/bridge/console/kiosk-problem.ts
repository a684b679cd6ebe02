import type { Say } from '#config/strings/messages.ts';

/**
 * Why a kiosk does not open: closed kinds, with what a sentence about them must name. Paths, ids and ports are the technician's own;
 * nothing here is about a patient.
 *
 * - `store-key`: the key that the store is sealed under. - `store`: the store itself. - `listen`: a listener; `field` is its place in the
 *   site file. - `ticket-key`, `secret`: a file or variable (`what`) that the site file names. - `certificate`: of the console.
 * - `another-host`: a second program on one data directory. - `bug`: `at` is where, in our own code. - `ending`: the program is.
 */
export type KioskProblem =
  | {
      readonly kind: 'store-key';
      readonly why: 'readable-by-others' | 'wrong-length' | 'not-readable' | 'not-writable' | 'missing';
      readonly path: string;
    }
  | {
      readonly kind: 'store';
      readonly why: 'in-use' | 'newer-program' | 'wrong-key' | 'not-a-store' | 'disk-full' | 'not-writable';
      readonly dataDir: string;
    }
  | {
      readonly kind: 'listen';
      readonly why: 'port-busy' | 'port-not-allowed' | 'address-not-available';
      readonly host: string;
      readonly port: number;
      readonly field: string;
    }
  | { readonly kind: 'ticket-key'; readonly why: SecretWhy; readonly what: string }
  | { readonly kind: 'secret'; readonly why: SecretWhy; readonly what: string; readonly systemId: string }
  | { readonly kind: 'certificate'; readonly path: string }
  | { readonly kind: 'another-host'; readonly dataDir: string }
  | { readonly kind: 'bug'; readonly at: string }
  | { readonly kind: 'ending' };

type SecretWhy =
  | 'not-readable'
  | 'readable-by-others'
  | 'not-pem'
  | 'not-a-token'
  | 'other-key'
  | 'too-short'
  | 'too-long'
  | 'not-set';

/** What is wrong and what to do, in whole sentences. */
export function sayKioskProblem(found: KioskProblem, say: Say): string {
  switch (found.kind) {
    case 'store-key':
      return say(`kioskProblem.storeKey.${found.why}`, { path: found.path });
    case 'store':
      return say(`kioskProblem.store.${found.why}`, { dataDir: found.dataDir });
    case 'listen':
      return say(`kioskProblem.listen.${found.why}`, { host: found.host, port: found.port, field: found.field });
    case 'ticket-key':
      return `${say('kioskProblem.ticketKey')} ${say(`kioskProblem.secret.${found.why}`, { what: found.what })}`;
    case 'secret': {
      const system = say('kioskProblem.system', { systemId: found.systemId });
      return `${system} ${say(`kioskProblem.secret.${found.why}`, { what: found.what })}`;
    }
    case 'certificate':
      return say('kioskProblem.certificate', { path: found.path });
    case 'another-host':
      return say('kioskProblem.anotherHost', { dataDir: found.dataDir });
    case 'bug':
      return say('kioskProblem.bug', { at: found.at });
    case 'ending':
      return say('kioskProblem.ending');
  }
}

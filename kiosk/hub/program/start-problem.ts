import type { HubFile } from '#config/settings/hub-file.ts';
import type { HubProblem } from './open-hub.ts';

/** For whoever starts the hub at a terminal: what is wrong and what to do. */
export function englishOf(trouble: HubProblem, { listen, dataDir }: Pick<HubFile, 'listen' | 'dataDir'>): string {
  switch (trouble.kind) {
    case 'another-hub':
      return `Another hub looks after ${dataDir} already. Two hubs on one PostgreSQL have a dataDir each.`;
    case 'path-too-long':
      return `${dataDir} has too long a path for a socket. Choose a shorter dataDir in the hub file.`;
    case 'not-writable':
      return `${dataDir} cannot be written. Give it to the user whom the hub runs as, or name another dataDir in the hub file.`;
    case 'port-busy':
      return `Port ${listen.port} of ${listen.host} is taken. Choose another listen.port in the hub file, or stop what is there.`;
    case 'port-not-allowed':
      return `Port ${listen.port} is for the system's programs. Choose a listen.port above 1023 in the hub file.`;
    case 'address-not-available':
      return `${listen.host} is no address of this machine. Mend listen.host in the hub file.`;
    case 'certificate':
      return `The certificate cannot be used (${trouble.of.kind}: ${trouble.of.path}). Mend the file, or take tls out of the hub file: the hub then signs one itself.`;
  }
}

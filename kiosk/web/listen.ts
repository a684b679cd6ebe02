import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ok, problem, type Result } from '#config/agreements/result.ts';

/** Where pages are served. Port 0: any that is free. */
export interface ListenPlace {
  readonly host: string;
  readonly port: number;
}

export interface ListenProblem {
  readonly kind: 'port-busy' | 'port-not-allowed' | 'address-not-available';
}

/** Gives the port. */
export async function listen(
  app: Pick<FastifyInstance, 'listen' | 'server'>,
  { host, port }: ListenPlace,
): Promise<Result<number, ListenProblem>> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') return problem({ kind: 'port-busy' });
    if (code === 'EACCES') return problem({ kind: 'port-not-allowed' });
    if (code === 'EADDRNOTAVAIL') return problem({ kind: 'address-not-available' });
    throw error;
  }
  return ok((app.server.address() as AddressInfo).port);
}

export function urlHost(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

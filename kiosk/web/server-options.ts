import type { FastifyServerOptions } from 'fastify';
import type { ConnectionLimits } from './connection-limits.ts';

/** What every server of ours has in common. */
export function serverOptions(limits: ConnectionLimits) {
  return {
    logger: false,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: false },
    requestTimeout: limits.requestMs,
    keepAliveTimeout: limits.keepAliveMs,
    connectionTimeout: limits.stuckMs,
    // zod validates what comes in. Fastify would load two compilers of JSON schemas: 5 MB that nobody calls.
    schemaController: { compilersFactory: { buildValidator: noSchemas, buildSerializer: noSchemas } },
  } as const satisfies FastifyServerOptions;
}

/** Of Node's own server. */
export function httpOptions(limits: ConnectionLimits) {
  return { headersTimeout: limits.headersMs, connectionsCheckingInterval: limits.lookEveryMs } as const;
}

function noSchemas(): never {
  throw new Error('No route of ours has a JSON schema');
}

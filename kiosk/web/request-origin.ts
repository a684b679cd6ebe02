import type { FastifyRequest } from 'fastify';

/** Node keeps the first header of a name and drops the rest, so that two programs on the way could believe different ones. */
export function timesNamed({ raw }: Pick<FastifyRequest, 'raw'>, header: string): number {
  return raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length;
}

import type { FastifyRequest } from 'fastify';
import { urlHost } from './listen.ts';

/** Node keeps the first header of a name and drops the rest, so that two programs on the way could believe different ones. */
function timesNamed({ raw }: Pick<FastifyRequest, 'raw'>, header: string): number {
  return raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === header).length;
}

export interface Served {
  readonly scheme: 'http' | 'https';
  readonly listenHost: string;
  readonly port: number;
  /** Names by which people call this machine, without a port. */
  readonly allowedHosts: readonly string[];
}

/**
 * Why a request is not looked at further.
 *
 * - `host`: another name than ours; a page of elsewhere may have made its own name point here (DNS rebinding).
 * - `host-twice`: nobody can know which one is meant.
 * - `origin`: it comes from a page that is not ours, or changes something and does not say where it comes from.
 */
export type OriginProblem = 'host' | 'host-twice' | 'origin';

type Asked = Pick<FastifyRequest, 'raw' | 'headers' | 'method'> & {
  readonly socket: { readonly localAddress?: string | undefined };
};

/** What can be judged by headers alone; every request and every WebSocket goes through here first. */
export function originProblem(request: Asked, served: Served): OriginProblem | undefined {
  const host = request.headers.host?.toLowerCase() ?? '';
  if (timesNamed(request, 'host') > 1) return 'host-twice';
  if (!ownHosts(request, served).includes(host)) return 'host';
  const { origin } = request.headers;
  const changes = request.headers.upgrade !== undefined || request.method !== 'GET';
  // The very host that it asks: one of our names is another origin than the other.
  if ((origin !== undefined || changes) && origin?.toLowerCase() !== `${served.scheme}://${host}`) return 'origin';
  return undefined;
}

/** The same for what no page may ask: whoever says from which page it comes is none of our programs. */
export function programProblem(request: Asked, served: Served): OriginProblem | undefined {
  const host = request.headers.host?.toLowerCase() ?? '';
  if (timesNamed(request, 'host') > 1) return 'host-twice';
  if (!ownHosts(request, served).includes(host)) return 'host';
  return request.headers.origin === undefined ? undefined : 'origin';
}

/** An address cannot be made to point elsewhere as a name can: the one that the request has reached is ours. */
function ownHosts(request: Asked, { scheme, listenHost, port, allowedHosts }: Served): string[] {
  const reached = request.socket.localAddress?.replace(/^::ffff:(?=\d+\.)/, '');
  const names = ['127.0.0.1', 'localhost', '::1', listenHost, ...(reached ? [reached] : []), ...allowedHosts];
  const isUsualPort = port === (scheme === 'https' ? 443 : 80);
  return names.flatMap((name) => {
    const host = urlHost(name.toLowerCase(), port);
    return isUsualPort ? [host, host.slice(0, host.lastIndexOf(':'))] : [host];
  });
}

/** What whoever asked so is answered. */
export const originRefusals = {
  host: { status: 421, sentence: 'This address is not served here.' },
  'host-twice': { status: 400, sentence: 'A request names one host.' },
  origin: { status: 403, sentence: 'Requests from other pages are refused.' },
} as const satisfies Readonly<Record<OriginProblem, { readonly status: number; readonly sentence: string }>>;

import { networkInterfaces } from 'node:os';
import { isLoopback } from '#config/settings/site-fields.ts';
import { urlHost } from '#kiosk/web/listen.ts';
import type { ManagementPlace } from './console.ts';

/** Every address, of either family. */
const anyAddress = ['0.0.0.0', '::'];

/**
 * The console's page that helps, as a phone beside the kiosk opens it: nothing of anybody stands in it. `undefined` where the console
 * listens to this machine alone, or no network is there.
 */
export function repairAddressOf(
  { listen, allowedHosts }: Pick<ManagementPlace, 'listen' | 'allowedHosts'>,
  origin: string,
  addresses: () => readonly string[] = machineAddresses,
): string | undefined {
  if (isLoopback(listen.host)) return undefined;
  const host = allowedHosts[0] ?? (anyAddress.includes(listen.host) ? addresses()[0] : listen.host);
  return host === undefined ? undefined : `https://${urlHost(host, Number(new URL(origin).port || 443))}/readiness`;
}

function machineAddresses(): readonly string[] {
  return Object.values(networkInterfaces())
    .flat()
    .flatMap((each) => (each && !each.internal && each.family === 'IPv4' ? [each.address] : []));
}

import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import { isLoopback } from '#config/settings/site-fields.ts';
import { urlHost } from './listen.ts';

/** Every address, of either family. */
const anyAddress: ReadonlySet<string> = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0']);
/** Made by programs for programs: no phone gets there. */
const betweenPrograms = /^(docker|br-|veth|virbr|lxc|cni|podman|vmnet|vboxnet)/;

type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/**
 * By which addresses whoever is not at this machine gets to what listens there, the likeliest first: nobody can open `0.0.0.0`. A
 * machine without a network has only itself.
 */
export function addressesOf(
  host: string,
  interfaces: Interfaces = networkInterfaces(),
): readonly [string, ...string[]] {
  if (!anyAddress.has(host)) return [host];
  const there = Object.entries(interfaces)
    .toSorted(([a], [b]) => Number(betweenPrograms.test(a)) - Number(betweenPrograms.test(b)))
    .flatMap(([, each = []]) => each.filter(({ internal }) => !internal));
  const ofFamily = (family: string) => there.flatMap((each) => (each.family === family ? [each.address] : []));
  const v4 = ofFamily('IPv4').filter((address) => !address.startsWith('169.254.'));
  const v6 = host === '0.0.0.0' ? [] : ofFamily('IPv6').filter((address) => !/^fe[89ab]/i.test(address));
  // Those of IPv6 change from day to day, and each change would be another certificate.
  const [first, ...more] = v4.length > 0 ? v4 : v6;
  return first === undefined ? ['127.0.0.1'] : [first, ...more];
}

/**
 * The console's page that helps, as a phone beside the kiosk opens it: nothing of anybody stands in it. `undefined` where the console
 * listens to this machine alone, or no network is there.
 */
export function repairAddressOf({ allowedHosts }: { readonly allowedHosts: readonly string[] }, origin: string) {
  const { hostname, port } = new URL(origin);
  if (isLoopback(hostname.replace(/^\[|\]$/g, ''))) return undefined;
  const [name] = allowedHosts;
  return `https://${name === undefined ? new URL(origin).host : urlHost(name, Number(port || 443))}/readiness`;
}

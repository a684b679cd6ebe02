import assert from 'node:assert/strict';
import type { NetworkInterfaceInfo } from 'node:os';
import { test } from 'vitest';
import { addressesOf, repairAddressOf } from './reachable.ts';

const at = (address: string, internal = false): NetworkInterfaceInfo => {
  const rest = { address, netmask: '', mac: '', internal, cidr: null };
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid: 0 } : { ...rest, family: 'IPv4' };
};

const lobby = {
  lo: [at('127.0.0.1', true), at('::1', true)],
  docker0: [at('172.17.0.1')],
  eth0: [at('169.254.7.7'), at('10.1.2.3'), at('fe80::1'), at('fd00::7')],
  wlan0: [at('10.9.9.9')],
};

test.each([
  ['127.0.0.1', lobby, ['127.0.0.1']],
  ['192.168.1.20', lobby, ['192.168.1.20']],
  ['0.0.0.0', lobby, ['10.1.2.3', '10.9.9.9', '172.17.0.1']],
  ['::', lobby, ['10.1.2.3', '10.9.9.9', '172.17.0.1']],
  ['::', { lo: lobby.lo, eth0: [at('fe80::1'), at('fd00::7')] }, ['fd00::7']],
  ['0.0.0.0', { eth0: [at('fd00::7')] }, ['127.0.0.1']],
  ['0.0.0.0', { lo: lobby.lo, docker0: lobby.docker0 }, ['172.17.0.1']],
  ['::', {}, ['127.0.0.1']],
])(
  'what listens at %s is opened from elsewhere by an address of this machine that is on the network',
  (host, interfaces, expected) => {
    assert.deepEqual(addressesOf(host, interfaces), expected);
  },
);

test.each([
  ['http://127.0.0.1:7071', [], undefined],
  ['http://[::1]:7071', [], undefined],
  ['https://192.168.1.20:7071', [], 'https://192.168.1.20:7071/readiness'],
  ['https://10.1.2.3:7071', ['kiosk-3.example'], 'https://kiosk-3.example:7071/readiness'],
  ['https://[fd00::1]:7071', [], 'https://[fd00::1]:7071/readiness'],
])('the address for a phone beside a kiosk whose console is at %s', (origin, allowedHosts, expected) => {
  assert.equal(repairAddressOf({ allowedHosts }, origin), expected);
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { machineOwner } from '#kiosk/staff/machine-owner.ts';
import { type ConsoleBench, openConsoleBench } from '../bench/console-bench.ts';
import { openingLifeMs } from './opening.ts';

/** Addresses that open the console without a PIN, for whoever owns the machine. */

const clock = createHandCrankedClock();
let bench: ConsoleBench;

beforeEach(async () => {
  bench = await openConsoleBench({ clock });
});
afterEach(() => bench.close());

/** Where whoever opens it is sent. */
const open = async (url: string) => (await fetch(url, { redirect: 'manual' })).headers.get('location');

test('an address opens the console once, as the owner of the machine', async () => {
  const address = bench.console.newOpeningUrl();
  const opened = await fetch(address, { redirect: 'manual' });
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  assert.deepEqual([opened.headers.get('location'), await open(address)], ['/overview', '/sign-in']);
  const me = await (await fetch(`${bench.console.origin}/api/me`, { headers: { cookie } })).json();
  assert.partialDeepStrictEqual(me, { who: { kind: 'person', ...machineOwner } });
});

test('one that nobody has used dies after twelve hours, whatever a clock is set to', async () => {
  const [inTime, late] = [bench.console.newOpeningUrl(), bench.console.newOpeningUrl()];
  clock.leap(-24 * 3_600_000);
  clock.advance(openingLifeMs);
  assert.equal(await open(inTime), '/overview');
  clock.advance(1);
  assert.equal(await open(late), '/sign-in');
});

test('of addresses that nobody uses the oldest is forgotten, and one that was made up opens nothing', async () => {
  const addresses = Array.from({ length: 17 }, () => bench.console.newOpeningUrl());
  const [oldest = '', second = ''] = addresses;
  const { origin } = bench.console;
  const made = [`${origin}/open`, `${origin}/open?token=`, `${origin}/open?token[]=${second.split('=')[1]}`];
  for (const url of [oldest, ...made]) assert.equal(await open(url), '/sign-in');
  assert.equal(await open(second), '/overview');
});

test('anybody may ask the door whether they are signed in, so that nobody is refused who has not tried', async () => {
  const door = async (cookie: string) =>
    (await fetch(`${bench.console.origin}/api/door`, { headers: { cookie } })).json();
  const { cookie } = await bench.owner();
  assert.deepEqual(await door(''), { setUp: false, signedIn: false });
  assert.deepEqual(await door(cookie), { setUp: false, signedIn: true });
});

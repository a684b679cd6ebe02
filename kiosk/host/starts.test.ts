import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { LogEventId } from '#config/agreements/log-events.ts';
import { addressesOf } from '#kiosk/web/reachable.ts';
import { type ConsoleDriver, driverOf, openConsoleAt, signInAt } from './bench/console-driver.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { openPageOf, startHostOf } from './bench/start-kiosk.ts';
import type { Host } from './host.ts';

/** However a folder was left, and whatever else listens on the machine: a host starts, and its console helps on. */

let dataDir: string;
let siteFile: string;
let clock: HandCrankedClock;
let cleanUps: (() => unknown)[];
let events: LogEventId[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-starts-'));
  siteFile = join(dataDir, 'site.json');
  clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  cleanUps = [() => rmSync(dataDir, { recursive: true })];
  events = [];
});

afterEach(async () => {
  for (const cleanUp of cleanUps.toReversed()) await cleanUp();
});

const whole = {
  profile: 'demo',
  site: { facilityCode: '27005', name: 'Bệnh viện Thử' },
  kiosk: { id: 'kiosk-1', listen: { port: 0 }, dataDir: '.' },
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
};
const write = (site: object | string) =>
  writeFileSync(siteFile, typeof site === 'string' ? site : JSON.stringify(site));
const first = { name: 'Minh Thử', pin: '271828' };

async function start(): Promise<Host> {
  const host = await startHostOf(dataDir, {
    clock,
    stderr: { write: (line: string) => events.push(JSON.parse(line).event) },
  });
  let isOpen = true;
  cleanUps.push(() => isOpen && host.close('SIGTERM'));
  const { close } = host;
  return {
    ...host,
    close(signal) {
      isOpen = false;
      return close(signal);
    },
  };
}

async function pageOf(host: Host): Promise<PageDriver> {
  const page = await openPageOf(host);
  cleanUps.push(() => page.close());
  return page;
}

async function setUpScreen(host: Host) {
  const { screen: shown } = await (await pageOf(host)).shown(screen('set-up'));
  return shown.show === 'set-up' ? shown : assert.fail();
}

function offer(host: Host, code: string): Promise<Response> {
  const { origin } = new URL(host.newTechnicianUrl());
  return fetch(`${origin}/api/set-up-code`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
}

async function firstPerson(host: Host): Promise<ConsoleDriver> {
  const { code = assert.fail('no code stands on the screen') } = await setUpScreen(host);
  const desk = driverOf(new URL(host.newTechnicianUrl()).origin, await offer(host, code));
  assert.equal((await desk.call('people/first', first)).status, 200);
  return desk;
}

async function save(desk: ConsoleDriver, site: object): Promise<number> {
  const { body } = await desk.call('settings/open', {});
  return (await desk.call('settings/save', { text: JSON.stringify(site), from: body?.from as string, why: 'thử' }))
    .status;
}

async function runs(host: Host): Promise<void> {
  for (let turn = 0; turn < 500 && !host.kiosk(); turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(host.kiosk());
}

describe('a folder', () => {
  test('of a set-up that was broken off has people and no code: patients are sent to the desk, and whoever began goes on', async () => {
    const before = await start();
    const { code = '' } = await setUpScreen(before);
    await firstPerson(before);
    clock.advance(1_000);
    assert.deepEqual(await setUpScreen(before).then(({ code, isBegun }) => [code, isBegun]), [undefined, true]);
    await before.close('SIGKILL');

    const host = await start();
    const { origin } = new URL(host.newTechnicianUrl());
    assert.deepEqual(await setUpScreen(host), { show: 'set-up', isBegun: true, address: origin });
    assert.equal(host.stands, 'to-be-set-up');
    assert.equal((await offer(host, code)).status, 404);
    assert.deepEqual(await (await fetch(`${origin}/api/door`)).json(), { setUp: false, signedIn: false });
    const desk = await signInAt(origin, first);
    assert.equal(await save(desk, whole), 200);
    await runs(host);
    await (await pageOf(host)).shown(screen('attract'));
  });

  test('with nothing in it but a broken site file is set up, from the text that stands there', async () => {
    write('{ "profile": "demo", ');
    const host = await start();
    assert.equal(host.stands, 'to-be-set-up');
    const desk = await firstPerson(host);
    const { body } = await desk.call('settings/open', {});
    assert.deepEqual([body?.text, body?.isDraft], ['{ "profile": "demo", ', false]);
    assert.equal(await save(desk, whole), 200);
    await runs(host);
  });

  test('in which a kiosk has run offers no code, however little of it is left: its owner mends the file', async () => {
    write(whole);
    await (await start()).close('SIGTERM');
    rmSync(join(dataDir, 'staff'), { recursive: true, force: true });
    rmSync(join(dataDir, 'site-versions'), { recursive: true, force: true });
    write('{}');
    const host = await start();
    assert.deepEqual([host.stands, host.kiosk()], ['site-file-not-readable', undefined]);
    const { code, isBegun } = await setUpScreen(host);
    assert.deepEqual([code, isBegun, (await offer(host, '0000-0000')).status], [undefined, true, 404]);
    const owner = await openConsoleAt(host.newTechnicianUrl());
    assert.equal(await save(owner, whole), 200);
    await runs(host);
  });

  test('without its site file runs the last good one, and the console says so', async () => {
    await firstPerson(await start()).then((desk) => save(desk, whole));
    for (const cleanUp of cleanUps.splice(1).toReversed()) await cleanUp();
    await (await start()).close('SIGTERM');
    rmSync(siteFile);
    const host = await start();
    await (await pageOf(host)).shown(screen('attract'));
    const desk = await signInAt(new URL(host.newTechnicianUrl()).origin, first);
    assert.equal(host.siteEditor.standing().runs, 'last-good');
    assert.equal(await save(desk, whole), 200);
  });
});

describe('the console', () => {
  let taken: Server;
  let port: number;

  beforeEach(async () => {
    taken = createServer((caller) => caller.destroy()).listen(0, '127.0.0.1');
    await once(taken, 'listening');
    port = (taken.address() as AddressInfo).port;
    cleanUps.push(() => taken.close());
  });

  async function untilAt(host: Host, expected: string): Promise<void> {
    for (let turn = 0; turn < 300 && new URL(host.newTechnicianUrl()).origin !== expected; turn += 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
    assert.equal(new URL(host.newTechnicianUrl()).origin, expected);
  }

  test('whose port is taken is on another one while patients are served, and comes back once nobody is signed in', async () => {
    write({ ...whole, management: { listen: { port } } });
    const host = await start();
    await (await pageOf(host)).shown(screen('attract'));
    assert.ok(events.includes('console-elsewhere'));
    const { origin } = new URL(host.newTechnicianUrl());
    assert.notEqual(new URL(origin).port, String(port));
    assert.equal(
      host.consoleTrouble,
      `Port ${port} is used by another program. Stop that one, or change management.listen.port in the site file. Until then the console is at ${origin}.`,
    );
    const owner = await openConsoleAt(host.newTechnicianUrl());
    await new Promise((closed) => taken.close(closed));
    clock.advance(20_000);
    assert.equal((await owner.me()).status, 200, 'nobody is thrown out');
    await owner.signOut();
    clock.advance(20_000);
    await untilAt(host, `http://127.0.0.1:${port}`);
    assert.ok(events.includes('console-back'));
    assert.equal((await (await openConsoleAt(host.newTechnicianUrl())).me()).status, 200);
    await assert.rejects(fetch(origin), 'the other port is closed');
  });

  test.each([
    ['an address that this machine has not got', { listen: { host: '203.0.113.77' } }],
    ['a certificate that is not there', { listen: { host: '0.0.0.0' }, tls: { certFile: 'a.pem', keyFile: 'b.pem' } }],
  ])('with %s is for this machine alone', async (_, management) => {
    write({ ...whole, management });
    const host = await start();
    await (await pageOf(host)).shown(screen('attract'));
    assert.match(
      host.consoleTrouble ?? '',
      /management\.(listen\.host|tls).* Until then .* http:\/\/127\.0\.0\.1:\d+\.$/,
    );
    assert.equal((await (await openConsoleAt(host.newTechnicianUrl())).me()).status, 200);
  });

  test.each([
    ['a kiosk', whole],
    ['a set-up whose file says nothing else yet', {}],
  ])(
    'of %s that listens on every address is shown where another machine can open it, by a certificate of that name',
    async (_, site) => {
      write({ ...site, management: { listen: { host: '0.0.0.0', port: 0 } } });
      const host = await start();
      const url = new URL(host.newTechnicianUrl());
      assert.deepEqual([url.protocol, url.hostname], ['https:', addressesOf('0.0.0.0')[0]]);
      const { fingerprint, names } = await new Promise<{ fingerprint: string; names: string }>((resolve, reject) => {
        request(url.origin, { rejectUnauthorized: false }, (answer) => {
          const socket = answer.socket as import('node:tls').TLSSocket;
          const { fingerprint256, subjectaltname = '' } = socket.getPeerCertificate();
          resolve({ fingerprint: fingerprint256.replaceAll(':', ''), names: subjectaltname });
          answer.destroy();
        })
          .on('error', reject)
          .end();
      });
      for (const address of ['127.0.0.1', ...addressesOf('0.0.0.0')])
        assert.ok(names.includes(`IP Address:${address}`));
      if (host.kiosk()) return;
      const shown = await setUpScreen(host);
      assert.deepEqual([shown.address, shown.fingerprint?.replaceAll(' ', '')], [url.origin, fingerprint]);
    },
  );
});

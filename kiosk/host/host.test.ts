import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'vitest';
import { createHandCrankedClock, type HandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import { type SiteFile, siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { setUpCodeLifeMs } from '#kiosk/staff/set-up-code.ts';
import { openConsoleAt, signInAt } from './bench/console-driver.ts';
import { type PageDriver, screen } from './bench/page-driver.ts';
import { openPageOf, startHost } from './bench/start-kiosk.ts';
import type { Host } from './host.ts';

/** One host: its set-up, its kiosk, and the console that outlives both; over real sockets. */

let dataDir: string;
let clock: HandCrankedClock;
let hosts: Host[];
let pages: PageDriver[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'tiep-don-host-'));
  clock = createHandCrankedClock(Date.UTC(2026, 10, 21, 1));
  hosts = [];
  pages = [];
});

afterEach(async () => {
  for (const page of pages) page.close();
  for (const host of hosts) await host.close('SIGTERM');
  rmSync(dataDir, { recursive: true });
});

const named = (name: string): SiteFile =>
  siteFile.parse({
    ...syntheticSite,
    site: { ...syntheticSite.site, name },
    kiosk: { ...syntheticSite.kiosk, dataDir },
    management: { listen: { port: 0 } },
  });

async function start(site?: SiteFile): Promise<Host> {
  const host = await startHost({ site, dataDir }, { clock });
  hosts.push(host);
  return host;
}

async function pageOf(host: Host): Promise<PageDriver> {
  const page = await openPageOf(host);
  pages.push(page);
  return page;
}

/** On a page of its own: under a cranked clock an open one counts as silent before it could answer. */
async function codeOnScreen(host: Host): Promise<string | undefined> {
  const shown = await (await pageOf(host)).shown(screen('set-up'));
  return shown.screen.show === 'set-up' ? shown.screen.code : assert.fail();
}

interface Answer {
  readonly status: number;
  readonly body: { readonly kind?: string; readonly csrfToken?: string };
  readonly cookie: string;
}

async function post(host: Host, path: string, body: object, more: Record<string, string> = {}): Promise<Answer> {
  const { origin } = new URL(host.newTechnicianUrl());
  const answer = await fetch(`${origin}${path}`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', ...more },
    body: JSON.stringify(body),
  });
  const isJson = answer.headers.get('content-type')?.includes('json');
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return { status: answer.status, body: isJson ? JSON.parse(await answer.text()) : {}, cookie };
}

const offer = (host: Host, code: string) => post(host, '/api/set-up-code', { code });

async function door(host: Host): Promise<unknown> {
  return (await fetch(`${new URL(host.newTechnicianUrl()).origin}/api/door`)).json();
}

/** A code of the right shape that is not this one. */
const another = (code: string) => `${code.startsWith('0') ? '1' : '0'}${code.slice(1)}`;

describe('a kiosk that nobody has set up', () => {
  test('shows a code and the address of its console, which is open to nobody without it', async () => {
    const host = await start();
    const shown = await (await pageOf(host)).shown(screen('set-up'));
    assert.ok(shown.screen.show === 'set-up');
    assert.match(shown.screen.code ?? '', /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.equal(host.newTechnicianUrl(), `${shown.screen.address}/sign-in`);
    assert.deepEqual(
      [host.stands, host.kiosk(), await door(host)],
      ['to-be-set-up', undefined, { setUp: true, signedIn: false }],
    );
    const nobody = await post(host, '/api/call/people/first', { name: 'Kẻ Lạ', pin: '271828' });
    assert.equal(nobody.status, 401);
    assert.equal(existsSync(join(dataDir, 'store.sqlite')), false, 'nothing is stored before it is a kiosk');
  });

  test('five wrong codes end it: the code leaves the screen, and the right one opens nothing any more', async () => {
    const host = await start();
    const code = (await codeOnScreen(host)) ?? assert.fail();
    const answers: [number, string | undefined][] = [];
    for (let at = 0; at < 5; at += 1) {
      const { status, body } = await offer(host, another(code));
      answers.push([status, body.kind]);
    }
    assert.deepEqual(answers, [...Array(4).fill([401, 'wrong']), [410, 'used-up']]);
    assert.equal(await codeOnScreen(host), undefined);
    assert.equal((await offer(host, code)).body.kind, 'used-up');
  });

  test('fifteen minutes end it, whatever the clock is set to', async () => {
    const host = await start();
    const code = (await codeOnScreen(host)) ?? assert.fail();
    clock.leap(-24 * 3_600_000);
    clock.advance(setUpCodeLifeMs - 1_000);
    assert.equal(await codeOnScreen(host), code);
    clock.advance(1_000);
    assert.equal(await codeOnScreen(host), undefined);
    assert.equal((await offer(host, code)).body.kind, 'expired');
  });

  test('whoever types the code becomes the first person, and from then on there is a name and a PIN and no code', async () => {
    const host = await start();
    const code = (await codeOnScreen(host)) ?? assert.fail();
    const entered = await offer(host, code.toLowerCase().replace('-', ' '));
    assert.equal(entered.status, 200);
    assert.equal(await codeOnScreen(host), undefined);
    const session = { cookie: entered.cookie, 'x-csrf-token': entered.body.csrfToken ?? '' };
    const wish = { name: 'Trần Thị Thử', pin: '271828' };
    assert.equal((await post(host, '/api/call/kiosk/act', { do: 'try-now', endpointId: 'his' }, session)).status, 403);
    const weak = await post(host, '/api/call/people/first', { ...wish, pin: '111111' }, session);
    assert.equal(weak.status, 409);
    const first = await post(host, '/api/call/people/first', wish, session);
    assert.equal(first.status, 200);
    assert.equal((await post(host, '/api/call/people/first', { ...wish, name: 'Lê Văn Hai' }, session)).status, 401);
    assert.equal((await offer(host, code)).body.kind, 'used');
    assert.deepEqual(await door(host), { setUp: false, signedIn: false });
    const person = await signInAt(new URL(host.newTechnicianUrl()).origin, wish);
    const states = await person.states();
    assert.equal(await states.next(), null, 'there is no kiosk yet');
    states.close();
  });
});

test('a people file that is damaged gives nobody a code, with a store or without: the owner opens the console', async () => {
  const signedUp = await start();
  const code = (await codeOnScreen(signedUp)) ?? assert.fail();
  const entered = await offer(signedUp, code);
  const session = { cookie: entered.cookie, 'x-csrf-token': entered.body.csrfToken ?? '' };
  const first = await post(signedUp, '/api/call/people/first', { name: 'Trần Thị Thử', pin: '271828' }, session);
  assert.equal(first.status, 200);
  await signedUp.close('SIGTERM');
  hosts = [];
  writeFileSync(join(dataDir, 'staff', 'people.json'), '');
  for (const each of ['the start that finds it', 'the next']) {
    const host = await start();
    assert.equal(await codeOnScreen(host), undefined, each);
    assert.deepEqual(await door(host), { setUp: false, signedIn: false });
    assert.equal((await offer(host, code)).status, 404);
    const owner = await openConsoleAt(host.newTechnicianUrl());
    assert.equal((await owner.me()).status, 200);
    await host.close('SIGTERM');
    hosts = [];
  }
  const host = await start(named('Bệnh viện Một'));
  await (await pageOf(host)).shown(screen('attract'));
  const owner = await openConsoleAt(host.newTechnicianUrl());
  const added = await owner.call('people/add', {
    ...{ name: 'Lê Văn Hai', roles: ['supervisor'], pin: '314159', own: { pin: '' } },
  });
  assert.equal(added.status, 204);
  await signInAt(new URL(host.newTechnicianUrl()).origin, { name: 'Lê Văn Hai', pin: '314159' });
});

test('a kiosk from before there were people is not set up anew: its owner opens the console and nobody reads a code', async () => {
  await (await start(named('Bệnh viện Một'))).close('SIGTERM');
  hosts = [];
  rmSync(join(dataDir, 'staff'), { recursive: true, force: true });
  const host = await start(named('Bệnh viện Một'));
  assert.deepEqual([host.stands, await door(host)], ['kiosk', { setUp: false, signedIn: false }]);
  assert.equal((await offer(host, '0000-0000')).status, 404);
  const owner = await openConsoleAt(host.newTechnicianUrl());
  assert.equal((await owner.now()).siteName, 'Bệnh viện Một');
});

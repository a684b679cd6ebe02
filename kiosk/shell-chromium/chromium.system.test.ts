/** One run of a real Chromium: what its owner hears of it when the page is not the patient's any more. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { type Browser, openChromium } from './chromium.ts';
import { processes, startScreen, windowBenchSkipReason } from './window-bench.ts';

const skipReason = process.env.CI ? undefined : windowBenchSkipReason();

/** How much faster time runs, so that nobody waits ten seconds for a browser that hangs. */
let haste = 1;
const clock = {
  after(ms: number, call: () => void) {
    const timer = setTimeout(call, ms / haste);
    return () => clearTimeout(timer);
  },
};

describe.skipIf(skipReason !== undefined)(`Chromium ${skipReason ?? ''}`, () => {
  const answer: { now: RequestListener } = { now: (_request, response) => response.end() };
  const server = createServer((request, response) => answer.now(request, response));
  let screen: Awaited<ReturnType<typeof startScreen>>;
  let folder: string;
  let browser: Browser | undefined;

  beforeAll(async () => {
    screen = await startScreen('800,600');
    folder = await mkdtemp(join(tmpdir(), 'tdc-'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await browser?.end();
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await screen.close();
    await rm(folder, { recursive: true });
  });

  const address = (host = '127.0.0.1') => `http://${host}:${(server.address() as AddressInfo).port}/?token=t`;

  async function open(to: string, page: RequestListener): Promise<Browser> {
    answer.now = page;
    browser = await openChromium(
      {
        file: '/usr/bin/chromium',
        privateDir: folder,
        windowed: false,
        size: '800,600',
        isRoot: process.getuid?.() === 0,
        env: { ...process.env, DISPLAY: screen.display },
      },
      clock,
    );
    await browser.show(to);
    return browser;
  }

  /** As the host: a token leads on to a clean address. */
  const goOn =
    (body: string): RequestListener =>
    (request, response) => {
      if (request.url === '/?token=t') response.writeHead(303, { location: '/' }).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).end(body);
    };

  test('an address that is used up, or that nobody answers, is told at once', async () => {
    const used = await open(address(), (_request, response) => response.writeHead(403).end('used'));
    assert.equal(await used.broken, 'page-refused');
    await used.end();
    const nobody = await open('http://127.0.0.1:9/?token=t', goOn(''));
    assert.equal(await nobody.broken, 'page-refused');
  });

  test('a page that goes elsewhere, and one that is closed, are told', async () => {
    const elsewhere = address('localhost').replace('?token=t', 'x');
    const left = await open(address(), goOn(`<script>location.href = ${JSON.stringify(elsewhere)}</script>`));
    assert.equal(await left.broken, 'page-left');
    await left.end();
    // Chromium ends with its last page.
    const closed = await open(address(), goOn('<script>onload = () => setTimeout(close, 300)</script>'));
    assert.match(await closed.broken, /^(page-left|browser-ended)$/);
  });

  test('a browser that hangs is told, and ended with all its processes', async () => {
    const hung = await open(address(), goOn('<title>kiosk</title>'));
    const { browser: mark } = JSON.parse(readFileSync(join(folder, 'owner.json'), 'utf8'));
    haste = 5;
    process.kill(mark.pid, 'SIGSTOP');
    assert.equal(await hung.broken, 'browser-hung');
    await hung.end();
    assert.deepEqual(
      processes().filter(({ args }) => args.includes(folder)),
      [],
    );
    assert.deepEqual(await readdir(folder), ['owner.json']);
  });
});

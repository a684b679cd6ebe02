import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, test } from 'vitest';
import { attachToHost, type HostLink, startHost } from './host-link.ts';

const folder = mkdtempSync(join(tmpdir(), 'host-link-'));
const cleanUps: (() => void)[] = [];
afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});
afterAll(() => rmSync(folder, { recursive: true }));

test('a window that attaches gets a fresh way in each time, and none from a host that says something else or nothing', async () => {
  const lines = [
    'http://127.0.0.1:7070/?token=1\n',
    'http://127.0.0.1:7070/?token=2\n',
    'https://evil.example/\n',
    '',
    `${'x'.repeat(5000)}\n`,
  ];
  const path = join(folder, 'launch.sock');
  const server = createServer((socket) => void socket.on('error', () => undefined).end(lines.shift() ?? ''));
  server.listen(path);
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  const host = attachToHost(path);

  const given: unknown[] = [];
  for (let time = 0; time < 5; time += 1) given.push(await host.launchUrl());
  given.push(await attachToHost(join(folder, 'nobody.sock')).launchUrl());

  assert.deepEqual(given, [
    'http://127.0.0.1:7070/?token=1',
    'http://127.0.0.1:7070/?token=2',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

function started(text: string, onEnded: () => void): HostLink {
  const main = join(folder, `host-${text.length}.mjs`);
  writeFileSync(main, text);
  const host = startHost({ node: process.execPath, main, site: 'site.json', onEnded });
  cleanUps.push(() => host.stop());
  return host;
}

test('a window that starts its host opens with the ready line, and reloads without the used token', async () => {
  const host = started(
    `console.log(JSON.stringify({ ready: true, url: 'http://127.0.0.1:7070/?token=' + process.argv[2] }));
     setInterval(() => {}, 1000);`,
    () => assert.fail('it was asked to end'),
  );
  assert.deepEqual(
    [await host.launchUrl(), await host.launchUrl()],
    ['http://127.0.0.1:7070/?token=--site', 'http://127.0.0.1:7070/'],
  );
});

test('a host that cannot start gives no way in, and says that it ended', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const host = started('process.exit(1)', resolve);
  await promise;
  assert.equal(await host.launchUrl(), undefined);
});

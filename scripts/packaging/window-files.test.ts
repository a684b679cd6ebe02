import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'vitest';
import { siteFile } from '#config/settings/site-file.ts';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { windowFiles } from './window-files.ts';

const shellDir = join(import.meta.dirname, '../../kiosk/shell-chromium');
const filesOf = (listen: object, dataDir = '/var/lib/tiep-don') =>
  windowFiles(shellDir, siteFile.parse({ ...syntheticSite, kiosk: { ...syntheticSite.kiosk, listen, dataDir } }));

test('a package locks Chromium to the one origin of its kiosk, and brings the units of host and window', () => {
  const files = filesOf({ host: '127.0.0.1', port: 8123 });
  assert.ok(files.ok);
  assert.deepEqual(
    files.value.map(({ path }) => path),
    [
      'etc/chromium/policies/managed/tiep-don.json',
      'lib/systemd/system/tiep-don-host.service',
      'lib/systemd/system/tiep-don-window.service',
    ],
  );
  const [policies] = files.value.map(({ text }) => text);
  const { URLAllowlist, URLBlocklist, DeveloperToolsAvailability } = JSON.parse(policies ?? '');
  assert.deepEqual([URLAllowlist, URLBlocklist, DeveloperToolsAvailability], [['http://127.0.0.1:8123'], ['*'], 2]);
  assert.ok(!policies?.includes(':7070'));
  for (const { text } of files.value.slice(1)) {
    for (const line of ['LimitCORE=0', 'MemorySwapMax=0', 'Restart=always'])
      assert.ok(text.includes(`\n${line}\n`), line);
  }
});

test('a kiosk that nobody has set up is locked to the page of its set-up, and is set up and saved in its data folder', () => {
  const files = windowFiles(shellDir, undefined);
  assert.ok(files.ok);
  const [policies, host] = files.value.map(({ text }) => text);
  assert.deepEqual(JSON.parse(policies ?? '').URLAllowlist, ['http://127.0.0.1:7070']);
  // The unit lets the host write nowhere else, so that a site file elsewhere could not be saved from the console.
  assert.match(host ?? '', /^ExecStart=.* kiosk\/host\/main\.ts --data-dir \/var\/lib\/tiep-don$/m);
  assert.match(host ?? '', /^StateDirectory=tiep-don$/m);
});

test('a kiosk whose port or data folder the package cannot know is named', () => {
  for (const [files, names] of [
    [filesOf({ port: 0 }), /^kiosk\.listen\.port/],
    [filesOf({ port: 7070 }, '/srv/kiosk'), /^kiosk\.dataDir/],
  ] as const) {
    assert.ok(!files.ok);
    assert.match(files.problem, names);
  }
});

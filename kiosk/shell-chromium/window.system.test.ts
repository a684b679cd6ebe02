/** The window on a real screen, with a real Chromium under its managed policies: whatever ends it, the patient's page is back. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { syntheticSite } from '#config/settings/synthetic-site.ts';
import { type BenchProcess, openWindowBench, type WindowBench, windowBenchSkipReason } from './window-bench.ts';

const skipReason = process.env.CI ? undefined : windowBenchSkipReason();
const mostSeconds = 10;
const readProcesses = ['sh', '-c', 'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>/dev/null'];

describe.skipIf(skipReason !== undefined)(`the kiosk's window ${skipReason ?? ''}`, () => {
  let bench: WindowBench;
  beforeAll(async () => {
    bench = await openWindowBench({ site: { ...syntheticSite, kiosk: undefined }, withPolicies: true });
  });
  afterAll(() => bench.close());

  async function restartsNow(): Promise<number> {
    return (await bench.windowHealth())?.restarts ?? assert.fail('no host');
  }

  test('a browser that is there before its host waits and then shows the page', async () => {
    bench.startLauncher();
    await pause(700);
    await bench.startHost();
    const seconds = await bench.pageIsBack();
    assert.ok(seconds < mostSeconds, `${seconds} s`);
  });

  test('no user of the machine finds an address in what processes were given', () => {
    // nobody reads what everybody can read, root what everybody could.
    const asNobody = ['--reuid=65534', '--clear-groups', '--', ...readProcesses];
    for (const args of [asNobody, readProcesses.slice()]) {
      const { stdout } = spawnSync(args === asNobody ? 'setpriv' : 'sh', args === asNobody ? args : args.slice(1), {
        encoding: 'utf8',
      });
      assert.ok(stdout.includes(`${bench.folder}/w/profile`), 'it sees the window');
      assert.ok(!stdout.includes(`${bench.port}/?token=`), 'and no way in');
    }
  });

  const victims = {
    'browser-ended': isBrowser,
    'page-crashed': isPage,
  } as const;

  test.each([
    ['the browser is killed', 'browser-ended', 'SIGKILL'],
    ['the page crashes', 'page-crashed', 'SIGSEGV'],
  ] as const)('%s: the page is back within 10 s, and no dump of its memory is left', async (_what, why, signal) => {
    const before = await restartsNow();
    for (const { pid } of bench.chromium().filter(victims[why])) process.kill(pid, signal);
    const seconds = await bench.pageIsBack(
      ({ restarts, lastRestart }) => restarts === before + 1 && lastRestart === why,
    );
    assert.ok(seconds < mostSeconds, `${seconds} s`);
    const files = readdirSync(join(bench.folder, 'w'), { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      files.filter((file) => file.endsWith('.dmp')),
      [],
    );
  });

  test('Alt+F4 and everything else a keyboard closes windows with: the page is back within 10 s', async () => {
    await bench.pageIsBack();
    for (const keys of ['alt+F4', 'ctrl+w', 'ctrl+F4', 'ctrl+shift+w', 'ctrl+n', 'ctrl+t']) {
      spawnSync('xdotool', ['key', '--clearmodifiers', keys], { env: { ...process.env, DISPLAY: bench.display } });
    }
    await pause(1_500);
    const seconds = await bench.pageIsBack();
    assert.ok(seconds < mostSeconds, `${seconds} s`);
    assert.equal(bench.chromium().filter(isBrowser).length, 1);
  });

  test('a page that hangs is replaced: 10 s until it counts as silent, and a start', async () => {
    const before = await restartsNow();
    for (const { pid } of bench.chromium().filter(isPage)) process.kill(pid, 'SIGSTOP');
    const seconds = await bench.pageIsBack(
      ({ restarts, lastRestart }) => restarts > before && lastRestart === 'page-silent',
    );
    // Silence is ten of them; a machine that runs other tests beside this one starts Chromium slowly.
    assert.ok(seconds < 25, `${seconds} s`);
  });

  test('the host is stopped and started, and hangs and goes on: the page is back within 10 s, in the same window', async () => {
    await bench.killHost();
    await pause(1_000);
    await bench.startHost();
    const afterStart = await bench.pageIsBack();
    const before = await restartsNow();
    bench.signalHost('SIGSTOP');
    await pause(3_000);
    bench.signalHost('SIGCONT');
    const afterHang = await bench.pageIsBack();
    assert.ok(Math.max(afterStart, afterHang) < mostSeconds, `${afterStart} s, ${afterHang} s`);
    assert.equal(await restartsNow(), before);
  });

  test('the owner itself is killed: its Chromium ends with it, and whoever starts it again has the page within 10 s', async () => {
    const left = bench.chromium().map(({ pid }) => pid);
    await bench.killLauncher();
    bench.startLauncher();
    await pause(100);
    const before = await restartsNow();
    const seconds = await bench.pageIsBack(({ restarts }) => restarts > before);
    assert.ok(seconds < mostSeconds, `${seconds} s`);
    assert.deepEqual(
      bench.chromium().filter(({ pid }) => left.includes(pid)),
      [],
    );
  });

  test('a second owner of the same window says so and leaves the first alone', async () => {
    const before = bench.chromium().length;
    const args = ['kiosk/shell-chromium/main.ts', '--launch-socket', `${bench.dataDir}/launch.sock`];
    const second = spawnSync(process.execPath, [...args, '--private-dir', `${bench.folder}/w`], { encoding: 'utf8' });
    assert.equal(second.status, 1);
    assert.match(second.stderr, /has an owner already/);
    assert.equal(bench.chromium().length, before);
  });

  test('asked to stop, it takes the window and everything that Chromium has written with it', async () => {
    await bench.stopLauncher();
    assert.deepEqual(bench.chromium(), []);
    assert.deepEqual(readdirSync(`${bench.folder}/w`), ['owner.json']);
  });
});

function isBrowser({ args }: BenchProcess): boolean {
  return !args.includes('--type=');
}

/** Chromium's own surfaces, such as the list under the address bar, have renderers, too; a spare one waits for a page. */
function isPage({ args }: BenchProcess): boolean {
  return args.includes('--type=renderer') && !args.includes('--top-chrome-webui');
}

/** The window on a real screen, with a real Chromium under its managed policies: whatever ends it, the patient's page is back. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { syntheticSite } from '#kiosk/host/synthetic-site.ts';
import { openWindowBench, type WindowBench, windowBenchSkipReason } from './window-bench.ts';

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
    await new Promise((resolve) => setTimeout(resolve, 700));
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

  test.each([
    ['the window is closed or killed', 'browser-ended'],
    ['the page crashes', 'page-crashed'],
  ] as const)('%s: the page is back within 10 s', async (_what, why) => {
    const before = await restartsNow();
    const victim = bench
      .chromium()
      .find(({ args }) =>
        why === 'browser-ended'
          ? !args.includes('--type=')
          : args.includes('--type=renderer') && !args.includes('top-chrome'),
      );
    process.kill(victim?.pid ?? assert.fail('no process'), 'SIGKILL');
    const seconds = await bench.pageIsBack(
      ({ restarts, lastRestart }) => restarts === before + 1 && lastRestart === why,
    );
    assert.ok(seconds < mostSeconds, `${seconds} s`);
  });
});

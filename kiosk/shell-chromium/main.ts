/**
 * The owner of the Chromium window: `node kiosk/shell-chromium/main.ts --launch-socket PATH`. It runs for as long as the
 * kiosk does and keeps the patient's page on the screen; systemd (systemd/tiep-don-window.service) or `npm start` runs it.
 */
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { attachToHost } from '#kiosk/shell-electron/host-link.ts';
import { openChromium } from './chromium.ts';
import { ownWindow } from './own-window.ts';
import { claimPrivateFolder, markOf, type ProcessMark, readOwner, writeOwner } from './private-folder.ts';

const usage = `Usage: node kiosk/shell-chromium/main.ts --launch-socket PATH [--private-dir DIR] [--browser FILE]
       [--size WIDTH,HEIGHT] [--windowed]`;

const { values } = read();
const launchSocket = values['launch-socket'] ?? stop(2, usage);
const privateDir = resolve(values['private-dir'] ?? join(dirname(launchSocket), 'window'));
if (values.size !== undefined && !/^\d+,\d+$/.test(values.size)) stop(2, usage);
if (!claimPrivateFolder(privateDir))
  stop(1, `${privateDir} belongs to somebody else. Give the window a folder of its own.`);

const before = readOwner(privateDir);
if (before.launcher) stop(1, `The window has an owner already: process ${before.launcher.pid}.`);
if (before.browser) await endGroup(before.browser);
writeOwner(privateDir, { launcher: markOf(process.pid), browser: undefined });

const clock = {
  monotonic: () => performance.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms);
    return () => clearTimeout(timer);
  },
};
const window = ownWindow({
  host: attachToHost(launchSocket),
  openBrowser: () =>
    openChromium(
      {
        file: values.browser,
        privateDir,
        windowed: values.windowed,
        size: values.size,
        isRoot: process.getuid?.() === 0,
        env: process.env,
      },
      clock,
    ),
  clock,
  windowed: values.windowed,
  say: (sentence) => process.stderr.write(`${sentence}\n`),
});
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, window.stop);
await window.ended;
process.exit(0);

/** A launcher that was killed leaves a Chromium only when that one hangs: the pipe between them has closed. */
async function endGroup(browser: ProcessMark): Promise<void> {
  for (let tries = 0; tries < 40 && markOf(browser.pid)?.startedAt === browser.startedAt; tries += 1) {
    try {
      process.kill(-browser.pid, 'SIGKILL');
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function read() {
  try {
    return parseArgs({
      options: {
        'launch-socket': { type: 'string' },
        'private-dir': { type: 'string' },
        browser: { type: 'string', default: 'chromium' },
        size: { type: 'string' },
        windowed: { type: 'boolean', default: false },
      },
    });
  } catch {
    return stop(2, usage);
  }
}

function stop(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}

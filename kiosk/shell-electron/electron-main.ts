/**
 * Electron's entry, which `npm run build` bundles to `dist/shell-electron/main.js`: `electron dist/shell-electron/main.js
 * --site FILE`, or `--launch-socket PATH` for a host that already runs. `--windowed` is for demos.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, BrowserWindow, Menu, powerSaveBlocker } from 'electron';
import { attachToHost, type HostLink, startHost } from './host-link.ts';
import { runShell } from './main.ts';
import { foreignSwitches } from './switches.ts';

const given = process.argv.slice(1);
const { values } = parseArgs({
  args: given,
  strict: false,
  options: { site: { type: 'string' }, 'launch-socket': { type: 'string' }, windowed: { type: 'boolean' } },
});
const foreign = foreignSwitches(given, { mayRunWithoutSandbox: process.getuid?.() === 0 });
// Chromium reads the command line before any of this runs: taking a switch back would come too late for some.
const host = foreign.length > 0 ? undefined : hostFrom(values.site, values['launch-socket']);
if (host) {
  runShell(
    { app, BrowserWindow, Menu, powerSaveBlocker },
    {
      host,
      windowed: values.windowed === true,
      monotonic: () => performance.now(),
      after: (ms, call) => setTimeout(call, ms),
    },
  );
} else {
  process.stderr.write(
    foreign.length > 0
      ? `The kiosk takes no switches of Chromium: ${foreign.join(' ')}\n`
      : 'expected --site FILE or --launch-socket PATH\n',
  );
  app.exit(1);
}

function hostFrom(site: unknown, launchSocket: unknown): HostLink | undefined {
  if (typeof launchSocket === 'string') return attachToHost(launchSocket);
  if (typeof site !== 'string') return undefined;
  return startHost({
    node: fromRoot('node_modules/node/bin/node'),
    main: fromRoot('kiosk/host/main.ts'),
    site,
    onEnded: () => app.exit(1),
  });
}

function fromRoot(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}

/**
 * Electron's entry: `electron kiosk/shell-electron/electron-main.ts --site FILE`, or `--launch-socket PATH` for a host that
 * already runs. `--windowed` is for demos.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { app, BrowserWindow, Menu } from 'electron';
import { attachToHost, type HostLink, startHost } from './host-link.ts';
import { runShell } from './main.ts';

// Chromium's own switches stand between ours.
const { values } = parseArgs({
  args: process.argv.slice(1),
  strict: false,
  options: { site: { type: 'string' }, 'launch-socket': { type: 'string' }, windowed: { type: 'boolean' } },
});

const host = hostFrom(values.site, values['launch-socket']);
if (host) {
  runShell(
    { app, BrowserWindow, Menu },
    { host, windowed: values.windowed === true, after: (ms, call) => setTimeout(call, ms) },
  );
} else {
  process.stderr.write('expected --site FILE or --launch-socket PATH\n');
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

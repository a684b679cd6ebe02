/**
 * `npm run install-window -- [--site FILE] --root DIR`: writes the managed policies of Chromium and the units of host and window
 * below DIR, for a package to carry. With `--root /` it installs them: every Chromium of the machine is then a kiosk's. Without a site
 * file it is a kiosk that is to be set up.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';
import { windowFiles } from './packaging/window-files.ts';

const usage = 'Usage: npm run install-window -- [--site FILE] --root DIR';
const { values } = readCommandLine(usage, { options: { site: { type: 'string' }, root: { type: 'string' } } });
const { site: siteFile, root } = values;
if (root === undefined) stop(2, usage);
const site = siteFile === undefined ? undefined : readSiteFile(siteFile);
if (site && !site.ok) stop(2, sayMistakes(siteFile ?? '', site.problem));
const files = windowFiles(fileURLToPath(new URL('../kiosk/shell-chromium', import.meta.url)), site?.value);
if (!files.ok) stop(2, files.problem);
for (const { path, text } of files.value) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text, { mode: 0o644 });
  console.log(file);
}

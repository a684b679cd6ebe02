import { readCommandLine, stop } from '#config/agreements/command-line.ts';
import { readSiteFile } from '#config/settings/read-site-file.ts';
import { sayMistakes } from '#config/settings/site-mistakes.ts';

/** The kiosk's data folder, of a program that is called with `--data-dir DIR` or `--site FILE`. */
export function readDataDir(usage: string): string {
  const { values } = readCommandLine(usage, { options: { 'data-dir': { type: 'string' }, site: { type: 'string' } } });
  if (values['data-dir'] !== undefined) return values['data-dir'];
  const file = values.site ?? stop(2, usage);
  const site = readSiteFile(file);
  return site.ok ? site.value.kiosk.dataDir : stop(2, sayMistakes(file, site.problem));
}

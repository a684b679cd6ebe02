import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';

export const usage = 'Usage: npm run host -- --site path/to/site.json, or --data-dir DIR, or both';

export interface HostArguments {
  readonly siteFile: string;
  /** What `--data-dir` named: where the store is, the last good site, and `site.json` where no `--site` is given. */
  readonly dataDir: string | undefined;
}

/** `--site FILE`, `--data-dir DIR`; anything else is answered with how to call the host. */
export function readArguments(given: readonly string[]): Result<HostArguments, { readonly usage: string }> {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: { site: { type: 'string' }, 'data-dir': { type: 'string' } },
      strict: true,
      allowPositionals: false,
    });
    const { site, 'data-dir': dataDir } = values;
    if (site === '' || dataDir === '') return problem({ usage });
    const siteFile = site ?? (dataDir === undefined ? undefined : join(dataDir, 'site.json'));
    return siteFile === undefined ? problem({ usage }) : ok({ siteFile, dataDir });
  } catch {
    return problem({ usage });
  }
}

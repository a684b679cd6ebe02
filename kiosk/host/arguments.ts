import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';

export const usage = 'Usage: npm run host -- --site path/to/site.json, or --data-dir path/to/folder';

export interface HostArguments {
  /** `undefined`: the data directory has none yet. */
  readonly siteFile: string | undefined;
  readonly dataDir: string | undefined;
}

/** `--site FILE`, or `--data-dir DIR` with `DIR/site.json`; anything else is answered with how to call the host. */
export function readArguments(given: readonly string[]): Result<HostArguments, { readonly usage: string }> {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: { site: { type: 'string' }, 'data-dir': { type: 'string' } },
      strict: true,
      allowPositionals: false,
    });
    const dataDir = values['data-dir'];
    if (values.site) return ok({ siteFile: values.site, dataDir });
    if (!dataDir) return problem({ usage });
    const own = join(dataDir, 'site.json');
    return ok({ siteFile: existsSync(own) ? own : undefined, dataDir });
  } catch {
    return problem({ usage });
  }
}

import { parseArgs } from 'node:util';
import { ok, problem, type Result } from '#config/agreements/result.ts';

export const usage = 'Usage: npm run host -- --site path/to/site.json';

/** `--site FILE`; anything else is answered with how to call the host. */
export function readArguments(
  given: readonly string[],
): Result<{ readonly siteFile: string }, { readonly usage: string }> {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: { site: { type: 'string' } },
      strict: true,
      allowPositionals: false,
    });
    return values.site ? ok({ siteFile: values.site }) : problem({ usage });
  } catch {
    return problem({ usage });
  }
}

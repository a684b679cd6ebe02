import { createPrivateKey } from 'node:crypto';
import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileProblemCode, writeDurably } from '#config/agreements/durable-file.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import { withValue } from '#config/settings/edit-site.ts';
import { placedFields } from '#config/settings/forms/site-form.ts';
import { type JsonObject, type JsonPath, pathText } from '#config/settings/json.ts';
import { isPathPattern, pathKindOf, type SecretPattern } from '#config/settings/site-paths.ts';

/** Secrets are set and never shown: of each only whether there is one, and since when. */
export interface SecretState {
  /** `hospital[0].secretFile` */
  readonly path: string;
  /** Name of its file, without the folder. */
  readonly file: string | undefined;
  /** `no-such-file`: the site file names one that is not there. `readable-by-others`: it counts as known. */
  readonly is: 'set' | 'not-set' | 'no-such-file' | 'readable-by-others' | 'not-readable';
  /** Epoch ms of the last change of the file. */
  readonly since: number | undefined;
}

/** `site`: whole, with absolute paths, as `mergedSite` gives it, valid or not. */
export function secretStates(site: JsonObject): readonly SecretState[] {
  return placedFields(site).flatMap(({ path, field: { control }, value }): readonly SecretState[] => {
    if (control.kind !== 'path' || control.names !== 'secret') return [];
    const place = pathText(path);
    if (typeof value !== 'string' || value === '')
      return [{ path: place, file: undefined, is: 'not-set', since: undefined }];
    return [{ path: place, file: basename(value), ...stateOf(value) }];
  });
}

function stateOf(path: string): Pick<SecretState, 'is' | 'since'> {
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (!file) return { is: 'no-such-file', since: undefined };
    if (!file.isFile()) return { is: 'not-readable', since: undefined };
    return { is: (file.mode & 0o077) === 0 ? 'set' : 'readable-by-others', since: Math.round(file.mtimeMs) };
  } catch (error) {
    // A path with a NUL, or through a file.
    if (!(error instanceof TypeError)) fileProblemCode(error);
    return { is: 'not-readable', since: undefined };
  }
}

export interface SecretWish {
  readonly path: JsonPath;
  readonly value: string;
  /** The draft: the kiosk's own part, and the whole site as it counts. */
  readonly own: JsonObject;
  readonly merged: JsonObject;
}

export type SecretRefusal =
  | { readonly kind: 'no-secret-there' | 'too-short' | 'too-long' | 'not-a-line' | 'not-pem' }
  | { readonly kind: 'disk-full' | 'not-writable' };

export interface SecretsPlace {
  readonly dataDir: string;
  readonly siteFile: string;
  readonly randomBytes: RandomBytes;
}

const mostCharacters = 16_384;

/**
 * Writes a secret to a new file below `<dataDir>/secrets` (0600) and gives the draft that names it. Older files stay: an older
 * version of the site file may be put back.
 */
export function setSecret(
  { dataDir, siteFile, randomBytes }: SecretsPlace,
  { path, value, own, merged }: SecretWish,
): Result<JsonObject, SecretRefusal> {
  const pattern = pathText(path).replace(/\[\d+\]/g, '[]');
  if (!isSecret(pattern)) return problem({ kind: 'no-secret-there' });
  const secret = value.trim();
  if (secret.length > mostCharacters) return problem({ kind: 'too-long' });
  const refused = checks[pattern](secret);
  if (refused) return problem({ kind: refused });
  const name = pathText(path).replace(/[^A-Za-z0-9]+/g, '-');
  const file = join(dataDir, 'secrets', `${name}-${Buffer.from(randomBytes(4)).toString('hex')}.key`);
  const near = relative(dirname(resolve(siteFile)), resolve(file));
  const draft = withValue(own, merged, path, near.startsWith('..') ? resolve(file) : `./${near}`);
  if (!draft) return problem({ kind: 'no-secret-there' });
  try {
    writeDurably(file, `${secret}\n`);
  } catch (error) {
    return problem({ kind: fileProblemCode(error) === 'ENOSPC' ? 'disk-full' : 'not-writable' });
  }
  return ok(draft);
}

function isSecret(pattern: string): pattern is SecretPattern {
  return isPathPattern(pattern) && pathKindOf(pattern) === 'secret';
}

type Check = (secret: string) => 'too-short' | 'not-a-line' | 'not-pem' | undefined;

const line =
  (shortest: number): Check =>
  (secret) => {
    if (secret.length < shortest) return 'too-short';
    return /[\u0000-\u001f\u007f]/.test(secret) ? 'not-a-line' : undefined;
  };

const privateKey: Check = (secret) => {
  try {
    createPrivateKey(secret);
    return undefined;
  } catch {
    return 'not-pem';
  }
};

/** What those who use the secret demand of it. */
const checks: Readonly<Record<SecretPattern, Check>> = {
  'site.ticketKeyFile': line(32),
  'management.tls.keyFile': privateKey,
  'hospital[].auth.passwordFile': line(1),
  'hospital[].auth.tokenFile': line(1),
  'hospital[].auth.keyFile': privateKey,
  'hospital[].tls.keyFile': privateKey,
  'hospital[].secretFile': line(32),
  'hub.keyFile': line(32),
  'hub.documentKeyFile': line(43),
};

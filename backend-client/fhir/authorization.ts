import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result, unreachable } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { HttpClient } from '../connection/http-client.ts';
import { readSecretFile } from '../connection/tls-files.ts';
import type { SecretFileProblem } from '../contract/secret-problem.ts';
import type { Authorization } from './authorization-header.ts';
import { createSmartToken } from './smart-token.ts';

interface Needs {
  readonly auth: FhirEndpointSettings['auth'];
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

/** Reads every secret once, so that a missing or open file stops the start and not the first patient. */
export function openAuthorization({ auth, http, clock, randomBytes }: Needs): Result<Authorization, SecretFileProblem> {
  switch (auth.kind) {
    case 'none':
      return ok({ header: async () => ok(undefined), refused: () => false });
    case 'basic': {
      const password = readSecretFile(auth.passwordFile, 1);
      if (!password.ok) return password;
      // RFC 7617 with UTF-8.
      const value = `Basic ${Buffer.from(`${auth.user}:${password.value}`).toString('base64')}`;
      return ok({ header: async () => ok(value), refused: () => false });
    }
    case 'bearer':
      return openBearer(auth.tokenFile);
    case 'smart-backend': {
      const key = readPrivateKey(auth.keyFile, auth.algorithm);
      if (!key.ok) return key;
      return ok(createSmartToken({ settings: auth, key: key.value, http, clock, randomBytes }));
    }
    default:
      return unreachable(auth);
  }
}

/** Whoever renews the token writes the file anew; it is small and is read for every request. */
function openBearer(tokenFile: string): Result<Authorization, SecretFileProblem> {
  const first = readBearerToken(tokenFile);
  if (!first.ok) return first;
  let sent = first.value;
  return ok({
    async header() {
      const token = readBearerToken(tokenFile);
      if (!token.ok) return problem({ kind: 'no-credentials' });
      sent = token.value;
      return ok(`Bearer ${token.value}`);
    },
    refused() {
      const token = readBearerToken(tokenFile);
      return token.ok && token.value !== sent;
    },
  });
}

/** RFC 6750 §2.1: b64token. Anything else could end the header. */
function readBearerToken(path: string): Result<string, SecretFileProblem> {
  const token = readSecretFile(path, 1);
  if (!token.ok) return token;
  return /^[A-Za-z0-9._~+/-]{1,16384}=*$/.test(token.value) ? token : problem({ kind: 'not-a-token', path });
}

function readPrivateKey(path: string, algorithm: 'ES384' | 'RS384'): Result<KeyObject, SecretFileProblem> {
  const pem = readSecretFile(path, 1);
  if (!pem.ok) return pem;
  const key = privateKeyFrom(pem.value);
  return key && fits(key, algorithm) ? ok(key) : problem({ kind: 'not-pem', path });
}

function privateKeyFrom(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined;
  }
}

/** RFC 7518 §3.3, §3.4: ES384 is P-384; RSA keys have at least 2048 bits. */
function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, algorithm: 'ES384' | 'RS384'): boolean {
  if (algorithm === 'ES384') return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'secp384r1';
  return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
}

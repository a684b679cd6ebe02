import type { KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import type { Clock } from '#config/agreements/clock.ts';
import type { RandomBytes } from '#config/agreements/ids.ts';
import { ok, problem, type Result } from '#config/agreements/result.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import type { HttpAnswer, HttpClient } from '../connection/http-client.ts';
import type { Authorization, TokenProblem } from './authorization-header.ts';
import { objectFromBytes } from './read-json.ts';

type SmartSettings = Extract<FhirEndpointSettings['auth'], { readonly kind: 'smart-backend' }>;

interface Needs {
  readonly settings: SmartSettings;
  readonly key: KeyObject;
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
}

interface Token {
  readonly header: string;
  /** Epoch ms. */
  readonly goodUntil: number;
}

/** SMART allows five minutes; a server's clock may be a minute off. */
const assertionSeconds = 240;

/** A token is asked for anew so long before it ends, or after half of its life when that is shorter. */
const renewBeforeMs = 30_000;

/** SMART recommends five minutes; without expires_in (RFC 6749 §5.1 leaves it open) a token is used for one. */
const unknownLifeSeconds = 60;

/** SMART Backend Services 2.2: client credentials with a signed assertion (RFC 7523). The token lives in memory only. */
export function createSmartToken({ settings, key, http, clock, randomBytes }: Needs): Authorization {
  let token: Token | undefined;
  let asking: Promise<Result<Token, TokenProblem>> | undefined;

  return {
    async header() {
      if (!token || clock.monotonic() >= token.goodUntil) {
        asking ??= ask();
        const asked = await asking;
        asking = undefined;
        if (!asked.ok) {
          token = undefined;
          return asked;
        }
        token = asked.value;
      }
      return ok(token.header);
    },
    refused() {
      token = undefined;
      return true;
    },
  };

  async function ask(): Promise<Result<Token, TokenProblem>> {
    const askedAt = clock.monotonic();
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: settings.scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await assertion(clock.now()),
    });
    const answer = await http.request({
      method: 'POST',
      url: settings.tokenUrl,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
    });
    if (!answer.ok) return problem({ kind: answer.problem.kind === 'tls-refused' ? 'tls-refused' : 'not-connected' });
    if (answer.value.status !== 200 && answer.value.status !== 201) return problem(refusedBy(answer.value));
    const granted = readGrant(answer.value.body);
    if (!granted.ok) return problem({ kind: objectFromBytes(answer.value.body) ? 'no-credentials' : 'not-connected' });
    const lifeMs = granted.value.expiresInSeconds * 1000;
    return ok({
      header: `Bearer ${granted.value.accessToken}`,
      goodUntil: askedAt + lifeMs - Math.min(renewBeforeMs, lifeMs / 2),
    });
  }

  function assertion(now: number): Promise<string> {
    const { clientId, tokenUrl, keyId, algorithm } = settings;
    const issuedAt = Math.floor(now / 1000);
    return new SignJWT()
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(tokenUrl)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + assertionSeconds)
      .setJti(Buffer.from(randomBytes(16)).toString('hex'))
      .sign(key);
  }
}

/**
 * A token endpoint that is down says nothing about our secret (RFC 6749 §5.2 has the words of one that looked at it; server_error and
 * temporarily_unavailable are from §4.1.2.1, and some send them here). 404 is the address, which a person must mend, too.
 */
function refusedBy({ status, body }: HttpAnswer): TokenProblem {
  const { error } = objectFromBytes(body) ?? {};
  const willPass = error === 'server_error' || error === 'temporarily_unavailable';
  const isVerdict = status >= 400 && status < 500 && status !== 408 && status !== 425 && status !== 429;
  return { kind: isVerdict && !willPass ? 'no-credentials' : 'not-connected' };
}

interface Grant {
  readonly accessToken: string;
  readonly expiresInSeconds: number;
}

/** RFC 6749 §5.1. */
function readGrant(body: Uint8Array): Result<Grant, { readonly kind: 'not-understood' }> {
  const grant = objectFromBytes(body);
  const { access_token: accessToken, token_type: type = 'Bearer', expires_in: life } = grant ?? {};
  const understood =
    typeof accessToken === 'string' &&
    // RFC 6749 appendix A.12: visible ASCII. Anything else could end the header.
    /^[!-~]{1,16384}$/.test(accessToken) &&
    (type === null || (typeof type === 'string' && /^bearer(?:token)?$/i.test(type.trim())));
  return understood ? ok({ accessToken, expiresInSeconds: lifeFrom(life) }) : problem({ kind: 'not-understood' });
}

/** A number, or one as text; what is none, or no time at all, is as good as not said. */
function lifeFrom(life: unknown): number {
  const seconds = typeof life === 'string' && life.trim() !== '' ? Number(life) : life;
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, 86_400) : unknownLifeSeconds;
}

import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { afterEach, beforeEach, test } from 'vitest';
import { createHandCrankedClock } from '#config/agreements/hand-cranked-clock.ts';
import type { FhirEndpointSettings } from '#config/settings/site-file.ts';
import { openFhirBench } from './evidence/fhir-bench.ts';
import {
  answer,
  type Heard,
  openScriptedHospital,
  type Script,
  transactionResponse,
} from './evidence/scripted-hospital.ts';
import { endpointSettings, registration, storedAt } from './evidence/synthetic-facts.ts';
import { openFhirServer } from './server.ts';

let folder: string;
const openThings: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fhir-secrets-'));
});
afterEach(async () => {
  for (const close of openThings.splice(0).reverse()) await close();
  rmSync(folder, { recursive: true });
});

function secret(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

async function hospital(script: Script, authOf: (baseUrl: string) => FhirEndpointSettings['auth']) {
  const scripted = await openScriptedHospital(script);
  const kiosk = openFhirBench({ baseUrl: scripted.baseUrl, auth: authOf(scripted.baseUrl) });
  openThings.push(scripted.close, kiosk.endpoint.close);
  return { scripted, kiosk };
}

const accepted = { ok: true, value: 'accepted' };
const unauthorized = {
  ok: false,
  problem: { kind: 'settings', reason: 'http-unauthorized', counts: false },
};
const yes: Script = (heard, response) => answer(response, 200, transactionResponse(heard));

test('basic: user and password, in UTF-8', async () => {
  const passwordFile = secret('password', 'mật khẩu\n');
  const { scripted, kiosk } = await hospital(yes, () => ({ kind: 'basic', user: 'kiosk', passwordFile }));
  assert.deepEqual(await kiosk.tell(registration()), accepted);
  const [, given = ''] = scripted.heard[0]?.authorization?.split(' ') ?? [];
  assert.equal(Buffer.from(given, 'base64').toString(), 'kiosk:mật khẩu');
});

test('bearer: a token that was renewed in its file is used without a restart', async () => {
  const tokenFile = secret('token', 'first-token');
  const { scripted, kiosk } = await hospital(yes, () => ({ kind: 'bearer', tokenFile }));
  await kiosk.tell(registration());
  writeFileSync(tokenFile, 'second-token\n');
  await kiosk.tell(registration());
  writeFileSync(tokenFile, 'a token\r\nx-injected: 1');
  assert.deepEqual(await kiosk.tell(registration()), unauthorized);
  assert.deepEqual(
    scripted.heard.map(({ authorization }) => authorization),
    ['Bearer first-token', 'Bearer second-token'],
  );
});

test('a token that was renewed while the server refused the old one is tried at once', async () => {
  const tokenFile = secret('token', 'old');
  const { scripted, kiosk } = await hospital(
    (heard, response) => {
      if (heard.authorization === 'Bearer new') return yes(heard, response, 0);
      writeFileSync(tokenFile, 'new');
      answer(response, 401);
    },
    () => ({ kind: 'bearer', tokenFile }),
  );
  assert.deepEqual([await kiosk.tell(registration()), scripted.heard.length], [accepted, 2]);
});

test.for([
  ['is missing', () => join('/nonexistent', 'token'), 'not-readable'],
  ['can be read by others', () => withMode(secret('token', 'abc'), 0o644), 'readable-by-others'],
  ['is empty', () => secret('token', '\n'), 'too-short'],
  ['is not a token', () => secret('token', 'a b'), 'not-a-token'],
] as const)('a start is stopped by a secret that %s', ([, pathOf, kind]) => {
  const path = pathOf();
  assert.deepEqual(opened({ kind: 'bearer', tokenFile: path }), { ok: false, problem: { kind, path } });
});

const es384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rs384 = generateKeyPairSync('rsa', { modulusLength: 2048 });

function keyFile(key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8'): string {
  return secret('key.pem', key.export({ type, format: 'pem' }).toString());
}

test.for([
  ['a P-256 key for ES384', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'ES384'],
  ['an RSA key for ES384', () => rs384.privateKey, 'ES384'],
  ['an RSA key of 1024 bits', () => generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'RS384'],
] as const)('a start is stopped by %s', ([, key, algorithm]) => {
  const path = keyFile(key());
  const auth = smart('http://127.0.0.1:1', path, algorithm);
  assert.deepEqual(opened(auth), { ok: false, problem: { kind: 'not-pem', path } });
});

test.for([
  ['ES384', es384, 'pkcs8'],
  ['ES384', es384, 'sec1'],
  ['RS384', rs384, 'pkcs1'],
] as const)(
  'SMART: an assertion signed with %s gets a token, which serves until shortly before its end',
  async ([algorithm, keys, type]) => {
    const { scripted, kiosk } = await hospital(smartServer({ expires_in: 300 }), (baseUrl) =>
      smart(`${baseUrl}/token`, keyFile(keys.privateKey, type), algorithm),
    );
    await kiosk.tell(registration());
    kiosk.clock.advance(269_999);
    await kiosk.tell(registration());
    kiosk.clock.advance(1);
    await kiosk.tell(registration());
    assert.deepEqual(
      scripted.heard.map(({ line, authorization = '' }) => `${line} ${authorization}`.trim()),
      [
        'POST /fhir/token',
        'POST /fhir Bearer token-1',
        'POST /fhir Bearer token-1',
        'POST /fhir/token',
        'POST /fhir Bearer token-2',
      ],
    );
    const forms = scripted.heard
      .filter(({ line }) => line === 'POST /fhir/token')
      .map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    const ids = new Set<unknown>();
    for (const [nth, { client_assertion: assertion = '', ...form }] of forms.entries()) {
      assert.deepEqual(form, {
        grant_type: 'client_credentials',
        scope: 'system/*.crus',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      });
      assert.deepEqual(decodeProtectedHeader(assertion), { alg: algorithm, typ: 'JWT', kid: 'key-1' });
      const { payload } = await jwtVerify(assertion, keys.publicKey, {
        issuer: 'kiosk-client',
        subject: 'kiosk-client',
        audience: `${scripted.baseUrl}/token`,
        currentDate: new Date(storedAt + nth * 270_000),
      });
      const { iat = 0, exp = 0, jti } = payload;
      assert.ok(exp - iat > 0 && exp - iat <= 300, 'at most five minutes');
      ids.add(jti);
    }
    assert.equal(ids.size, 2, 'an assertion is never used twice');
  },
);

test('SMART: a token that the server has forgotten is asked for once more, and no oftener', async () => {
  const server = smartServer({ expires_in: 300 });
  let forgotten = 1;
  const { scripted, kiosk } = await hospital(
    (heard, response, count) => {
      if (heard.line === 'POST /fhir' && forgotten-- > 0) answer(response, 401);
      else server(heard, response, count);
    },
    (baseUrl) => smart(`${baseUrl}/token`, keyFile(es384.privateKey)),
  );
  const first = await kiosk.tell(registration());
  forgotten = 2;
  const second = await kiosk.tell(registration());
  assert.deepEqual(
    [first, second, scripted.heard.map(({ line, authorization = '' }) => `${line} ${authorization}`.trim())],
    [
      accepted,
      unauthorized,
      [
        'POST /fhir/token',
        'POST /fhir Bearer token-1',
        'POST /fhir/token',
        'POST /fhir Bearer token-2',
        'POST /fhir Bearer token-2',
        'POST /fhir/token',
        'POST /fhir Bearer token-3',
      ],
    ],
  );
});

const notConnected = { ok: false, problem: { kind: 'transient', reason: 'not-connected', counts: false } };

test('SMART: several questions at once ask for one token', async () => {
  const { scripted, kiosk } = await hospital(smartServer({ expires_in: 300 }), (baseUrl) =>
    smart(`${baseUrl}/token`, keyFile(es384.privateKey)),
  );
  await Promise.all([1, 2, 3].map(() => kiosk.tell(registration())));
  assert.equal(scripted.heard.filter(({ line }) => line === 'POST /fhir/token').length, 1);
});

test.for([
  ['is ill', 500, ''],
  ['is busy', 429, ''],
  ['says that it is ill', 400, { error: 'temporarily_unavailable' }],
  ['is a maintenance page', 200, '<html>'],
] as const)(
  'SMART: a token endpoint that %s is a hospital that is down, not a wrong secret',
  async ([, status, body]) => {
    const { scripted, kiosk } = await hospital(
      (_, response) => answer(response, status, body),
      (baseUrl) => smart(`${baseUrl}/token`, keyFile(es384.privateKey)),
    );
    assert.deepEqual(await kiosk.tell(registration()), notConnected);
    assert.equal(scripted.heard.length, 1);
  },
);

test('SMART: nobody listens at the token endpoint: a hospital that is down', async () => {
  const { scripted, kiosk } = await hospital(
    (_, response) => answer(response, 200),
    () => smart('http://127.0.0.1:9/token', keyFile(es384.privateKey)),
  );
  assert.deepEqual([await kiosk.tell(registration()), scripted.heard], [notConnected, []]);
});

test.for([
  ['refuses us', 400, { error: 'invalid_client' }],
  ['gives another kind of token', 200, { access_token: 'abc', token_type: 'mac', expires_in: 300 }],
  ['gives a token that would end the header', 200, { access_token: 'a\r\nb', token_type: 'bearer', expires_in: 300 }],
] as const)(
  'SMART: a token endpoint that %s is about our credentials, and nothing is sent',
  async ([, status, body]) => {
    const { scripted, kiosk } = await hospital(
      (_, response) => answer(response, status, body),
      (baseUrl) => smart(`${baseUrl}/token`, keyFile(es384.privateKey)),
    );
    assert.deepEqual(await kiosk.tell(registration()), unauthorized);
    assert.deepEqual(
      scripted.heard.map(({ line }) => line),
      ['POST /fhir/token'],
    );
  },
);

test.for([
  ['a number as text', { expires_in: '3599' }, 3_568_999],
  ['a fraction', { expires_in: 299.5 }, 269_499],
  ['nothing', { expires_in: undefined }, 29_999],
  ['null', { expires_in: null }, 29_999],
  ['a time that is over', { expires_in: 0 }, 29_999],
  ['a time before now', { expires_in: -1 }, 29_999],
  ['words', { expires_in: 'an hour' }, 29_999],
  ['a year', { expires_in: 31_536_000 }, 86_369_999],
  ['a lower-case kind of token', { expires_in: 300, token_type: 'bearer' }, 269_999],
  ['no kind of token', { expires_in: 300, token_type: undefined }, 269_999],
] as const)('SMART: a token endpoint that says %s of its token gives one', async ([, grant, servesMs]) => {
  const { scripted, kiosk } = await hospital(smartServer(grant), (baseUrl) =>
    smart(`${baseUrl}/token`, keyFile(es384.privateKey)),
  );
  assert.deepEqual(await kiosk.tell(registration()), accepted);
  kiosk.clock.advance(servesMs);
  await kiosk.tell(registration());
  kiosk.clock.advance(1);
  await kiosk.tell(registration());
  const tokens = scripted.heard.filter(({ line }) => line === 'POST /fhir').map(({ authorization }) => authorization);
  assert.deepEqual(tokens, ['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});

function smart(
  tokenUrl: string,
  path: string,
  algorithm: 'ES384' | 'RS384' = 'ES384',
): Extract<FhirEndpointSettings['auth'], { kind: 'smart-backend' }> {
  return {
    kind: 'smart-backend',
    tokenUrl,
    clientId: 'kiosk-client',
    keyFile: path,
    keyId: 'key-1',
    algorithm,
    scope: 'system/*.crus',
  };
}

/** A token endpoint and a FHIR server behind it. */
function smartServer(grant: object): Script {
  let granted = 0;
  return (heard: Heard, response) => {
    if (heard.line !== 'POST /fhir/token') return answer(response, 200, transactionResponse(heard));
    granted += 1;
    return answer(response, 200, { access_token: `token-${granted}`, token_type: 'Bearer', ...grant });
  };
}

function opened(auth: FhirEndpointSettings['auth']) {
  const clock = createHandCrankedClock(storedAt);
  return openFhirServer({ settings: endpointSettings({ auth }), clock, randomBytes: (size) => new Uint8Array(size) });
}

function withMode(path: string, mode: number): string {
  chmodSync(path, mode);
  return path;
}

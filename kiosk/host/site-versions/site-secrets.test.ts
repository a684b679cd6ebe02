import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'vitest';
import { siteText } from '#config/settings/edit-site.ts';
import { exportedSite } from '#config/settings/export-site.ts';
import { firstSite } from '#config/settings/first-site.ts';
import { exampleSites } from '#config/settings/forms/example-sites.ts';
import { allFields, placedFields } from '#config/settings/forms/site-form.ts';
import type { JsonObject } from '#config/settings/json.ts';
import { lookAtDraft } from '#config/settings/read-site-file.ts';
import { secretStates, setSecret } from './site-secrets.ts';

let dataDir: string;
let siteFile: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'site-secrets-'));
  siteFile = join(dataDir, 'site.json');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const draft: JsonObject = {
  ...firstSite({ kioskId: 'kiosk-1' }),
  site: { facilityCode: '27005', name: 'Bệnh viện' },
  services: [{ code: 'noi', hisCode: 'K01', name: { vi: 'Khám Nội' }, prefix: 'A', room: '101' }],
  hospital: [{ id: 'rest', protocol: 'webhook', url: 'https://his.vidu.vn/kiosk' }],
};
const place = () => ({ dataDir, siteFile, randomBytes });
const secret = 'mot-bi-mat-du-dai-de-lam-khoa-0123456789';

test('a secret is written for the kiosk only, the draft names its file, and it is never shown', () => {
  const path = ['hospital', 0, 'secretFile'];
  const set = setSecret(place(), { path, value: `${secret}\n`, own: draft, merged: draft });
  assert.ok(set.ok);
  const { site, merged, layers } = lookAtDraft(siteFile, siteText(set.value));
  assert.ok(site && merged && layers);
  const [name = ''] = readdirSync(join(dataDir, 'secrets'));
  const file = join(dataDir, 'secrets', name);
  assert.equal(readFileSync(file, 'utf8'), `${secret}\n`);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  const states = secretStates(merged);
  assert.deepEqual(
    states.map(({ path: at, is, file: called }) => [at, is, called]),
    [
      ['site.ticketKeyFile', 'not-set', undefined],
      ['management.tls.keyFile', 'not-set', undefined],
      ['hospital[0].secretFile', 'set', name],
      ['hospital[0].tls.keyFile', 'not-set', undefined],
      ['hub.keyFile', 'not-set', undefined],
      ['hub.documentKeyFile', 'not-set', undefined],
    ],
  );
  assert.ok(Math.abs((states[2]?.since ?? 0) - Date.now()) < 60_000);
  for (const shown of [JSON.stringify(states), siteText(set.value), exportedSite(layers)])
    assert.ok(!shown.includes(secret));
});

test('a secret that others can read, that is gone or a folder is told as such', () => {
  const stateOf = (path: string) => secretStates({ site: { ticketKeyFile: path } })[0]?.is;
  const set = setSecret(place(), { path: ['site', 'ticketKeyFile'], value: secret, own: draft, merged: draft });
  assert.ok(set.ok);
  const file = join(dataDir, 'secrets', readdirSync(join(dataDir, 'secrets'))[0] ?? '');
  chmodSync(file, 0o644);
  assert.deepEqual([file, `${file}.gone`, dataDir, 'a\0b', `${file}/x`].map(stateOf), [
    'readable-by-others',
    'no-such-file',
    'not-readable',
    'not-readable',
    'no-such-file',
  ]);
});

test('what cannot be the secret of a field is refused before anything is written', () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const refusal = (path: (string | number)[], value: string) => {
    const set = setSecret(place(), { path, value, own: draft, merged: draft });
    return set.ok ? 'set' : set.problem.kind;
  };
  assert.deepEqual(
    [
      refusal(['hospital', 0, 'secretFile'], 'short'),
      refusal(['hospital', 0, 'secretFile'], `${secret}\n${secret}`),
      refusal(['hospital', 0, 'tls', 'keyFile'], secret),
      refusal(['hospital', 0, 'tls', 'keyFile'], pem),
      refusal(['site', 'name'], secret),
      refusal(['hospital', 7, 'secretFile'], secret),
      refusal(['site', 'ticketKeyFile'], 'x'.repeat(20_000)),
      refusal(['site', '../../etc'], secret),
    ],
    ['too-short', 'not-a-line', 'not-pem', 'set', 'no-secret-there', 'no-secret-there', 'too-long', 'no-secret-there'],
  );
  assert.equal(readdirSync(join(dataDir, 'secrets')).length, 1);
});

test('every field that names a secret can be set and is told of, in every shape of a site', () => {
  const secrets = allFields().filter(({ control }) => control.kind === 'path' && control.names === 'secret');
  const told = new Set(
    exampleSites().flatMap(({ site }) => {
      const places = placedFields(site).filter(
        ({ field }) => field.control.kind === 'path' && field.control.names === 'secret',
      );
      assert.equal(secretStates(site).length, places.length);
      return places.map(({ field }) => field.pattern);
    }),
  );
  assert.deepEqual([...told].toSorted(), [...new Set(secrets.map(({ pattern }) => pattern))].toSorted());
});

test('what is exported is one whole site that another kiosk can take, with the names of secrets only', () => {
  for (const { name, site } of exampleSites()) {
    const { layers } = lookAtDraft(siteFile, siteText(site));
    assert.ok(layers, name);
    const exported = exportedSite(layers);
    assert.ok(!exported.includes(dataDir), `${name}: no path of this machine`);
    const taken = lookAtDraft('/elsewhere/site.json', exported, {
      machine: { realPath: (path) => path, isDirectory: () => true },
    });
    assert.deepEqual(taken.mistakes, [], name);
  }
});

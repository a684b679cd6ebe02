import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCscaFolder } from './csca-folder.ts';
import { createSyntheticCountry } from './synthetic-pki.simulator.ts';

const validity = { validFrom: new Date('2024-01-01'), validTo: new Date('2034-01-01') };
const at = Date.parse('2026-06-01');
const country = createSyntheticCountry({ algorithm: 'ecdsa-brainpool-p256r1', ...validity });
const other = createSyntheticCountry({ algorithm: 'rsa', ...validity, country: 'LA' });
const pem = (der: Uint8Array) => new X509Certificate(der).toString();
const badBlock = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function read(files: Readonly<Record<string, string | Uint8Array>>) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { certificates, ...rest } = await openCscaFolder(folder).read(at);
  return { ...rest, found: certificates.length };
}
const clean = { standing: 'read', unreadable: [], notCscas: [], expired: [] };

describe('a folder of trusted certificates', () => {
  test('takes DER and PEM, one and several to a file, and looks at no other file', async () => {
    expect(
      await read({
        'one.cer': country.csca,
        'TWO.PEM': `comment\n${pem(country.csca)}Bag Attributes\n${pem(other.csca).replaceAll('\n', '\r\n')}`,
        'three.der': Buffer.concat([country.csca, other.csca]),
        'readme.txt': 'not looked at',
      }),
    ).toEqual({ ...clean, found: 5 });
  });

  test.each([
    ['that is no base64', '-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n'],
    ['that is no certificate', badBlock],
    ['that never ends', '-----BEGIN CERTIFICATE-----\nMIIB\n'],
  ])('keeps the good certificates beside one %s, and names the file', async (_, bad) => {
    const good = pem(country.csca);
    expect(await read({ 'list.pem': good + bad + good })).toEqual({ ...clean, unreadable: ['list.pem'], found: 2 });
  });

  test('names the file whose DER is cut off behind a whole certificate', async () => {
    const cut = Buffer.concat([country.csca, other.csca.subarray(0, 100)]);
    expect(await read({ 'list.der': cut })).toEqual({ ...clean, unreadable: ['list.der'], found: 1 });
  });

  test('takes the certificates of a master list, in DER and PEM, also when one of them does not read', async () => {
    const list = country.signMasterList([country.csca, Uint8Array.of(0x30, 0x03, 0x02, 0x01, 0x00), other.csca]);
    const armoured = `-----BEGIN CMS-----\n${Buffer.from(list).toString('base64')}\n-----END CMS-----\n`;
    expect(await read({ 'icao.ml': list, 'icao.pem': armoured })).toEqual({
      ...clean,
      unreadable: ['icao.ml', 'icao.pem'],
      found: 4,
    });
  });

  test('takes nothing of a master list that was changed', async () => {
    const list = Uint8Array.from(country.signMasterList([country.csca, other.csca]));
    const position = Buffer.from(list).indexOf(Buffer.from(other.csca)) + 200;
    list[position] = (list[position] ?? 0) ^ 1;
    expect(await read({ 'icao.ml': list })).toMatchObject({ unreadable: ['icao.ml'], found: 0 });
  });

  test('tells what is not there from what is empty, and from what was never named', async () => {
    const standings = [(await read({})).standing, (await openCscaFolder(undefined).read(at)).standing];
    await rm(folder, { recursive: true });
    standings.push((await openCscaFolder(folder).read(at)).standing);
    expect(standings).toEqual(['empty', 'not-set', 'missing']);
  });

  test('names files with an expired certificate, with one that may not sign others, and with none', async () => {
    const old = createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity, validTo: new Date('2025-01-01') });
    expect(
      await read({
        'old.cer': old.csca,
        'signer.cer': country.documentSigner,
        'broken.der': 'not a certificate',
        'key.pem': '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n',
        'empty.pem': '',
      }),
    ).toEqual({
      standing: 'read',
      found: 2,
      unreadable: ['broken.der', 'empty.pem', 'key.pem'],
      notCscas: ['signer.cer'],
      expired: ['old.cer'],
    });
  });

  test('sees at once what was put there, changed and taken away', async () => {
    const opened = openCscaFolder(folder);
    const found = async () => (await opened.read(at)).certificates.map(({ subject }) => subject.country);
    const seen = [await found()];
    await writeFile(join(folder, 'a.cer'), country.csca);
    seen.push(await found());
    await writeFile(join(folder, 'a.cer'), other.csca);
    seen.push(await found());
    await rm(join(folder, 'a.cer'));
    seen.push(await found());
    expect(seen).toEqual([[], ['VN'], ['LA'], []]);
  });
});

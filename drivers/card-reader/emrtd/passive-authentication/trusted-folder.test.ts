import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { machineClock } from '#config/agreements/machine-clock.ts';
import type { CardReader } from '../../../contract/card-reader.ts';
import { createPcscEmrtdReader } from '../../pcsc-emrtd.ts';
import { createSimulatedPcsc } from '../../pcsc-readers.simulator.ts';
import { createSyntheticCountry } from './synthetic-pki.simulator.ts';

const dayMs = 86_400_000;
const validity = { validFrom: new Date(Date.now() - dayMs), validTo: new Date(Date.now() + dayMs) };
const home = createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity });
const neighbour = createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity, country: 'LA' });

let place = '';
let reader: CardReader | undefined;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'tiep-don-csca-'));
});
afterEach(async () => {
  await reader?.close();
  await rm(place, { recursive: true });
});

/** A reader that looks into this folder, what a technician is told of it at the start, and after a card was asked for. */
async function open(cscaDir: string | undefined) {
  const told: object[] = [];
  const { spawnPcsc } = createSimulatedPcsc();
  const world = { clock: machineClock, random: () => 0, randomBytes, spawnPcsc };
  reader = createPcscEmrtdReader({
    id: 'cccd',
    reader: '*',
    cscaDir,
    ...world,
    onTrust: ({ standing, certificates, unreadable, expired }) =>
      told.push({ standing, certificates: certificates.length, unreadable, expired }),
  });
  while (told.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return { told, hints: reader.hints() };
}

test('a folder that is not there is told at the start, before any card', async () => {
  expect(await open(join(place, 'nowhere'))).toEqual({
    told: [{ standing: 'missing', certificates: 0, unreadable: [], expired: [] }],
    hints: ['csca-folder-missing'],
  });
});

test('a folder without a valid certificate of the country is told', async () => {
  const old = createSyntheticCountry({ algorithm: 'ecdsa-p256', ...validity, validTo: new Date(Date.now() - 1000) });
  await mkdir(join(place, 'csca'));
  expect((await open(join(place, 'csca'))).hints).toEqual(['no-csca-for-country']);
  await reader?.close();
  await writeFile(join(place, 'csca', 'neighbour.cer'), neighbour.csca);
  await writeFile(join(place, 'csca', 'old.cer'), old.csca);
  await writeFile(join(place, 'csca', 'broken.cer'), 'nothing');
  expect(await open(join(place, 'csca'))).toEqual({
    told: [{ standing: 'read', certificates: 2, unreadable: ['broken.cer'], expired: ['old.cer'] }],
    hints: ['csca-files-unreadable', 'no-csca-for-country'],
  });
});

test('a folder that is in order, and a site without one, say nothing', async () => {
  await writeFile(join(place, 'home.cer'), home.csca);
  expect((await open(place)).hints).toEqual([]);
  await reader?.close();
  expect((await open(undefined)).hints).toEqual([]);
});
